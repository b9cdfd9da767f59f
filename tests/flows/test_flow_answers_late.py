"""The store answers more slowly than the person goes on: what it says for a page that was left moves nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from test_flow_declaration import at_review
from test_flow_parties import answer_for, at_invitation
from visit_stage import Resident, until

from kiosk.domain.visit import VisitStep
from kiosk.errors import SheetNotSet


@pytest.fixture
def slow(resident: Resident) -> Iterator[Callable[[], Event]]:
    """Nothing that the store is asked for is answered before the event is set."""
    events: list[Event] = []

    def slow() -> Event:
        events.append(Event())
        resident.house.tasks.run("store", lambda _: events[-1].wait(60))
        return events[-1]

    yield slow
    for event in events:
        event.set()


def answered(resident: Resident) -> None:
    done: list[object] = []
    resident.house.tasks.run("store", lambda _: None, done=done.append)
    until(lambda: bool(done or resident.bugs), "the store's last answer")
    assert resident.bugs == []


def at_later(resident: Resident) -> None:
    """The bride has said her part; the groom comes another time."""
    at_invitation(resident)
    resident.finger.touch(resident.finger.button("đến sau"))
    resident.at(VisitStep.FORM)
    answer_for(resident, "bride")
    while resident.visit.walk.forward():
        pass
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)
    resident.press_main()
    resident.at(VisitStep.LATER)


@pytest.mark.parametrize("again", [False, True])
def test_who_goes_back_while_it_is_kept_stays_there(resident: Resident, slow: Callable[[], Event], again: bool) -> None:
    at_later(resident)
    store = slow()
    resident.press_main()
    resident.press_back()
    resident.at(VisitStep.FORM)
    if again:
        resident.press_main()
        resident.at(VisitStep.LATER)
    store.set()
    answered(resident)
    assert resident.step is (VisitStep.LATER if again else VisitStep.FORM)


def test_it_is_kept_once_however_often_that_is_touched(resident: Resident, slow: Callable[[], Event]) -> None:
    at_later(resident)
    store = slow()
    for _ in range(2):
        resident.screen.keepAsked.emit("")
    store.set()
    answered(resident)
    assert resident.step is VisitStep.KEPT


def test_a_sheet_that_cannot_be_set_is_not_told_to_who_went_back(
    resident: Resident, monkeypatch: pytest.MonkeyPatch, slow: Callable[[], Event]
) -> None:
    def not_set(*_: Any) -> Any:
        raise SheetNotSet("made up")

    at_review(resident, "sinh-o-nha-khong-ai-thay")
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    monkeypatch.setattr(resident.rooms.services.desk, "to_sign", not_set)
    store = slow()
    resident.press("sign.see")
    resident.press_back()
    resident.at(VisitStep.REVIEW)
    store.set()
    answered(resident)
    assert resident.step is VisitStep.REVIEW
