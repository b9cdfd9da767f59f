"""A dossier in officers' hands: both values stay, two never overwrite each other, sealed ones open to who may."""

from __future__ import annotations

import threading

import pytest
from counter_stage import file, filing, open_store, signed_in, staffed

from kiosk import catalogue
from kiosk.domain.dossier import DossierQuery, WorkQueue
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.events import EventKind
from kiosk.domain.submission import ALIKE, Legal, OfficerNote
from kiosk.errors import (
    ActNotAllowed,
    DossierChanged,
    DossierHeld,
    DossierSealed,
    FieldInvalid,
    FieldLocked,
    ReasonMissing,
    UnknownCode,
    UnknownDocument,
)
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.services.counter.finding import DossierFinder
from kiosk.services.filing import BoundDocument
from kiosk.store import Wish

REASON = "Gõ nhầm dấu, theo giấy chứng sinh"


@pytest.fixture
def desk(store, sessions, clock):
    return DossierDesk(store, sessions, lambda one: catalogue.procedure(one.filing.procedure), clock)


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


@pytest.fixture
def may(sessions):
    return signed_in(sessions, "may")


@pytest.fixture
def hien(sessions):
    return signed_in(sessions, "hien")


@pytest.fixture
def code(store, clock):
    return file(store, clock, filing()).code


def mend(desk, who, sheet, value="GIÀNG THỊ SAY", key="mother.name", reason=REASON):
    return desk.mend(who, sheet.head.code, sheet.head.revision, key=key, value=value, reason=reason, ground="137/GCS")


def test_reading_is_in_the_journal_and_names_nobody(desk, pao, code, store) -> None:
    sheet = desk.open(pao, code)
    assert sheet.field("child.name").value == "SÙNG MINH KHUÊ" and sheet.field("child.name").part
    entry = store.journal.entries()[-1].entry
    assert (entry.kind, entry.about, entry.facts) == (EventKind.DOSSIER_VIEWED, code, {"by": pao.about})
    with pytest.raises(UnknownCode):
        desk.open(pao, "KS-0000-00")


def test_a_mended_field_keeps_both_values_its_reason_and_who(desk, pao, code, store) -> None:
    mended = mend(desk, pao, desk.open(pao, code), "  giàng  thị say ").field("mother.name")
    assert (mended.before, mended.value, mended.reason) == ("GIÀNG THỊ SÁY", "GIÀNG THỊ SAY", REASON)
    assert mended.mended_by == pao.number and mended.mended_at is not None
    again = mend(desk, pao, desk.open(pao, code), "GIÀNG THỊ SANG").field("mother.name")
    assert (again.before, again.value) == ("GIÀNG THỊ SÁY", "GIÀNG THỊ SANG")
    values = [(one.facts["before"], one.facts["after"]) for one in desk.open(pao, code).events]
    assert values == [("GIÀNG THỊ SÁY", "GIÀNG THỊ SAY"), ("GIÀNG THỊ SAY", "GIÀNG THỊ SANG")]
    assert store.outbox.get(code).filing.answers["mother.name"]["value"] == "GIÀNG THỊ SÁY"  # what was handed in
    told = [one.entry for one in store.journal.entries() if one.entry.kind is EventKind.DOSSIER_CHANGED]
    assert [one.facts["what"] for one in told] == ["mended", "mended"]
    assert not any("SAY" in str(one.facts) or "SANG" in str(one.facts) for one in told)


def test_a_mended_name_is_found_by_what_it_is_and_was(desk, pao, code, store, sessions, clock) -> None:
    mend(desk, pao, desk.open(pao, code), "GIÀNG THỊ PÀNG")
    finder = DossierFinder(store, sessions, clock)
    for text in ("giang pang", "giang say"):
        assert [row.code for row in finder.find(pao, text).rows] == [code]


def test_only_what_may_be_mended_is(desk, pao, store, clock) -> None:
    card = filing()
    card.answers["requester.name"] = {"value": "VÀNG THỊ MỶ", "origin": "card"}
    code = file(store, clock, card).code
    sheet = desk.open(pao, code)
    with pytest.raises(FieldLocked):
        mend(desk, pao, sheet, key="requester.name")
    with pytest.raises(FieldLocked):
        mend(desk, pao, sheet, key="mother.shoe_size")
    with pytest.raises(FieldInvalid):
        mend(desk, pao, sheet, "31/02/1999", key="mother.birth")
    for empty in ("", "  ", "..."):
        with pytest.raises(ReasonMissing):
            mend(desk, pao, sheet, reason=empty)
    same = mend(desk, pao, sheet, "GIÀNG THỊ SÁY")
    assert same.head.revision == sheet.head.revision and same.events == ()
    store.outbox.claim(code)
    store.outbox.settle(code, "H15.50.05.13-261123-0001")
    store.outbox.set_legal(code, Legal.HANDED_OVER)
    with pytest.raises(FieldLocked):
        mend(desk, pao, sheet)


def test_a_colleague_sees_who_holds_it_and_waits(desk, pao, may, hien, code, clock, store) -> None:
    held = desk.hold(pao, code)
    assert held.holder == "Hoàng Văn Páo" and desk.open(may, code).holder == "Hoàng Văn Páo"
    for act in (
        lambda: desk.hold(may, code),
        lambda: mend(desk, may, held),
        lambda: desk.remark(may, code, 0, "xin xem"),
    ):
        with pytest.raises(DossierHeld) as refused:
            act()
        assert refused.value.values["person"] == "Hoàng Văn Páo"
    with pytest.raises(ActNotAllowed):
        desk.hold(may, code, over=True)
    taken = desk.hold(hien, code, over=True)
    assert taken.holder == "Lục Thị Hiền" and taken.events[-1].kind is DossierEventKind.TAKEN_OVER
    with pytest.raises(DossierHeld):
        mend(desk, pao, taken)
    desk.release(pao)  # not theirs any more
    assert desk.open(may, code).holder == "Lục Thị Hiền"
    desk.release(hien, code)
    assert desk.hold(may, code).holder == "Lý Thị Mẩy"


def test_a_hold_ends_by_itself_and_by_no_clock(desk, pao, may, code, store, clock) -> None:
    machine = [("boot", 100.0)]
    store.dossier_book._running = lambda: machine[0]
    desk.hold(pao, code)
    clock.now = clock.now.replace(year=2039)
    machine[0] = ("boot", 1200.0)
    with pytest.raises(DossierHeld):
        desk.hold(may, code)
    mend(desk, pao, desk.open(pao, code))  # goes on having it
    machine[0] = ("boot", 2300.0)
    with pytest.raises(DossierHeld):
        desk.hold(may, code)
    machine[0] = ("boot", 2401.0)
    assert desk.open(pao, code).holder == "" and desk.hold(may, code).holder == "Lý Thị Mẩy"


def test_who_looked_at_an_older_state_overwrites_nothing(desk, pao, may, code) -> None:
    mine, hers = desk.open(pao, code), desk.open(may, code)
    mend(desk, pao, mine)
    with pytest.raises(DossierChanged):
        mend(desk, may, hers, "GIÀNG THỊ SANG")
    assert desk.open(may, code).field("mother.name").value == "GIÀNG THỊ SAY"
    assert mend(desk, may, desk.open(may, code), "GIÀNG THỊ SANG").field("mother.name").value == "GIÀNG THỊ SANG"


def test_of_many_at_once_one_wins_each_round(tmp_path, clock) -> None:
    """Two stores on one folder, as two processes have it, four threads each."""
    folder = tmp_path / "race"
    with open_store(folder, clock) as one, open_store(folder, clock) as other:
        code, wins = file(one, clock, filing()).code, []
        staff = staffed(one, clock)
        assert len(staff.names()) == 4
        for revision in range(5):
            start, outcomes = threading.Barrier(8), []

            def attempt(store, number, revision=revision, start=start, outcomes=outcomes) -> None:
                event = DossierEvent(DossierEventKind.REMARK, {"text": f"{number}"}, number)
                start.wait()
                try:
                    outcomes.append(store.dossier_book.add(code, revision, event).revision)
                except DossierChanged:
                    outcomes.append(None)

            threads = [threading.Thread(target=attempt, args=((one, other)[n % 2], n)) for n in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(outcomes) == 8
            wins += [outcome for outcome in outcomes if outcome is not None]
        assert wins == [1, 2, 3, 4, 5]
        assert [event.revision for event in other.dossier_book.events(code)] == wins
        assert other.journal.verify() is None


def test_a_paper_takes_anothers_place_and_both_stay(desk, pao, store, clock) -> None:
    first = store.documents.put(b"%PDF-1.7 one", key="giay_chung_sinh", name="x.pdf", media_type="application/pdf")
    code = file(store, clock, filing(first)).code
    sheet = desk.open(pao, code)
    fresh = BoundDocument("giay_chung_sinh", b"%PDF-1.7 two", 2)
    with pytest.raises(UnknownDocument):
        desk.add_paper(pao, code, 0, fresh, reason="mờ quá", replaces="0" * 64)
    sheet = desk.add_paper(pao, code, sheet.head.revision, fresh, reason="ảnh cũ mờ", replaces=first.sha256)
    assert [(one.sha256 == first.sha256, one.replaced, one.pages, one.by) for one in sheet.papers] == [
        (True, True, 1, 0),
        (False, False, 2, pao.number),
    ]
    store.documents.sweep()
    assert desk.paper(pao, code, sheet.papers[1].sha256) == b"%PDF-1.7 two"
    assert desk.paper(pao, code, first.sha256) == b"%PDF-1.7 one"
    with pytest.raises(UnknownDocument):
        desk.paper(pao, file(store, clock, filing(child="Khác")).code, first.sha256)


def test_what_was_looked_at_leaves_the_queue(desk, pao, store, sessions, clock) -> None:
    code = file(store, clock, filing(notes=(OfficerNote(ALIKE, "giống"),))).code
    finder = DossierFinder(store, sessions, clock)
    assert finder.counts(pao)[WorkQueue.LOOK] == 1
    sheet = desk.looked(pao, code, 0, "hai trẻ sinh đôi")
    assert finder.counts(pao)[WorkQueue.LOOK] == 0 and sheet.notes
    assert sheet.events[-1].facts == {"of": "alike", "verdict": "hai trẻ sinh đôi"}


def test_a_sealed_dossier_opens_to_who_may(desk, pao, hien, code, store, sessions, clock) -> None:
    finder = DossierFinder(store, sessions, clock)
    with pytest.raises(ActNotAllowed):
        desk.seal(pao, code, 0, "con nuôi")
    sealed = desk.seal(hien, code, 0, "Việc nuôi con nuôi")
    for act in (lambda: desk.open(pao, code), lambda: mend(desk, pao, sealed), lambda: desk.hold(pao, code)):
        with pytest.raises(DossierSealed):
            act()
    (row,) = finder.find(pao, "vang thi my").rows
    assert (row.sealed, row.applicant, row.subject) == (True, "", "")
    (row,) = finder.find(hien, "vang thi my").rows
    assert row.applicant == "Vàng Thị Mỷ" and desk.open(hien, code).head.sealed == "Việc nuôi con nuôi"
    desk.unseal(hien, code, 1, "Đã hết hạn")
    assert desk.open(pao, code).head.sealed == ""
    assert finder.page(pao, DossierQuery()).rows[0].applicant == "Vàng Thị Mỷ"


def test_an_exception_and_a_note_stay_in_the_history(desk, pao, may, code) -> None:
    desk.except_from(pao, code, 0, rule="mother_age", reason="Đã xem giấy gốc")
    sheet = desk.remark(may, code, 1, "Bà xin nghe đọc lại")
    kinds = [(one.kind, one.staff, one.revision) for one in sheet.events]
    assert kinds == [(DossierEventKind.EXCEPTION, pao.number, 1), (DossierEventKind.REMARK, may.number, 2)]
    assert sheet.people[may.number] == "Lý Thị Mẩy"


def test_an_erased_person_leaves_no_word_in_the_history(desk, pao, code, store) -> None:
    mend(desk, pao, desk.open(pao, code))
    store.outbox.claim(code)
    store.outbox.settle(code, "H15.50.05.13-261123-0001")
    store.retention.ask(code, Wish.ERASE)
    sheet = desk.open(pao, code)
    assert sheet.fields == () or all(not one.value and not one.before for one in sheet.fields)
    assert [dict(one.facts) for one in sheet.events] == [{}]


def test_a_technician_reads_no_dossier(desk, sessions, code) -> None:
    with pytest.raises(ActNotAllowed):
        desk.open(signed_in(sessions, "sinh"), code)
