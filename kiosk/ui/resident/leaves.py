"""A page of blocks that is never scrolled: what does not fit goes to a next leaf, turned by two large buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.resident.cells import height_of, let_go
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Pager, Rooted
from kiosk.ui.widgets.layouts import CLOSER

WIDE = 1100
"""From this many base pixels on, a page is wide: cells stand beside each other."""

SPARSE = 0.4
"""Less of a last leaf than this is sparse."""

BARE = 120
"""Base pixels that may be left empty under a page without anybody missing something there."""


@dataclass(frozen=True)
class LeafRow:
    """One row of equal cells. ``columns`` upright, ``wide`` on a wide page, one at 200 %."""

    cells: tuple[QWidget, ...]
    columns: int = 1
    wide: int = 1
    large: int = 1
    grow: float = 1.0  # how many times its own height it may take of what is left
    wide_grow: float = 0.0  # the same on a wide page, where it is another
    least: int = 0  # base px; instead of its own height, for what shrinks gladly
    fit: bool = False  # no more columns than cells are there
    optional: bool = False  # left out where there is no room
    first_to_go: bool = False  # before others that are optional too
    keep: bool = False  # not the last of a leaf before what it names, where one leaf has room for both
    air: int = 0  # more room above it, in base px
    low: bool = False  # with all after it, at the foot of the leaf: what is known, and the ways round

    @classmethod
    def of(cls, item: QWidget | LeafRow) -> LeafRow:
        return item if isinstance(item, LeafRow) else cls((item,))


@dataclass
class _Row:
    """Cells beside each other, measured."""

    cells: tuple[QWidget, ...]
    columns: int
    height: int
    block: LeafRow


class Leaves(Rooted):
    """Blocks in order, from the top; ``turned(leaf, leaves)`` whenever another leaf is shown."""

    turned = Signal(int, int)
    SPACING, SPREAD = 24, 26
    ABOVE, WIDE_ABOVE = 0.12, 0.36
    """How much of what a page leaves empty stands over it: in reach of a seated hand, not at a bare glass's top."""

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._blocks: tuple[LeafRow, ...] = ()
        self._leaf, self._leaves = 0, 1
        self._places: list[list[_Row]] = []
        self._measured: list[tuple[tuple[QWidget, ...], int]] | None = None
        self.pager = Pager(look, strings, parent=self)
        self.pager.hide()
        self.pager.turned.connect(self.turn)
        look.changed.connect(self._later)
        strings.changed.connect(self._later)

    # --- what it holds ---

    def set_blocks(self, items: Sequence[QWidget | LeafRow], *, place: bool = True) -> None:
        """Show these from now on; what was shown before is let go. Without ``place`` whoever calls arranges them."""
        old = {cell for block in self._blocks for cell in block.cells}
        self._blocks = tuple(LeafRow.of(item) for item in items)
        new = {cell for block in self._blocks for cell in block.cells}
        for widget in old - new:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        for widget in new:
            widget.setParent(self)
        self._leaf = 0
        if place:
            self.arrange()

    def clear(self) -> None:
        self.set_blocks(())

    @property
    def leaf(self) -> int:
        return self._leaf

    @property
    def leaves(self) -> int:
        return self._leaves

    @property
    def last(self) -> bool:
        return self._leaf >= self._leaves - 1

    def turn(self, leaf: int) -> None:
        self._leaf = min(max(0, leaf), self._leaves - 1)
        self.arrange()

    def show_cell(self, widget: QWidget) -> None:
        """Turn to the leaf that has ``widget``."""
        for index, rows in enumerate(self._places):
            if any(widget in row.cells for row in rows):
                self.turn(index)

    @property
    def crowded(self) -> bool:
        """Whether something is higher than a whole leaf, and so cannot be seen to its end."""
        room = self.height() - (self._foot() if self._leaves > 1 else 0)
        return any(row.height > room for row in self._rows() if not row.block.optional)

    # --- where things are ---

    def _gap(self) -> int:
        return self.look.px(self.SPACING * (CLOSER if self.look.large else 1.0))

    def _rows(self, *, anew: bool = True) -> list[_Row]:
        """``anew``: not what Qt remembers of their heights."""
        rows = []
        for block in self._blocks:
            cells = tuple(cell for cell in block.cells if not cell.property("folded"))
            columns = self._columns(block) if not block.fit else max(1, min(self._columns(block), len(cells)))
            for start in range(0, len(cells), columns):
                some = cells[start : start + columns]
                rows.append(_Row(some, columns, self._height(some, columns, block, anew=anew), block))
        return rows

    def _columns(self, block: LeafRow) -> int:
        wide = self.width() >= self.look.px(WIDE)
        if self.look.text_percent >= 150:
            return max(block.large, block.wide - 1) if wide else block.large
        return block.wide if wide and block.wide > 1 else block.columns

    def _cell_width(self, columns: int) -> int:
        return max(1, (self.width() - (columns - 1) * self._gap()) // columns)

    def _height(self, cells: tuple[QWidget, ...], columns: int, block: LeafRow, *, anew: bool) -> int:
        if block.least:
            return self.look.px(block.least)
        width = self._cell_width(columns)
        return max(height_of(cell, width, anew=anew) for cell in cells)

    def arrange(self) -> None:
        """Measure, share out, place. Cheap enough to be done at once."""
        if self.width() < 10 or self.height() < 10:
            return
        rows = self._rows()
        self._measured, room = self._measure(rows), self.height()
        rows = self._without_optional(rows, room)
        self._places = [rows] if self._needed(rows) <= room else self._share_out(rows, room - self._foot())
        self._leaves = max(1, len(self._places))
        before, self._leaf = self._leaf, min(self._leaf, self._leaves - 1)
        self._place(room - (self._foot() if self._leaves > 1 else 0))
        self._place_pager()
        self.turned.emit(self._leaf, self._leaves) if before >= 0 else None

    def _measure(self, rows: Sequence[_Row]) -> list[tuple[tuple[QWidget, ...], int]]:
        return [(row.cells, row.height) for row in rows]

    def _asked(self) -> None:
        """A cell changed: most often it was shown by what placed it, and is as high as it was measured."""
        if self._measured != self._measure(self._rows(anew=False)):
            self.arrange()

    def _foot(self) -> int:
        return self.pager.height_for(self.width()) + max(self._gap(), self.look.px(20))

    def _air(self, row: _Row) -> int:
        return self._gap() + self.look.px(row.block.air)

    def needed(self, width: int) -> int:
        """The height at which everything is on one leaf of ``width``."""
        self.resize(width, self.height())
        return self._needed(self._rows())

    def _needed(self, rows: Sequence[_Row]) -> int:
        return sum(row.height + self._air(row) for row in rows) - (self._air(rows[0]) if rows else 0)

    def _without_optional(self, rows: list[_Row], room: int) -> list[_Row]:
        while self._needed(rows) > room and any(row.block.optional for row in rows):
            optional = (at for at, row in enumerate(rows) if row.block.optional)
            rows.pop(max(optional, key=lambda at: (rows[at].block.first_to_go, rows[at].height, at)))
        return rows

    def _share_out(self, rows: Sequence[_Row], room: int) -> list[list[_Row]]:
        leaves: list[list[_Row]] = [[]]
        for row in rows:
            if leaves[-1] and self._needed([*leaves[-1], row]) > room:
                leaves.append([leaves[-1].pop()] if self._goes_along(leaves[-1], row, room) else [])
            leaves[-1].append(row)
        return self._evened(leaves, room)

    def _goes_along(self, leaf: Sequence[_Row], row: _Row, room: int) -> bool:
        """Whether the last of ``leaf`` names what ``row`` is, and one leaf has room for both."""
        title = leaf[-1]
        return title.block.keep and not row.block.keep and len(leaf) > 1 and self._needed([title, row]) <= room

    def _evened(self, leaves: list[list[_Row]], room: int) -> list[list[_Row]]:
        """A last leaf that would be nearly bare takes rows of the one before."""
        before, last = leaves[-2:] if len(leaves) > 1 else ([], [])
        while len(before) > 2 and self._needed(last) < room * SPARSE:
            more = 2 if before[-2].block.keep else 1
            if self._needed([*before[-more:], *last]) > self._needed(before[:-more]):
                break
            last[:0], before[-more:] = before[-more:], []
        return leaves

    def _place(self, room: int) -> None:
        shown = self._places[self._leaf] if self._places else []
        self._hide_others({cell for row in shown for cell in row.cells})
        heights = self._grown(shown, room - self._needed(shown))
        left_over = max(0, room - self._needed(shown) - sum(heights) + sum(row.height for row in shown))
        spread = min(self.look.px(self.SPREAD), left_over // max(1, len(shown)))
        sunk = left_over - spread * max(0, len(shown) - 1)
        top = self._over(shown, sunk) if self._leaves == 1 else 0
        sunk -= top
        most = room + (self._gap() if self._leaves > 1 else 0)  # the air above the pager, at most
        heights = [min(height, most) for height in heights]  # what is higher than a leaf never covers the way on
        for index, (row, height) in enumerate(zip(shown, heights, strict=True)):
            top += (self._air(row) + spread) if index else 0
            if row.block.low and index:
                top, sunk = top + sunk, 0
            self._place_row(row, top, height)
            top += height

    def _over(self, shown: Sequence[_Row], bare: int) -> int:
        """What stands empty over the first row of a page that has ``bare`` pixels to spare. A field stays where it is,
        whatever is found beneath it."""
        writes = any(isinstance(cell, AnswerField) for row in shown for cell in row.cells)
        if not shown or bare < self.look.px(BARE) or writes:
            return 0
        wide = self.width() >= self.look.px(WIDE)
        return round(bare * (self.WIDE_ABOVE if wide else self.ABOVE))

    def _grown(self, rows: Sequence[_Row], extra: int) -> list[int]:
        """Heights with what is left shared by those that like to grow."""
        growing = [row for row in rows if self._grow(row) > 1]
        share = max(0, extra) // len(growing) if growing else 0
        return [
            row.height + min(share, round(row.height * (self._grow(row) - 1))) if row in growing else row.height
            for row in rows
        ]

    def _grow(self, row: _Row) -> float:
        wide = self.width() >= self.look.px(WIDE)
        return row.block.wide_grow if wide and row.block.wide_grow else row.block.grow

    def _place_row(self, row: _Row, top: int, height: int) -> None:
        width, gap = self._cell_width(row.columns), self._gap()
        for index, cell in enumerate(row.cells):
            cell.setGeometry(QRect(index * (width + gap), top, width, height))
            cell.show()

    def _hide_others(self, shown: set[QWidget]) -> None:
        for block in self._blocks:
            for cell in block.cells:
                if cell not in shown:
                    let_go(cell)
                    cell.hide()

    def _place_pager(self) -> None:
        height = self.pager.height_for(self.width())
        self.pager.setGeometry(0, self.height() - height, self.width(), height)
        self.pager.set_pages(self._leaf, self._leaves)
        self.pager.raise_()

    # --- Qt ---

    def _later(self) -> None:
        if self.isVisible():
            self.arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._asked()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def showEvent(self, event: QEvent) -> None:
        self.arrange()
