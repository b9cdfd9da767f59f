"""Is anyone there? Answered by keys of every kind, either way; and nobody's silence is taken for an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_flow_wipe import stands_still
from visit_stage import Resident, until

from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import IdleOverlay, StartScreen

PAD, PLAIN = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.NoModifier


def is_asked(resident: Resident) -> None:
    resident.flow._guard._quiet.start(50)
    until(lambda: isinstance(resident.shell.overlaid, IdleOverlay), "the question whether anyone is there")
    resident.flow._guard._quiet.setInterval(60_000)
    resident.flow._guard._gone.start(60_000)
    resident.house.app.processEvents()


def key(resident: Resident, one: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
    window = resident.house.window
    QTest.keyClick(resident.house.app.focusWidget() or window, one, how)
    resident.house.app.processEvents()


def by_keyboard(resident: Resident, name: str) -> None:
    """Tab to it, Enter."""
    for _ in range(4):
        focused = resident.house.app.focusWidget()
        if focused is not None and getattr(focused, "spoken", str)() == name:
            break
        key(resident, Qt.Key.Key_Tab)
    key(resident, Qt.Key.Key_Return)


def by_pad(resident: Resident, name: str) -> None:
    """On to it, choose."""
    mode = resident.flow.listening.mode
    for _ in range(6):
        if mode.item is not None and mode.item.name == name:
            break
        key(resident, Qt.Key.Key_2, PAD)
    key(resident, Qt.Key.Key_5, PAD)


@pytest.mark.parametrize("answer", [by_keyboard, by_pad])
def test_who_says_by_keys_that_all_is_done_is_let_go(
    resident: Resident, answer: Callable[[Resident, str], None]
) -> None:
    resident.at_form("child-sex")
    resident.house.look._debounce = 0.0
    if answer is by_pad:
        resident.flow.listening.mode.begin(read_on=False)
    is_asked(resident)
    answer(resident, resident.say("idle.leave"))
    resident.showing(StartScreen)
    assert resident.visit.walk is None


@pytest.mark.parametrize("answer", [by_keyboard, by_pad])
def test_who_says_by_keys_to_be_there_goes_on(resident: Resident, answer: Callable[[Resident, str], None]) -> None:
    resident.at_form("child-sex")
    resident.house.look._debounce = 0.0
    if answer is by_pad:
        resident.flow.listening.mode.begin(read_on=False)
    is_asked(resident)
    answer(resident, resident.say("idle.stay"))
    until(lambda: resident.shell.overlaid is None, "the page again")
    assert resident.step is VisitStep.FORM and not resident.flow._guard._gone.isActive()
    resident.flow.leave("left")


@pytest.mark.parametrize("read_on", [False, True])
def test_who_walks_away_while_it_is_read_aloud_is_forgotten_too(resident: Resident, read_on: bool) -> None:
    resident.at_form("child-sex")
    resident.flow.listening.mode.begin(read_on=read_on)
    stands_still(resident)
    question = resident.say("idle.title")
    resident.showing(StartScreen)
    assert any(question in one.text for one in resident.rooms.services.speech.spoken), "it was read out, whole"
    assert resident.visit.walk is None
