"""The two transition tables and the calendar."""

from datetime import date, datetime, time, timedelta, timezone

import pytest

from kiosk.domain.calendar import due
from kiosk.domain.procedure import TimeLimit
from kiosk.domain.submission import Applicant, DocumentRef, Event, Filing, Sync, after, filing_from
from kiosk.domain.visit import TABLE, WAYS, Move, VisitStep, move
from kiosk.errors import TransitionError

HANOI = timezone(timedelta(hours=7))


def test_every_step_of_a_visit_can_be_reached_and_left():
    reached = {VisitStep.START}
    while True:
        more = {after for (before, _), after in TABLE.items() if before in reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(VisitStep)
    assert {step for step, _ in TABLE} == set(VisitStep) - {VisitStep.KEPT}, "an end: one finishes there"
    assert all(move(step, Move.LEAVE) is VisitStep.START for step in VisitStep)


def test_every_step_of_the_filing_has_its_place_on_the_way():
    assert set(WAYS) == set(VisitStep) - {VisitStep.START, VisitStep.TRACK}
    assert {way.number for way in WAYS.values()} == {1, 2, 3, 4, 5, 6}


def test_back_is_offered_wherever_something_can_be_undone():
    without = {step for step in VisitStep if (step, Move.BACK) not in TABLE}
    assert without == {VisitStep.START, VisitStep.FILING, VisitStep.FEE, VisitStep.RECEIVED, VisitStep.KEPT}


def test_no_step_that_the_table_does_not_have():
    with pytest.raises(TransitionError):
        move(VisitStep.START, Move.FILE)


def test_nothing_delivered_is_ever_sent_again_but_what_a_restored_portal_lost():
    assert [event for event in Event if (Sync.DELIVERED, event) in _allowed()] == [Event.LOST]
    assert after(Sync.DELIVERED, Event.LOST) is Sync.QUEUED


def test_a_crash_in_the_middle_of_an_attempt_can_be_resent():
    assert after(Sync.SENDING, Event.ATTEMPT) is Sync.SENDING


def test_nothing_leads_out_of_parked_but_a_person_and_the_portals_own_number():
    """The number may come home on a stick that was under way when the item was parked."""
    assert {event for event in Event if (Sync.PARKED, event) in _allowed()} == {Event.UNPARK, Event.SETTLE}


def _allowed() -> set[tuple[Sync, Event]]:
    found = set()
    for status in Sync:
        for event in Event:
            try:
                after(status, event)
            except TransitionError:
                continue
            found.add((status, event))
    return found


LIMIT = TimeLimit(working_days=1, cut_off="15:00")
SAME_DAY = TimeLimit(working_days=1, cut_off="15:00", same_day=True)
TEACHERS_DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("received", "back"),
    [
        (datetime(2026, 11, 25, 8, 40, tzinfo=HANOI), date(2026, 11, 26)),
        (datetime(2026, 11, 25, 15, 0, tzinfo=HANOI), date(2026, 11, 26)),  # after the cut-off: one day, not two
        (datetime(2026, 11, 27, 9, 0, tzinfo=HANOI), date(2026, 11, 30)),  # Friday
        (datetime(2026, 11, 23, 8, 40, tzinfo=HANOI), date(2026, 11, 25)),  # a holiday between
        (datetime(2026, 11, 28, 9, 0, tzinfo=HANOI), date(2026, 12, 1)),  # on a Saturday
    ],
)
def test_when_to_come_back(received, back):
    assert due(received, LIMIT, lambda day: day == TEACHERS_DAY) == datetime(
        back.year, back.month, back.day, 17, tzinfo=HANOI
    )


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        ("2026-11-30T09:00", "2026-11-30"),  # the golden filing of the birth procedure
        ("2026-11-30T15:20", "2026-12-01"),  # and its variant
        ("2026-11-30T14:59", "2026-11-30"),
        ("2026-11-30T15:00", "2026-12-01"),
        ("2026-11-30T05:30", "2026-11-30"),  # before anybody is there
        ("2026-11-30T23:59", "2026-12-01"),
        ("2026-11-27T15:30", "2026-11-30"),  # Friday: the result on Monday
        ("2026-11-28T09:00", "2026-11-30"),  # Saturday counts as Monday morning, whatever the hour
        ("2026-11-29T16:00", "2026-11-30"),
        ("2026-11-23T15:30", "2026-11-25"),  # the day after is a holiday
        ("2026-11-24T15:30", "2026-11-25"),  # on the holiday
        ("2026-12-31T15:30", "2027-01-04"),  # New Year's Day is a Friday
        ("2027-02-04T15:30", "2027-02-11"),  # Tết Đinh Mùi, from the day before to the fifth day
    ],
)
def test_until_when_the_result_of_a_day_is_promised(received, promised):
    moment = datetime.fromisoformat(received).replace(tzinfo=HANOI)
    rests = [TEACHERS_DAY, date(2027, 1, 1), *(date(2027, 2, day) for day in range(5, 11))]
    told = due(moment, SAME_DAY, lambda day: day in rests)
    assert told == datetime.fromisoformat(f"{promised}T17:00").replace(tzinfo=HANOI)
    assert told > moment


@pytest.mark.parametrize(("hour", "promised"), [(10, 20), (16, 20), (17, 23), (20, 23)])
def test_no_hour_that_has_passed_is_promised(hour, promised):
    """A limit without a cut-off hour ends with the office's day all the same; the 20th is a Friday."""
    limit = TimeLimit(working_days=1, same_day=True)
    told = due(datetime(2026, 11, 20, hour, 45, tzinfo=HANOI), limit, lambda _: False, time(16, 50))
    assert told == datetime(2026, 11, promised, 16, 50, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("days", "back"),
    [(1, date(2026, 12, 1)), (3, date(2026, 12, 3)), (7, date(2026, 12, 9)), (10, date(2026, 12, 14))],
)
def test_longer_limits_know_no_cut_off(days, back):
    """As the golden filings have it, received on Monday 30/11/2026; at 16:30 as at 9:00."""
    for hour in (9, 16):
        moment = datetime(2026, 11, 30, hour, 30, tzinfo=HANOI)
        assert due(moment, TimeLimit(days), lambda _: False).date() == back


def filing(**changes) -> Filing:
    base = {
        "procedure": "1.001193",
        "version": "1",
        "prefix": "KS",
        "unit": "H15.50.05.13",
        "kiosk": "DV01",
        "applicant": Applicant("VÀNG THỊ MỶ", "999162001234"),
        "subject": "SÙNG MINH KHUÊ",
        "answers": {"child.name": {"value": "SÙNG MINH KHUÊ", "origin": "typed"}},
        "documents": (DocumentRef("giay_chung_sinh", "ab" * 32, 10, "application/pdf", "giay_chung_sinh.pdf"),),
        "consents": {"card": True},
    }
    return Filing(**{**base, **changes})


def test_a_filing_comes_back_from_its_bytes():
    import json

    assert filing_from(json.loads(filing().canonical())) == filing()


def test_equal_filings_have_equal_digests_and_others_do_not():
    assert filing().digest() == filing().digest()
    assert filing().digest() != filing(subject="ANOTHER").digest()
