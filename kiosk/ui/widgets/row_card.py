"""One row of a table: what it says, touched to be mended, and a cell that takes it away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.end_cell import EndCell
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, beginning, lay_out, size_that_fits

BIN_WIDTH, LEAST_HEIGHT = 132, 132
_SHOWN = 44  # letters of a row's title, of those at 200 %


class RowBody(Pressable):
    """Its number, its title, what else stands in it, and what does not hold."""

    def __init__(
        self, look: Look, label: Text, title: Text, line: Text, problem: Text, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._words = (label, title, line, problem)
        self.listen(*self._words)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(str(one) for one in self._words if str(one))

    def _blocks(self, width: float) -> list[tuple[TextBlock, str]]:
        label, title, line, problem = map(str, self._words)
        room = max(1.0, width - self.look.px(34 + 84))
        roles = (TextRole.STEP, TextRole.VALUE, TextRole.LABEL, TextRole.LABEL_STRONG)
        if self.look.large:  # whole where it is opened, and in the review
            title, line = beginning(title, _SHOWN), "" if problem else beginning(line, _SHOWN)
        texts = (label if label != title else "", title, line, problem)
        parts = zip(texts, roles, ("ink2", "ink", "ink2", "err"), strict=True)
        return [(lay_out(self.look, text, role, room), colour) for text, role, colour in parts if text]

    def height_for(self, width: int) -> int:
        heights = sum(block.height for block, _ in self._blocks(width))
        return max(self.look.px(LEAST_HEIGHT), heights + 2 * self.look.px(16))

    def paint(self, painter: QPainter) -> None:
        px, area = self.look.px, QRectF(self.rect())
        if self.down:
            rounded(painter, area.adjusted(px(6), px(6), -px(6), -px(6)), px(16), self.look.theme.tint)
        blocks = self._blocks(self.width())
        top = (self.height() - sum(block.height for block, _ in blocks)) / 2
        for block, colour in blocks:
            block.paint(painter, QRectF(px(34), top, self.width(), block.height), self.look.colour(colour))
            top += block.height
        at = QPointF(self.width() - px(44), self.height() / 2)
        draw_icon(painter, "pencil", self.look.theme.action_text, at, px(44 if not self.look.large else 60))


class BinCell(EndCell):
    """The end of a row: Bỏ."""

    word = "widget.remove"

    def height_for(self, width: int) -> int:
        return self.look.px(LEAST_HEIGHT)

    def paint_words(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        word, room = self._strings.say(self.word), self.width() - px(8)
        letters = size_that_fits(self.look, word, TextRole.STEP, room)
        words = lay_out(self.look, word, TextRole.STEP, room, size=letters)
        size, small = px(44), not self.look.large
        middle = self.height() / 2 - (words.height / 2 if small else 0)
        draw_icon(painter, "trash", theme.action_text, QPointF(self.width() / 2, middle), size if small else px(60))
        if small:
            place = QRectF((self.width() - words.width) / 2, middle + size / 2 + px(4), self.width(), words.height)
            words.paint(painter, place, self.look.colour("action_text"))


class RowCard(Painted):
    """``opened`` when the row is touched, ``removed`` when its bin is."""

    opened = Signal()
    removed = Signal()

    def __init__(
        self,
        look: Look,
        strings: Strings,
        label: Text,
        title: Text,
        line: Text = "",
        problem: Text = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._wrong = bool(str(problem))
        self.body = RowBody(look, label, title, line, problem, self)
        self.bin = BinCell(look, strings, title, self)
        self.body.clicked.connect(self.opened)
        self.bin.clicked.connect(self.removed)

    def spoken(self) -> str:
        return ""

    def _bin_width(self) -> int:
        return self.look.px(BIN_WIDTH)

    def height_for(self, width: int) -> int:
        return self.body.height_for(max(1, width - self._bin_width()))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        end = self._bin_width()
        self.body.setGeometry(0, 0, self.width() - end, self.height())
        self.bin.setGeometry(self.width() - end, 0, end, self.height())

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        edge = theme.err if self._wrong else theme.line2
        rounded(painter, area, px(24), theme.surface, edge, px(theme.edges or (5 if self._wrong else 3)))
