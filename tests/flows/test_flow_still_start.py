"""A start that nobody touches wakes for nothing that is not seen: its screens stand ready, and none of them moves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from visit_stage import Resident, kiosk

from kiosk.ui.resident import StartScreen
from kiosk.ui.widgets import AnswerField

QUICK = 2000  # ms: what is looked at as often as this is no watch, it moves


def moving(resident: Resident) -> set[str]:
    """The kinds of widgets below which something ticks."""
    timers = (one for one in resident.house.window.findChildren(QTimer) if one.isActive() and not one.isSingleShot())
    owners = (one.parent() for one in timers if one.interval() < QUICK)
    return {type(owner).__name__ for owner in owners if isinstance(owner, QWidget)}


def test_nothing_moves_behind_the_start(qapp, tmp_path: Path) -> None:
    with kiosk(tmp_path / "kiosk", motion=True) as resident:
        resident.showing(StartScreen)
        assert moving(resident) == set()


def test_what_moved_in_a_visit_stands_still_after_it(qapp, tmp_path: Path) -> None:
    with kiosk(tmp_path / "kiosk", motion=True) as resident:
        resident.at_form("child-name")
        assert moving(resident) == {AnswerField.__name__}, "the caret"
        resident.flow.leave("left")
        resident.showing(StartScreen)
        assert moving(resident) == set()
