"""The start that somebody changed and left: language, letters, colours and what lies over it go by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from visit_stage import Resident, until

from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import LanguageOverlay, OfficerCalledOverlay, StartScreen, TextSizeOverlay


@pytest.fixture
def hours_pass(resident: Resident) -> Callable[[float], None]:
    """So many seconds of the idle watch's clock."""
    rest, now = resident.flow.rest, [1000.0]
    rest._clock = lambda: now[0]

    def passing(seconds: float) -> None:
        now[0] += seconds
        rest.look()

    return passing


def as_set(resident: Resident) -> bool:
    look, strings = resident.house.look, resident.house.strings
    return (look.theme.name, look.text_percent, strings.language) == ("light", 100, "vi")


def start(resident: Resident) -> StartScreen:
    return resident.finger.named(StartScreen)


def test_language_letters_and_colours_are_the_offices_again(resident: Resident, hours_pass) -> None:
    resident.showing(StartScreen)
    resident.finger.touch(start(resident).languages["en"])
    resident.press("start.larger")
    resident.finger.touch(resident.finger.named(TextSizeOverlay).sizes[-1])
    resident.finger.touch(resident.finger.named(TextSizeOverlay).themes[-1])
    resident.press("screen.done")
    look = resident.house.look
    assert (look.theme.name, look.text_percent, resident.house.strings.language) == ("contrast", 200, "en")
    hours_pass(59)
    assert not as_set(resident), "somebody may still read"
    hours_pass(1)
    assert as_set(resident) and resident.step is VisitStep.START


@pytest.mark.parametrize(("key", "kind"), [("start.larger", TextSizeOverlay), ("start.officer", OfficerCalledOverlay)])
def test_what_lies_over_the_start_closes(resident: Resident, hours_pass, key: str, kind: type) -> None:
    resident.showing(StartScreen)
    resident.press(key)
    until(lambda: isinstance(resident.shell.overlaid, kind), kind.__name__)
    hours_pass(60)
    assert resident.shell.overlaid is None


def test_a_touch_on_what_lies_there_keeps_it(resident: Resident, hours_pass) -> None:
    resident.showing(StartScreen)
    resident.flow._ask_language()
    until(lambda: isinstance(resident.shell.overlaid, LanguageOverlay), "the languages")
    resident.finger.touch(resident.finger.named(LanguageOverlay).sheet, QPoint(4, 4))
    hours_pass(59)
    resident.finger.touch(resident.finger.named(LanguageOverlay).sheet, QPoint(4, 4))
    hours_pass(59)
    assert isinstance(resident.shell.overlaid, LanguageOverlay)
    hours_pass(1)
    assert resident.shell.overlaid is None


def test_a_visit_is_not_touched_by_it(resident: Resident, hours_pass) -> None:
    resident.showing(StartScreen)
    resident.finger.touch(start(resident).languages["en"])
    resident.come_in()
    hours_pass(600)
    assert resident.house.strings.language == "en" and resident.step is VisitStep.IDENTIFY
