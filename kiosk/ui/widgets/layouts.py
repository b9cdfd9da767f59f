"""Rows and columns in pixels of the base screen; they follow the scale by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QWidget

from kiosk.ui.theme import Look
from kiosk.ui.widgets.base import Painted

Margins = int | tuple[int, int, int, int]


CLOSER = 0.6
"""At 200 % the letters need the room more than the air between things does."""


NOWHERE = Qt.AlignmentFlag(0)


def _unless_filling(widget: QWidget, where: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    return where if isinstance(widget, Painted) and not widget.fills else NOWHERE


class Air(Painted):
    """So many base pixels of nothing."""

    def __init__(self, look: Look, height: int, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._height = height

    def height_for(self, width: int) -> int:
        return self.look.px(self._height * (CLOSER if self.look.large else 1.0))

    def wanted_width(self) -> int:
        return self.height_for(0)


class _Scaled:
    """Spacing and margins of a layout, kept in base pixels; closer at 200 %."""

    def _begin(self, layout: QLayout, look: Look, spacing: int, margins: Margins) -> None:
        self._look, self._spacing = look, spacing
        self._layout = layout
        self.set_margins(margins)
        look.changed.connect(self._scale)

    def set_margins(self, margins: Margins) -> None:
        self._edges = (margins,) * 4 if isinstance(margins, int) else margins
        self._scale()

    def _scale(self) -> None:
        closer = CLOSER if self._look.large else 1.0
        self._layout.setSpacing(self._look.px(self._spacing * closer))
        self._layout.setContentsMargins(*(self._look.px(edge * closer) for edge in self._edges))


class Column(QBoxLayout, _Scaled):
    """Widgets below each other; margins are one number, or left, top, right, bottom."""

    def __init__(self, look: Look, parent: QWidget | None = None, spacing: int = 24, margins: Margins = 0) -> None:
        super().__init__(QBoxLayout.Direction.TopToBottom, parent)
        self._begin(self, look, spacing, margins)

    def addWidget(self, widget: QWidget, stretch: int | None = 0, alignment: Qt.AlignmentFlag = NOWHERE) -> None:
        """A widget of a height of its own keeps it and stands at the top of what it is given."""
        super().addWidget(widget, stretch or 0, alignment or _unless_filling(widget, Qt.AlignmentFlag.AlignTop))

    def put(self, *items: QWidget | QLayout | int | None) -> Column:
        """Widgets and layouts in order; a number is so many base pixels of air, None takes up what is left."""
        _put(self, self._look, items)
        return self


class Row(QBoxLayout, _Scaled):
    """Widgets beside each other, about one middle; ``equal`` makes all as high as the highest."""

    def __init__(
        self,
        look: Look,
        parent: QWidget | None = None,
        spacing: int = 24,
        margins: Margins = 0,
        equal: bool = False,
    ) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, parent)
        self._equal = equal
        self._begin(self, look, spacing, margins)

    def addWidget(self, widget: QWidget, stretch: int | None = 0, alignment: Qt.AlignmentFlag = NOWHERE) -> None:
        usual = NOWHERE if self._equal else _unless_filling(widget, Qt.AlignmentFlag.AlignVCenter)
        super().addWidget(widget, stretch or 0, alignment or usual)

    def put(self, *items: QWidget | QLayout | int | None) -> Row:
        _put(self, self._look, items)
        return self


class Grid(QGridLayout, _Scaled):
    """Cells of equal size, filled row by row; fewer columns where the text is large."""

    def __init__(
        self,
        look: Look,
        parent: QWidget | None = None,
        columns: int = 2,
        spacing: int = 24,
        large_columns: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._large = columns, large_columns or max(1, columns - 1)
        self._cells: list[QWidget] = []
        self._begin(self, look, spacing, 0)
        look.changed.connect(self._arrange)

    @property
    def columns(self) -> int:
        return self._large if self._look.large else self._columns

    def fill(self, cells: Sequence[QWidget]) -> Grid:
        self._cells = list(cells)
        self._arrange()
        return self

    def _arrange(self) -> None:
        for cell in self._cells:
            self.removeWidget(cell)
        for column in range(max(self._columns, self._large)):
            self.setColumnStretch(column, 1 if column < self.columns else 0)
        for index, cell in enumerate(self._cells):
            self.addWidget(cell, index // self.columns, index % self.columns)


def _put(layout: QBoxLayout, look: Look, items: Sequence[QWidget | QLayout | int | None]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addWidget(Air(look, item))
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
