"""Every component in every state: the library looked at as a whole, in any theme, text size and screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kiosk.ui.gallery.sheets import SHEETS, Sheet
from kiosk.ui.strings import Strings
from kiosk.ui.theme import THEMES, Look, Metrics


@dataclass(frozen=True)
class View:
    """One way to look at a sheet. ``size`` is the screen; a sheet that holds more is as high as it needs."""

    theme: str
    text: int
    size: QSize
    language: str = "vi"

    @property
    def name(self) -> str:
        return f"{self.theme}-{self.text}-{self.size.width()}x{self.size.height()}"


def draw(sheet: Sheet, view: View) -> QImage:
    """The picture of one sheet. Needs a QApplication."""
    look = Look(THEMES[view.theme], Metrics.scale_for(view.size), view.text, reduced_motion=True)
    sheet_widget = sheet(look, Strings(view.language))
    sheet_widget.ground.resize(view.size.width(), max(view.size.height(), sheet_widget.height(view.size.width())))
    sheet_widget.ground.stand_alone()
    for _ in range(3):
        QApplication.processEvents()
    sheet_widget.settle()
    picture = sheet_widget.ground.grab().toImage()
    sheet_widget.ground.close()
    sheet_widget.ground.deleteLater()
    return picture


def draw_all(out: Path, views: Iterable[View], sheets: Iterable[str] = SHEETS) -> Iterator[Path]:
    """Draw the named sheets in each view to ``out/SHEET-VIEW.png``; yields each path once it is written."""
    out.mkdir(parents=True, exist_ok=True)
    names = list(sheets)
    for view in views:
        for name in names:
            path = out / f"{name}-{view.name}.png"
            draw(SHEETS[name], view).save(str(path))
            yield path
