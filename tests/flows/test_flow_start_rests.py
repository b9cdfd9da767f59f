"""The start that somebody changed and left: language, letters, colours and what lies over it go by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QTimer
from real_walk import pixels
from shiboken6 import isValid
from visit_stage import Resident, kiosk, until

from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import ConsentScreen, LanguageOverlay, OfficerCalledOverlay, StartScreen, TextSizeOverlay
from kiosk.ui.resident.start import BREATHS


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


def test_the_start_breathes_and_comes_back_to_where_it_stood(resident: Resident) -> None:
    start = resident.screen
    first = start.start_button.geometry(), start.band.grab().toImage()
    places = set()
    for _ in range(9):
        start.breathe()
        resident.house.app.processEvents()
        places.add(start.start_button.geometry().topLeft().toTuple())
    assert len(places) == 9, "no two breaths stand alike"
    assert (start.start_button.geometry(), start.band.grab().toImage()) == first
    start.breathe()
    assert start.band.grab().toImage() != first[1]


def test_no_edge_on_the_start_stands_in_one_place_all_day(resident: Resident) -> None:
    """By what is painted, tick by tick of its clock: round once, every edge has moved, and it is where it was."""
    resident.showing(StartScreen)
    screen, pictures = start(resident), []
    for _ in BREATHS:
        pictures.append(pixels(resident.house.window.grab().toImage()))
        screen._breathing.timeout.emit()
        resident.house.app.processEvents()
    assert (pixels(resident.house.window.grab().toImage()) == pictures[0]).all(), "round once"
    first = pictures[0]
    edges = np.zeros(first.shape[:2], bool)
    edges[:, 1:] = np.abs(first[:, 1:] - first[:, :-1]).max(2) > 80
    moved = np.logical_or.reduce([(one != first).any(2) for one in pictures[1:]])
    assert edges.sum() > 1000 and (edges & ~moved).sum() < 0.02 * edges.sum()


def test_nothing_looks_at_the_store_once_the_house_is_closed(qapp: object, tmp_path: Path) -> None:
    """The window is deleted only when the loop comes to it: until then a look would meet a store that is closed."""
    with kiosk(tmp_path) as made:
        made.showing(StartScreen)
        looks = made.flow.findChildren(QTimer)
        assert any(one.isActive() for one in looks)
    assert all(isValid(one) for one in looks) and not any(one.isActive() for one in looks)


def test_a_visit_that_ended_says_how_often_it_was_touched(resident: Resident) -> None:
    """The one that began it does not count."""
    resident.showing(StartScreen)
    resident.finger.touch(start(resident).languages["vi"])
    resident.finger.touch(start(resident).start_button)
    resident.showing(ConsentScreen)
    resident.press_back()
    resident.showing(StartScreen)
    entries = resident.store.journal.entries

    def ended() -> list[str]:
        return [one.entry.facts["touches"] for one in entries() if one.entry.kind is EventKind.VISIT_ENDED]

    until(lambda: bool(ended()), "the end of the visit")
    assert ended() == ["1"]
