"""An officer takes a visit over at the kiosk and gives it back; the journal knows who, and the bell who went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import PIN, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def noted(officer: OfficerHands, kind: EventKind) -> list[dict[str, str]]:
    return [dict(one.entry.facts) for one in officer.store.journal.entries() if one.entry.kind is kind]


def open_by_keys(officer: OfficerHands) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(officer.house.window, Qt.Key.Key_Q, modifiers)
    until(lambda: officer.house.counter.is_open and officer.names_shown(), "the names")


def test_a_visit_is_taken_over_and_given_back(officer: OfficerHands) -> None:
    house, flow = officer.house, officer.house.flow
    flow.begin_visit()
    flow.calling.call()
    open_by_keys(officer)
    assert not house.shell.isVisible(), "nothing of the visit is seen while somebody signs in"
    QTest.keyClicks(officer.counter.entrance.sign_in.pin, PIN)
    officer.key(Qt.Key.Key_Return)
    until(lambda: not house.counter.is_open, "the visit again")
    bar = house.helping.bar
    assert bar.isVisible() and "Hoàng Văn Páo" in bar.spoken() and flow.visit.step is VisitStep.CONSENT
    assert house.rooms.calls.open is None
    QTest.mousePress(bar, Qt.MouseButton.LeftButton)
    until(lambda: not bar.isVisible(), "that it is given back")
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton)
    until(lambda: len(noted(officer, EventKind.VISIT_HELPED)) == 2, "what the journal says")
    assert [one["how"] for one in noted(officer, EventKind.VISIT_HELPED)] == ["taken", "given-back"]
    assert {one["by"] for one in noted(officer, EventKind.VISIT_HELPED)} == {"CB-1"}
    assert flow.visit.step is VisitStep.CONSENT


def test_a_visit_that_ends_ends_the_help_and_a_wrong_pin_begins_none(officer: OfficerHands) -> None:
    house, flow = officer.house, officer.house.flow
    flow.begin_visit()
    open_by_keys(officer)
    QTest.keyClicks(officer.counter.entrance.sign_in.pin, "000000")
    officer.key(Qt.Key.Key_Return)
    until(officer.counter.entrance.sign_in.fault.isVisible, "that it is refused")
    officer.counter.entrance.close()
    assert house.shell.isVisible() and not house.helping.bar.isVisible() and house.helping.by == ""
    open_by_keys(officer)
    QTest.keyClicks(officer.counter.entrance.sign_in.pin, PIN)
    officer.key(Qt.Key.Key_Return)
    until(house.helping.bar.isVisible, "who helps")
    flow.leave("left")
    assert not house.helping.bar.isVisible() and house.helping.by == ""


def test_who_went_to_the_bell_stands_on_the_first_page(officer: OfficerHands) -> None:
    officer.house.rooms.calls.call("capture")
    officer.come_in()
    page = officer.counter.lists.page_now
    until(lambda: bool(page.queues), "the board")
    officer.key(Qt.Key.Key_F4)
    until(lambda: officer.house.rooms.calls.open is None, "that it is answered")
    assert noted(officer, EventKind.OFFICER_CAME)[-1]["by"] == "CB-1"
    assert officer.house.rooms.calls.answered is not None and officer.house.rooms.calls.answered.by == 1
