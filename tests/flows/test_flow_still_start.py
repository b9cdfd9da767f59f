"""A start that nobody touches wakes for nothing that is not seen: its screens stand ready, and none of them moves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from visit_stage import kiosk

from kiosk.ui.resident import StartScreen
from kiosk.ui.widgets import AnswerField

QUICK = 2000  # ms: what is looked at as often as this is no watch, it moves


def moving() -> set[str]:
    """The kinds of widgets in which something ticks; a screen that is not shown has no parent."""
    own = Qt.FindChildOption.FindDirectChildrenOnly
    widgets = QApplication.allWidgets()
    return {type(one).__name__ for one in widgets if any(map(_ticks, one.findChildren(QTimer, options=own)))}


def _ticks(timer: QTimer) -> bool:
    return timer.isActive() and not timer.isSingleShot() and timer.interval() < QUICK


def test_nothing_moves_behind_the_start(qapp, tmp_path: Path) -> None:
    with kiosk(tmp_path / "kiosk", motion=True) as resident:
        resident.showing(StartScreen)
        assert moving() == set()


def test_what_moved_in_a_visit_stands_still_after_it(qapp, tmp_path: Path) -> None:
    with kiosk(tmp_path / "kiosk", motion=True) as resident:
        resident.at_form("child-name")
        assert moving() == {AnswerField.__name__}, "the caret"
        resident.flow.leave("left")
        resident.showing(StartScreen)
        assert moving() == set()
