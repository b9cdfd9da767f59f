"""Tables for staff: rows that are chosen whole; cells of small HTML; one column alone in a narrow window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import RootedShowing

_PLACES = re.compile(r"\{(\d+)\}")
_TAG = re.compile(r"<[^>]*>")

BOLD = 1.15  # how much wider bold letters are, at most

BAR = 6  # px of a window 1080 high, at the left of the row that is chosen

EDGES = 6  # px of a window 1080 high: the card's own, above and beneath

MARGIN = 14  # px of a window 1080 high, at either side of a cell


class RichCells(QStyledItemDelegate):
    """Cells whose text is small HTML: two lines, marked words. What people wrote is escaped before it comes here."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._margin = look, round(MARGIN * look.scale)

    def document(self, text: str, font: QFont, width: int) -> QTextDocument:
        """The text of a cell as wide as that, laid out."""
        document = QTextDocument()
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setHtml(f"<div style='color:{self._look.theme.ink}'>{text}</div>")
        document.setTextWidth(width - 2 * self._margin)
        return document

    def height(self, text: str, font: QFont, width: int) -> int:
        """Of a cell as wide as that, with air above and below."""
        return round(self.document(text, font, width).size().height() + 20 * self._look.scale)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        if option.backgroundBrush.style() != Qt.BrushStyle.NoBrush and not (
            option.state & QStyle.StateFlag.State_Selected
        ):
            painter.fillRect(option.rect, option.backgroundBrush)
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:  # where a tint is not seen, too
            bar = QRect(option.rect.topLeft(), QSize(round(BAR * self._look.scale), option.rect.height()))
            painter.fillRect(bar, self._look.colour("action"))
        document = self.document(text, option.font, option.rect.width())
        painter.save()
        painter.setClipRect(option.rect)
        top = option.rect.top() + max(0.0, (option.rect.height() - document.size().height()) / 2)
        painter.translate(option.rect.left() + self._margin, top)
        document.drawContents(painter)
        painter.restore()


def stacked(lines: Sequence[str], heads: Sequence[str], cells: Sequence[str]) -> str:
    """One cell of what were several. A line is a template of ``{place}`` and ``{h[place]}`` (its head); what comes
    after a bar lies at the right. A line none of whose cells has words is left out."""
    rows = []
    for line in lines:
        if not any(cells[int(place)] for place in _PLACES.findall(line)):
            continue
        left, right = (part.format(*cells, h=heads) for part in (line + "|").split("|")[:2])
        side = f"<td align='right'>{right}</td>" if right else ""
        rows.append(f"<table width='100%' cellspacing='0' cellpadding='0'><tr><td>{left}</td>{side}</tr></table>")
    return "".join(rows)


class StaffTable(RootedShowing, QTableWidget):
    """Rows that are chosen whole, by arrows or touch; Enter or a second touch opens one."""

    def __init__(
        self,
        kit: StaffKit,
        heads: Sequence[str],
        widths: Sequence[float],
        high: float = 66,
        lines: Sequence[str] = (),
        sums: Sequence[int] = (),
    ) -> None:
        """``lines``: of a row, as ``stacked`` has them, where a narrow window has room for one column alone. ``sums``:
        the columns whose figures stand at the right."""
        self._lines = tuple(lines) if kit.narrow else ()
        self._sums = () if self._lines else tuple(sums)
        self._kit, self._tints, self._hugs = kit, tuple[str, ...](), False
        super().__init__(0, 1 if self._lines else len(heads))
        self._heads = tuple(heads)
        self._cells = RichCells(kit.look, self)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab leaves the table; arrows go through its rows
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(kit.tall(high))
        head = self.horizontalHeader()
        if self._lines:
            self.setProperty("role", "lines")
            head.hide()
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            self.setMinimumHeight(kit.tall(300))
            return
        self.setHorizontalHeaderLabels(list(heads))
        # not at once: a row that grows may bring the scroll bar, and a head does not hear of it while it resizes itself
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._make_room)
        head.sectionResized.connect(lambda *_: self._later.start())
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in self._sums:
            if (name := self.horizontalHeaderItem(place)) is not None:
                name.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for place, width in enumerate(widths):
            if width:
                self.setColumnWidth(place, kit.tall(width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def hug(self) -> None:
        """No higher than its rows from now on: few of them leave ground beneath, and no empty half of a card. In a
        window of one column the page is scrolled anyway."""
        self._hugs = not self._lines

    def name(self, heads: Sequence[str]) -> None:
        """Other heads than before."""
        self._heads = tuple(heads)
        if not self._lines:
            self.setHorizontalHeaderLabels(list(heads))

    def fill(self, rows: Iterable[Sequence[str]], tints: Sequence[str] = ()) -> None:
        """Replace what is shown; the first row is chosen. ``tints``: the ground of each row by the theme's name, empty
        for its own."""
        lines, self._tints = list(rows), tuple(tints)
        with QSignalBlocker(self.selectionModel()):  # what is chosen below is told anew
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        self.setRowCount(len(lines))
        for at, line in enumerate(lines):
            self.put_row(at, line)
        self._hug_rows()
        if lines:
            self.selectRow(0)

    def put_row(self, at: int, cells: Sequence[str]) -> None:
        """One row anew."""
        shown = (stacked(self._lines, self._heads, cells),) if self._lines else cells
        tint = self._tints[at] if at < len(self._tints) else ""
        for place, text in enumerate(shown):
            item = QTableWidgetItem(f"<div align='right'>{text}</div>" if place in self._sums and text else text)
            if tint:
                item.setBackground(self._kit.look.colour(tint))
            self.setItem(at, place, item)
        self._room_for(at)

    def document(self, text: str, width: int) -> QSizeF:
        """How large a cell of that width wants to be, without the air around it."""
        return self._cells.document(text, self.font(), width).size()

    def _make_room(self) -> None:
        """A row is as high as the highest of its cells wants to be."""
        for at in range(self.rowCount()):
            self._room_for(at)
        self._hug_rows()

    def _hug_rows(self) -> None:
        if self._hugs:
            rows = sum(map(self.rowHeight, range(self.rowCount()))) or self.verticalHeader().defaultSectionSize()
            head = self.horizontalHeader().sizeHint().height()
            self.setMaximumHeight(head + rows + 2 * self.frameWidth() + self._kit.px(EDGES))

    def _room_for(self, at: int) -> None:
        least = 0 if self._lines else self.verticalHeader().defaultSectionSize()
        self.setRowHeight(at, max(least, *(self._wanted(at, place) for place in range(self.columnCount()))))

    def _wanted(self, row: int, column: int) -> int:
        """0 where what stands there needs no looking at: two short lines have room in every row."""
        item = self.item(row, column)
        if item is None or not item.text():
            return 0
        wide = self.viewport().width() if self._lines else self.columnWidth(column)
        lines = _TAG.sub("", item.text().replace("<br>", "\n")).split("\n")
        room = (wide - 2 * MARGIN) / BOLD
        if (
            not self._lines
            and len(lines) <= 2
            and all(self.fontMetrics().horizontalAdvance(one) < room for one in lines)
        ):
            return 0
        return self._cells.height(item.text(), self.font(), wide)

    def _fit_heads(self) -> None:
        """No column is narrower than its name."""
        head = self.horizontalHeader()
        for place in range(self.columnCount()):
            if not self._lines and head.sectionResizeMode(place) is not QHeaderView.ResizeMode.Stretch:
                wanted = head.sectionSizeHint(place)
                if wanted > self.columnWidth(place):
                    self.setColumnWidth(place, wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_heads()
        self._make_room()
