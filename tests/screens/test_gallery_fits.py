"""Every component of the gallery, in themes, text sizes and screens: nothing paints beyond its own edges.

A widget is painted onto a canvas that is larger than itself. What would have been cut on the glass is then seen as ink
outside its edges: the marks of Ẩ and ữ at 200 % first of all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.ui.gallery.sheets import SHEETS
from kiosk.ui.strings import Strings
from kiosk.ui.theme import THEMES, Look, Metrics
from kiosk.ui.widgets import (
    AnswerField,
    Body,
    Button,
    ChipTone,
    Ground,
    Heading,
    Label,
    Painted,
    Pressable,
    StatusChip,
    Tile,
    Title,
)
from kiosk.ui.widgets.paint import smooth

ROOM = 80
NAME = "Nguyễn Thị Ngữ Ẩn"
UPRIGHT, LYING, SMALL = QSize(1080, 1920), QSize(1920, 1080), QSize(1366, 768)
THREE = (("light", 100, UPRIGHT), ("contrast", 200, UPRIGHT), ("dark", 150, UPRIGHT))
VIEWS = [
    *((sheet, *view) for sheet in SHEETS for view in THREE),
    *(("components", "light", text, size) for text in (100, 200) for size in (LYING, SMALL)),
]


def ink_outside(widget: Painted) -> int:
    """How many pixels a widget would have painted outside itself; the softened edge of one pixel does not count."""
    wide = -(-(widget.width() + 2 * ROOM) // 4) * 4  # whole words a row: no bytes between rows
    canvas = QImage(wide, widget.height() + 2 * ROOM, QImage.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = smooth(QPainter(canvas))
    painter.translate(ROOM, ROOM)
    widget.paint(painter)
    painter.end()
    painter = QPainter(canvas)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(widget.rect().translated(ROOM, ROOM).adjusted(-1, -1, 1, 1), Qt.GlobalColor.black)
    painter.end()
    alpha = canvas.convertToFormat(QImage.Format.Format_Alpha8)
    return int(np.count_nonzero(np.frombuffer(alpha.constBits(), np.uint8) > 40))


def painted_in(ground: Ground) -> Iterator[Painted]:
    for widget in ground.findChildren(Painted):
        if widget.isVisible() and widget.width() > 1 and widget.height() > 1:
            yield widget


def _told(value: object) -> str:
    return f"{value.width()}x{value.height()}" if isinstance(value, QSize) else str(value)


@pytest.mark.parametrize(("sheet", "theme", "text", "size"), VIEWS, ids=_told)
def test_nothing_clips(qapp: QApplication, sheet: str, theme: str, text: int, size: QSize) -> None:
    look = Look(THEMES[theme], Metrics.scale_for(size), text, reduced_motion=True)
    made = SHEETS[sheet](look, Strings("vi"))
    made.ground.resize(size.width(), max(size.height(), made.height(size.width())))
    made.ground.stand_alone()
    for _ in range(3):
        qapp.processEvents()
    over = {repr(w.accessibleName()[:40]) + type(w).__name__: ink_outside(w) for w in painted_in(made.ground)}
    assert {name: count for name, count in over.items() if count} == {}
    made.ground.close()


@pytest.mark.parametrize("text", [100, 125, 150, 200])
@pytest.mark.parametrize("width", [968, 420])
def test_a_name_with_stacked_marks_is_whole(qapp: QApplication, text: int, width: int) -> None:
    look, strings = Look(text_percent=text), Strings()
    field = AnswerField(look, strings, NAME, NAME, large=True)
    field.set_editing(True)
    field.set_error(NAME)
    for widget in (
        Heading(look, NAME),
        Title(look, NAME),
        Body(look, NAME),
        Label(look, NAME),
        Button(look, NAME),
        Tile(look, "home", NAME, NAME),
        StatusChip(look, "Ngữ Ẩn", ChipTone.OK, "check"),
        StatusChip(look, "Cán bộ sẽ tự tra giúp bà", icon="database"),
        field,
    ):
        widget.resize(width, widget.heightForWidth(width))
        assert ink_outside(widget) == 0, widget


@pytest.mark.parametrize("text", [100, 200])
def test_targets_are_large_enough(qapp: QApplication, text: int) -> None:
    """96 px of the base screen: 15 mm at any width from 170 mm up."""
    look, strings = Look(text_percent=text), Strings()
    for name in ("components", "choosing", "dates"):
        made = SHEETS[name](look, strings)
        made.ground.resize(1080, max(1920, made.height(1080)))
        made.ground.stand_alone()
        for _ in range(3):
            qapp.processEvents()
        for target in made.ground.findChildren(Pressable):
            if target.isVisible() and target.isEnabled():
                area = target.target()
                assert min(area.width(), area.height()) >= 96, (name, target.accessibleName(), area)
        made.ground.close()
