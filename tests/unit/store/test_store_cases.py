"""The portal's word on a dossier: taken over page by page, whole; and what the kiosk has still to say stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kiosk.domain.calendar import ZONE
from kiosk.domain.case import ActKind, Case, ChangePage, DossierAct, DossierFee, IssuedResult, Notice, NoticeKind
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Legal, Sync
from kiosk.errors import NumberTwice, UnknownCode, UnknownDocument
from kiosk.store import Reserve, Store
from kiosk.store.filings.retention import NEVER, Wish

DAY = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)
OFFICIAL = "H15.50.05.13-261123-0001"
ASKED = Notice("n1", NoticeKind.SUPPLEMENT, "Thiếu giấy chứng sinh của cháu Khuê", DAY, DAY.replace(day=30))


def case(change: int = 1, legal: Legal = Legal.IN_PROGRESS, official: str = OFFICIAL, **more: object) -> Case:
    return Case(official, change, legal, **more)  # type: ignore[arg-type]


def page(*cases: Case, since: str = "", cursor: str = "c1") -> ChangePage:
    return ChangePage(since, cursor, cases)


def everything(store: Store) -> str:
    """Every value of every table, as text."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table'"
    return store._database.read(
        lambda db: repr([db.execute(f"SELECT * FROM {name}").fetchall() for (name,) in db.execute(names).fetchall()])
    )


@pytest.fixture
def sent(store, filing, clock):
    made = store.outbox.file("d1", filing(), clock())
    store.outbox.claim(made.code)
    return store.outbox.settle(made.code, OFFICIAL)


def test_a_page_is_taken_over_whole(store, sent):
    whole = case(
        code=sent.code,
        received=DAY,
        due=DAY.replace(day=28),
        fee=DossierFee(8000, 0, "Lệ phí bản sao"),
        notices=(ASKED,),
        results=(IssuedResult("r1", "Giấy khai sinh", "https://portal/r1", "ab" * 32, 1234),),
    )
    assert store.cases.apply(page(whole)) == (OFFICIAL,)
    assert store.cases.cursor() == "c1"
    told = store.cases.case(sent.code)
    assert told.case == whole and told.unread == ("n1",) and told == store.cases.case(OFFICIAL)
    assert store.outbox.get(sent.code).legal is Legal.IN_PROGRESS
    assert [one.entry.about for one in store.journal.entries() if one.entry.kind is EventKind.STATUS_CHANGED] == [
        sent.code
    ]


def test_what_the_portal_no_longer_says_is_gone(store, sent):
    store.cases.apply(page(case(code=sent.code, notices=(ASKED,), fee=DossierFee(8000))))
    store.cases.apply(page(case(2, Legal.FINISHED, code=sent.code), since="c1", cursor="c2"))
    told = store.cases.case(OFFICIAL)
    assert told.case.notices == () and told.case.fee is None and told.unread == ()


def test_older_news_changes_nothing(store, sent):
    store.cases.apply(page(case(7, Legal.FINISHED, code=sent.code)))
    assert store.cases.apply(page(case(6, Legal.IN_PROGRESS, code=sent.code), since="c1", cursor="c2")) == ()
    assert store.cases.case(OFFICIAL).case.legal is Legal.FINISHED
    assert store.outbox.get(sent.code).legal is Legal.FINISHED and store.cases.cursor() == "c2"


def test_a_page_for_another_cursor_is_left_alone(store, sent):
    store.cases.apply(page(case(1, code=sent.code), cursor="c5"))
    assert store.cases.apply(page(case(9, Legal.STOPPED, code=sent.code), since="c1", cursor="c2")) == ()
    assert store.cases.cursor() == "c5" and store.cases.case(OFFICIAL).case.legal is Legal.IN_PROGRESS


def test_a_portal_that_counts_anew_is_believed_after_a_restart(store, sent):
    store.cases.apply(page(case(900, Legal.ACCEPTED, code=sent.code)))
    store.cases.restart()
    assert store.cases.cursor() == ""
    assert store.cases.apply(page(case(3, Legal.FINISHED, code=sent.code))) == (OFFICIAL,)
    assert store.outbox.get(sent.code).legal is Legal.FINISHED


def test_a_page_that_fails_leaves_cases_and_cursor_as_they_were(folder, clock):
    def cut(name: str) -> None:
        if name == "cases":
            raise ZeroDivisionError

    with Store.open(folder, clock, reserve=Reserve(0, 0, 0), checkpoint=cut) as store:
        with pytest.raises(ZeroDivisionError):
            store.cases.apply(page(case()))
        assert store.cases.cursor() == "" and store.cases.case(OFFICIAL) is None


def test_a_filing_on_its_way_keeps_its_own_way(store, filing, clock):
    """The portal has it already (its answer was lost): its status counts, and the kiosk sends and settles as ever."""
    made = store.outbox.file("d1", filing(), clock())
    store.cases.apply(page(case(code=made.code, legal=Legal.ACCEPTED)))
    held = store.outbox.get(made.code)
    assert held.sync is Sync.QUEUED and held.legal is Legal.ACCEPTED and held.official == ""
    assert store.cases.case(made.code).case.official == OFFICIAL


def test_a_dossier_of_another_counter_is_a_case_too(store):
    store.cases.apply(page(case()))
    assert store.cases.case(OFFICIAL).case.code == "" and store.cases.case("") is None


def test_read_stays_read_through_later_pages(store, sent):
    store.cases.apply(page(case(code=sent.code, notices=(ASKED,))))
    assert store.cases.unread() == ((OFFICIAL, ASKED),)
    store.cases.mark_read(OFFICIAL, "n1")
    fee = Notice("n2", NoticeKind.FEE, "8.000 đồng", DAY)
    store.cases.apply(page(case(2, code=sent.code, notices=(ASKED, fee)), since="c1", cursor="c2"))
    assert store.cases.unread() == ((OFFICIAL, fee),) and store.cases.case(OFFICIAL).unread == ("n2",)


def test_what_is_due_first_comes_first(store):
    late, soon = case(official="b", due=DAY.replace(day=29)), case(official="c", due=DAY)
    store.cases.apply(page(late, soon, case(official="a"), case(official="d", legal=Legal.HANDED_OVER)))
    assert [one.official for one in store.cases.awaiting(Legal.IN_PROGRESS)] == ["c", "b", "a"]


# --- what the kiosk has still to say -------------------------------------------------------------------------------


def test_no_page_touches_what_was_not_sent_yet(store, sent, paper):
    act = store.cases.act(DossierAct("a1", sent.code, ActKind.SUPPLEMENT, {"key": "giay_chung_sinh"}, (paper.sha256,)))
    store.cases.apply(page(case(5, Legal.SUPPLEMENT, code=sent.code)))
    assert store.cases.case(OFFICIAL).unsent == (act,) == store.cases.unsent()
    assert store.cases.act(DossierAct("a1", sent.code, ActKind.WITHDRAW)) == act  # the first stands


def test_its_papers_stay_as_long_as_it_does(store, sent, paper):
    store.cases.act(DossierAct("a1", sent.code, ActKind.SUPPLEMENT, {}, (paper.sha256,)))
    assert store.documents.sweep() == 0
    store.cases.taken("a1")
    store.cases.taken("a1")
    assert store.cases.unsent() == () and store.documents.sweep() == 0
    assert store.documents.size(paper.sha256), "the filing's now, and goes as its papers go"
    assert store.cases.noted("a1").sent is not None


def test_what_the_portal_refuses_stays_for_a_person(store, sent):
    store.cases.act(DossierAct("a1", sent.code, ActKind.WITHDRAW))
    store.cases.refused("a1", "đã trả kết quả")
    assert store.cases.unsent() == ()
    assert store.cases.case(sent.code) is None  # the portal has not told of it yet
    store.cases.apply(page(case(code=sent.code)))
    assert store.cases.case(sent.code).unsent[0].refused == "đã trả kết quả"


def test_an_act_needs_its_dossier_and_its_papers(store, sent):
    with pytest.raises(UnknownCode):
        store.cases.act(DossierAct("a1", "KS-ZZZZ-ZZ", ActKind.WITHDRAW))
    with pytest.raises(UnknownDocument):
        store.cases.act(DossierAct("a1", sent.code, ActKind.SUPPLEMENT, {}, ("0" * 64,)))
    assert store.cases.unsent() == ()


def test_erasing_takes_the_offices_words_too_and_later_pages_bring_none_back(store, sent, paper):
    told = case(
        code=sent.code,
        note="Cháu Khuê",
        notices=(ASKED,),
        fee=DossierFee(8000, 0, "cho cháu Khuê"),
        results=(IssuedResult("r", "Khuê"),),
    )
    store.cases.apply(page(told))
    store.cases.act(DossierAct("a1", sent.code, ActKind.SUPPLEMENT, {"child.name": "Khuê"}, (paper.sha256,)))
    store.retention.ask(sent.code, Wish.ERASE)
    store.retention.tidy(NEVER)
    store.cases.apply(page(replace(told, change=2, legal=Legal.FINISHED), since="c1", cursor="c2"))
    assert store.documents.size(paper.sha256) is None and store.cases.unsent() == ()
    assert "Khuê" not in everything(store)
    assert store.outbox.get(sent.code).legal is Legal.FINISHED


# --- numbers alone prove nothing --------------------------------------------------------------------------------------


def test_a_number_alone_tells_nothing_of_a_filing_here(store, sent):
    store.cases.apply(page(case(legal=Legal.FINISHED)))  # the portal does not say whose it is
    assert store.outbox.get(sent.code).legal is None


def test_a_number_given_twice_shows_nobody_what_another_was_told(store, sent, filing, clock):
    """A portal that was restored gives a number of before to a new dossier."""
    store.cases.apply(page(case(code=sent.code, notices=(ASKED,))))
    store.cases.mark_read(OFFICIAL, "n1")
    other = store.outbox.file("d2", filing(), clock())
    store.cases.apply(page(case(1, Legal.SUPPLEMENT, code=other.code, notices=(ASKED,)), since="c1", cursor="c2"))
    assert store.cases.case(sent.code) is None
    assert store.cases.case(other.code).unread == ("n1",)  # what the first had read the second has not
    assert store.outbox.get(sent.code).legal is Legal.IN_PROGRESS
    assert store.outbox.get(other.code).legal is Legal.SUPPLEMENT
    assert [alarm.name for alarm in store.alarms.all()] == ["number-twice"] and store.reconciling.under_way


def test_a_number_that_another_holds_settles_nothing(store, sent, filing, clock):
    other = store.outbox.file("d2", filing(), clock())
    store.outbox.claim(other.code)
    for take in (store.outbox.numbered, store.outbox.settle):
        with pytest.raises(NumberTwice) as refused:
            take(other.code, OFFICIAL)
        assert refused.value.values["holder"] == sent.code
    assert store.outbox.get(other.code).sync is Sync.SENDING and store.outbox.get(other.code).official == ""


def test_what_the_portal_has_lost_waits_to_be_sent_again_under_the_same_code(store, sent, paper):
    store.cases.apply(
        page(case(5, Legal.SUPPLEMENT, code=sent.code, notices=(replace(ASKED, name=f"{OFFICIAL}-BS1"),)))
    )
    name = f"answer-{OFFICIAL}-BS1"
    store.cases.act(DossierAct(name, sent.code, ActKind.SUPPLEMENT, {"question": f"{OFFICIAL}-BS1"}, (paper.sha256,)))
    assert store.reconciling.lost(sent.code)
    held = store.outbox.get(sent.code)
    assert (held.sync, held.official, held.legal, held.filing) == (Sync.QUEUED, "", None, sent.filing)
    assert store.cases.case(sent.code) is None and store.cases.noted(name) is None
    kept = store.cases.noted(f"{name}~{sent.code}")
    assert kept.documents == (paper.sha256,) and kept.refused == "portal.restored"
    assert store.documents.sweep() == 0
    assert [alarm.name for alarm in store.alarms.all()] == ["portal-restored"]
    store.check()


@pytest.mark.parametrize("how", ["ended", "erased"])
def test_what_is_over_is_not_sent_again_without_a_person(store, sent, how):
    if how == "ended":
        store.outbox.set_legal(sent.code, Legal.HANDED_OVER)
    else:
        store.retention.ask(sent.code, Wish.ERASE)
    assert not store.reconciling.lost(sent.code)
    assert store.outbox.get(sent.code).sync is Sync.DELIVERED
    assert [(alarm.name, alarm.details) for alarm in store.alarms.all()] == [("portal-missing", (sent.code,))]


def test_an_act_is_kept_under_the_code_whatever_it_was_noted_by(store, sent):
    assert store.cases.act(DossierAct("a1", OFFICIAL, ActKind.WITHDRAW)).code == sent.code


def test_an_answer_that_the_portal_asks_for_again_is_sent_again(store, sent):
    question = replace(ASKED, name=f"{OFFICIAL}-BS1")
    store.cases.act(DossierAct(f"answer-{question.name}", sent.code, ActKind.SUPPLEMENT, {"question": question.name}))
    store.cases.taken(f"answer-{question.name}")
    store.cases.apply(page(case(5, Legal.SUPPLEMENT, code=sent.code, notices=(question,))))
    assert [act.name for act in store.cases.unsent()] == [f"answer-{question.name}"]
