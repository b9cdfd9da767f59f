"""The two transition tables and the calendar."""

from datetime import date, datetime, timedelta, timezone

import pytest

from kiosk.domain.calendar import due
from kiosk.domain.procedure import TimeLimit
from kiosk.domain.submission import Applicant, DocumentRef, Event, Filing, Sync, after, filing_from
from kiosk.domain.visit import TABLE, WAYS, Move, Step, move
from kiosk.errors import TransitionError

HANOI = timezone(timedelta(hours=7))


def test_every_step_of_a_visit_can_be_reached_and_left():
    reached = {Step.START}
    while True:
        more = {after for (before, _), after in TABLE.items() if before in reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(Step)
    assert {step for step, _ in TABLE} == set(Step)
    assert all(move(step, Move.LEAVE) is Step.START for step in Step)


def test_every_step_of_the_filing_has_its_place_on_the_way():
    assert set(WAYS) == set(Step) - {Step.START, Step.TRACK}
    assert {way.number for way in WAYS.values()} == {1, 2, 3, 4, 5, 6}


def test_back_is_offered_wherever_something_can_be_undone():
    without = {step for step in Step if (step, Move.BACK) not in TABLE}
    assert without == {Step.START, Step.FILING, Step.RECEIVED}


def test_no_step_that_the_table_does_not_have():
    with pytest.raises(TransitionError):
        move(Step.START, Move.FILE)


def test_nothing_delivered_is_ever_sent_again():
    assert [event for event in Event if (Sync.DELIVERED, event) in _allowed()] == []


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
TEACHERS_DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("received", "back"),
    [
        (datetime(2026, 11, 25, 8, 40, tzinfo=HANOI), date(2026, 11, 26)),
        (datetime(2026, 11, 25, 15, 0, tzinfo=HANOI), date(2026, 11, 27)),  # after the cut-off
        (datetime(2026, 11, 27, 9, 0, tzinfo=HANOI), date(2026, 11, 30)),  # Friday
        (datetime(2026, 11, 23, 8, 40, tzinfo=HANOI), date(2026, 11, 25)),  # a holiday between
        (datetime(2026, 11, 28, 9, 0, tzinfo=HANOI), date(2026, 12, 1)),  # on a Saturday
    ],
)
def test_when_to_come_back(received, back):
    assert due(received, LIMIT, lambda day: day == TEACHERS_DAY) == datetime(
        back.year, back.month, back.day, 14, tzinfo=HANOI
    )


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
