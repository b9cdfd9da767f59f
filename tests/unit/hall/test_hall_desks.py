"""Several kiosks as one: numbers of people, codes that two kiosks gave, pages, calls; each where it belongs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.domain.cash import CashClosing, CashDay
from kiosk.domain.desk_calls import CallKind, CallLists, CallOutcome, DeskCall
from kiosk.domain.dossier import DossierPage, DossierQuery, DossierRow, WorkQueue
from kiosk.domain.dossier_events import DossierHead
from kiosk.domain.staff import StaffRole
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Applicant, Filing, Submission, Sync
from kiosk.errors import HallAway, SessionEnded, SignInRefused
from kiosk.hall.desks import HallDesks
from kiosk.hall.hall import Hall
from kiosk.hall.messages import HallNews
from kiosk.hall.staff_numbers import APART
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.duplicates import ComparedPair
from kiosk.services.counter.finding import SearchAnswer
from kiosk.ui.counter.review_presenter import close_day

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def row(code: str, day: int, holder: int = 0) -> DossierRow:
    at = date(2026, 11, day)
    return DossierRow(1, code, "", "1.001193", "x", "y", at, at, Sync.QUEUED, None, "", (), 0, False, holder)


class Link:
    """A kiosk that answers as it is told, and remembers what it was asked."""

    def __init__(self, name: str, number: int, answers: dict[str, Callable[[dict[str, Any]], Any]]) -> None:
        self.name, self.number, self.answers = name, number, answers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def call(self, operation: Any, args: dict[str, Any], token: str = "") -> Any:
        self.asked.append((operation.name, args))
        if operation.name == "sessions.sign_in":
            return self._sign_in(args)
        answer = self.answers.get(operation.name)
        return answer(args) if answer else None

    def _sign_in(self, args: dict[str, Any]) -> StaffSession:
        if args["secret"] != "482159":
            raise SignInRefused("wrong")
        return StaffSession(f"t-{self.name}", self.number, "may", "Lý Thị Mẩy", StaffRole.OFFICER, f"Q2.{self.name}")

    def news(self, token: str, mark: str) -> HallNews:
        raise SessionEnded("nobody tells this one anything") if mark else HallAway("", kiosk=self.name)

    def forget(self) -> None:
        pass

    def close(self) -> None:
        pass

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


@pytest.fixture
def two() -> Iterator[tuple[Hall, Link, Link]]:
    first, second = Link("DV01", 2, {}), Link("DV02", 5, {})
    opened = Hall([first, second], "Q2", lambda: NOW)  # type: ignore[list-item]
    for watch in opened.watches:
        watch.missed = lambda error: None  # type: ignore[method-assign]  # what is tested here is not who is away
    yield opened, first, second
    opened.close()


def signed_in(opened: Hall) -> tuple[Any, StaffSession]:
    desks = HallDesks(opened).desks
    return desks, desks.sessions.sign_in("482159", name="may")


def test_who_is_signed_in_has_one_number_everywhere_and_others_keep_apart(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    first.answers["finder.find"] = lambda _: SearchAnswer((row("KS-A", 3, 2), row("KS-B", 2, 3)), (), "", 2, 2)
    second.answers["finder.find"] = lambda _: SearchAnswer((row("KS-C", 4, 5), row("KS-D", 1, 2)), (), "", 2, 2)
    first.answers["people"] = lambda _: {2: "Lý Thị Mẩy", 3: "Hoàng Văn Páo"}
    second.answers["people"] = lambda _: {5: "Lý Thị Mẩy", 2: "Lục Thị Hiền"}
    desks, session = signed_in(opened)
    assert session.number == 2
    answer = desks.finder.find(session, "")
    assert [(one.code, one.holder) for one in answer.rows] == [
        ("KS-C", 2),
        ("KS-A", 2),
        ("KS-B", 3),
        ("KS-D", APART + 2),
    ]
    assert desks.people() == {2: "Lý Thị Mẩy", 3: "Hoàng Văn Páo", APART + 2: "Lục Thị Hiền"}


def test_a_code_that_two_kiosks_gave_names_its_kiosk_and_leads_there(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    for one in (first, second):
        one.answers["finder.page"] = lambda _: DossierPage((row("KS-7F3K-92", 3),))
    desks, session = signed_in(opened)
    codes = [one.code for one in desks.finder.page(session, DossierQuery()).rows]
    assert codes == ["KS-7F3K-92", "KS-7F3K-92 · DV02"]
    desks.dossiers.paper(session, codes[0], "a" * 64)
    desks.dossiers.paper(session, codes[1], "a" * 64)
    wanted = {"code": "KS-7F3K-92", "sha256": "a" * 64}
    assert first.asked[-1] == second.asked[-1] == ("dossiers.paper", wanted)


def test_the_next_page_asks_each_kiosk_from_its_own_cursor(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    first.answers["finder.page"] = lambda _: DossierPage((row("KS-A", 3),), "40")
    second.answers["finder.page"] = lambda _: DossierPage((row("KS-C", 4),), "")
    desks, session = signed_in(opened)
    page = desks.finder.page(session, DossierQuery())
    assert json.loads(page.cursor) == {"DV01": "40"}
    second.asked.clear()
    desks.finder.page(session, DossierQuery(cursor=page.cursor))
    assert first.asked[-1][1]["query"].cursor == "40" and second.asked == []


def test_a_wrong_pin_is_tried_at_one_kiosk_alone(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    with pytest.raises(SignInRefused):
        HallDesks(opened).desks.sessions.sign_in("000001", name="may")
    assert first.names() == ["sessions.sign_in"] and second.asked == []


def test_calls_of_both_kiosks_are_told_apart(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    later, sooner = datetime(2026, 11, 24, tzinfo=UTC), NOW

    def call_at(due: datetime) -> DeskCall:
        return DeskCall(1, CallKind.CALL_BACK, "", "Bà Mỷ", "", "x", due, NOW, True, ())

    first.answers["queues.calls"] = lambda _: (call_at(later),)
    second.answers["queues.calls"] = lambda _: (call_at(sooner),)
    second.answers["queues.called"] = lambda _: call_at(sooner)
    desks, session = signed_in(opened)
    calls = desks.queues.calls(session)
    assert [one.number for one in calls] == [APART + 1, 1]
    assert desks.queues.called(session, calls[0].number, CallOutcome.SPOKEN).number == APART + 1
    assert second.asked[-1][1]["number"] == 1


def test_what_came_of_a_call_is_booked_at_the_kiosk_that_listed_it(two: tuple[Hall, Link, Link]) -> None:
    """Whichever is chosen; each list has both kiosks' calls."""
    opened, first, second = two
    sooner = DeskCall(1, CallKind.CALL_BACK, "", "Bà Mỷ", "", "x", NOW, NOW, True, ())
    later = replace(sooner, due=datetime(2026, 11, 24, tzinfo=UTC))
    again = (later.due,)
    first.answers["queues.call_lists"] = lambda _: CallLists((later,), (), (), (), again)
    second.answers["queues.call_lists"] = lambda _: CallLists((sooner,), (), (), (), again)
    second.answers["queues.called"] = lambda _: sooner
    desks, session = signed_in(opened)
    opened.chosen = "DV02"
    lists = desks.queues.call_lists(session)
    assert lists.again == again
    assert [one.number for one in lists.now] == [APART + 1, 1]
    desks.queues.called(session, lists.now[0].number, CallOutcome.SPOKEN)
    assert second.asked[-1][1]["number"] == 1 and "queues.called" not in first.names()


def test_receipts_and_drawers_lead_to_their_kiosk_and_the_rest_to_the_chosen(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    desks, session = signed_in(opened)
    desks.cash.refund(session, "Q2.DV02-231126-0001", 5_000, "trả lại")
    assert second.names()[-1] == "cash.refund"
    desks.cash.sign(session, "Q1.DV02", date(2026, 11, 23))
    assert second.names()[-1] == "cash.sign"
    desks.reports.table(session, date(2026, 11, 1), date(2026, 11, 23))
    assert first.names()[-1] == "reports.table"
    opened.chosen = "DV02"
    desks.queues.log_call(session, CallKind.SUPPORT, person="x", phone="", about="y", due=NOW)
    desks.queues.order(session)
    assert second.names()[-2:] == ["queues.log_call", "queues.order"]
    with pytest.raises(AttributeError):
        _ = desks.papers.send
    assert WorkQueue.DUE.value == "due"


def test_a_code_that_nobody_has_shown_is_looked_for_at_each(two: tuple[Hall, Link, Link]) -> None:
    opened, first, second = two
    first.answers["finder.find"] = lambda _: SearchAnswer((), (), "", 0, 0)
    second.answers["finder.find"] = lambda _: SearchAnswer((row("KS-C", 4),), (), "", 1, 1)
    desks, session = signed_in(opened)
    desks.cash.bill(session, "KS-C")
    assert second.names()[-1] == "cash.bill" and "cash.bill" not in first.names()


def sheet(code: str) -> DossierSheet:
    content = Filing("1.001193", "x", "KS", "H15", "DV02", Applicant("x", "0"), "y", {}, (), {})
    head = DossierHead(1, code, 0, "", 0, None, (), 0, erased=False)
    submission = Submission(code, content, NOW, NOW, "")
    return DossierSheet(head, submission, "", (), (), (), (), (), {}, {})


def test_a_pair_is_settled_where_its_dossiers_lie(two: tuple[Hall, Link, Link]) -> None:
    """By the codes that their own kiosk gave them, whichever kiosk is chosen."""
    opened, first, second = two
    first.answers["finder.page"] = lambda _: DossierPage((row("KS-A", 3),))
    second.answers["finder.page"] = lambda _: DossierPage((row("KS-A", 2), row("KS-B", 1)))
    second.answers["duplicates.pair"] = lambda _: ComparedPair(sheet("KS-A"), sheet("KS-B"), (), ("KS-C",))
    desks, session = signed_in(opened)
    desks.finder.page(session, DossierQuery())
    pair = desks.duplicates.pair(session, "KS-A · DV02", "KS-B")
    assert (pair.left.head.code, pair.right.head.code, pair.others) == ("KS-A · DV02", "KS-B", ("KS-C",))
    desks.duplicates.settle(session, pair, "same", pair.left.head.code, "bố nộp trước")
    name, wanted = second.asked[-1]
    assert name == "duplicates.settle" and "duplicates.settle" not in first.names()
    assert wanted["pair"] == ComparedPair(sheet("KS-A"), sheet("KS-B"), (), ("KS-C",))
    assert wanted["goes_on"] == "KS-A"
    desks.duplicates.pair(session, "KS-B", "KS-A · DV02")
    assert second.asked[-1][1] == {"code": "KS-B", "other": "KS-A"}


def test_the_end_of_one_kiosks_day_prints_nobody_elses_closing_unsigned(two: tuple[Hall, Link, Link]) -> None:
    opened, *both = two
    signed = set()
    for one in both:
        closing = CashClosing(f"Q2.{one.name}", NOW.date(), 0, 0, 1, NOW, {})

        def day(_: dict[str, Any], one: Link = one, closing: CashClosing = closing) -> CashDay:
            chief = one.number if one.name in signed else 0
            return CashDay(closing.desk, closing.day, (), replace(closing, chief=chief))

        one.answers["cash.unsigned"] = lambda _, closing=closing: (closing,)
        one.answers["cash.day"] = day
        one.answers["reviews.close_day"] = lambda _, one=one: signed.add(one.name)
        one.answers["people"] = lambda _: {}
    desks, session = signed_in(opened)
    close_day(desks, session, "482159")
    first, second = both
    assert first.names().count("papers.try_closing") == 1 and "papers.try_closing" not in second.names()
