"""A part that opens: its head, and the lines in it, each with its Sửa."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessState
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.cards import plate
from kiosk.ui.widgets.chips import chip_height, chip_width, draw_chip
from kiosk.ui.widgets.end_cell import EndCell
from kiosk.ui.widgets.paint import card_shadow, draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, elided, lay_out

MEND_WIDTH, MEND_HEIGHT = 168, 98
MOST_LINES = 4
"""Of the largest letters a leaf holds no more beside its head: what is longer is written smaller."""


class FoldHead(Pressable):
    """Title, what is said of the part in one line, how many lines it has. ``set_open`` shows whether they lie below."""

    def __init__(
        self, look: Look, icon: str, title: Text, summary: Text, count: Text, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._title, self._summary, self._count = icon, title, summary, count
        self.opened = False
        self.listen(title, summary, count)
        self.retranslate()

    def set_open(self, opened: bool) -> None:
        self.opened = opened
        self.restyle()

    def access_state(self) -> AccessState:
        return replace(super().access_state(), opened=self.opened)

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._title), str(self._summary), str(self._count))))

    def ring_radius(self) -> float:
        return float(self.look.px(28))

    def _room(self, width: float) -> tuple[float, float]:
        """Where the words begin, and how wide they may be."""
        px = self.look.px
        left = px(28) + (0 if self.look.large else px(68 + 22))
        chip = 0 if self.look.large else chip_width(self.look, str(self._count), "check", row=True) + px(20)
        return left, max(1.0, width - left - chip - px(92))

    def _title_block(self, width: float) -> TextBlock:
        return lay_out(self.look, str(self._title), TextRole.TITLE, self._room(width)[1])

    def _summary_line(self, width: float) -> str:
        return "" if self.opened else elided(self.look, str(self._summary), TextRole.LABEL, self._room(width)[1])

    def height_for(self, width: int) -> int:
        line = self.look.line_height(TextRole.LABEL) if self._summary_line(width) else 0
        return max(self.look.px(104), self._title_block(width).height + line + 2 * self.look.px(14))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(420)

    def cast(self, painter: QPainter) -> None:
        if not self.look.theme.edges:
            card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        fill = theme.tint if self.opened or self.down else theme.surface
        edge, width = (theme.action_text, 4) if self.opened else (theme.line2 if theme.edges else theme.line, 2)
        rounded(painter, area, px(28), fill, edge, px(theme.edges or width))
        middle = self.height() / 2
        if not self.look.large:
            plate(painter, self.look, QRectF(px(28), middle - px(34), px(68), px(68)), self._icon)
        self._paint_words(painter)
        self._paint_count(painter, middle)
        at = QPointF(self.width() - px(50), middle)
        draw_icon(painter, "chevron-up" if self.opened else "chevron-down", theme.action_text, at, px(48), 2.0)

    def _paint_words(self, painter: QPainter) -> None:
        left, room = self._room(self.width())
        title, line = self._title_block(self.width()), self._summary_line(self.width())
        height = title.height + (self.look.line_height(TextRole.LABEL) if line else 0)
        top = (self.height() - height) / 2
        title.paint(painter, QRectF(left, top, room, title.height), self.look.colour("ink"))
        if line:
            block = lay_out(self.look, line, TextRole.LABEL, room + 2)
            block.paint(painter, QRectF(left, top + title.height, room, block.height), self.look.colour("ink2"))

    def _paint_count(self, painter: QPainter, middle: float) -> None:
        if self.look.large:
            return
        look, words = self.look, str(self._count)
        width, height = chip_width(look, words, "check", row=True), chip_height(look, row=True)
        area = QRectF(self.width() - look.px(92) - width, middle - height / 2, width, height)
        draw_chip(painter, look, area, words, "check", look.theme.ok_tint, look.theme.ok, row=True)


class MendCell(EndCell):
    """The end of a line: Sửa."""

    word = "widget.mend"

    def height_for(self, width: int) -> int:
        return self.look.px(MEND_HEIGHT)

    def wanted_width(self) -> int:
        return self.look.px(MEND_WIDTH)

    def paint_words(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        words = lay_out(self.look, self._strings.say(self.word), TextRole.SMALL_BUTTON, self.width())
        size = px(38 if not self.look.large else 60)
        beside = words.width + size + px(14) <= self.width() - px(16)
        left = (self.width() - size - (words.width + px(14) if beside else 0)) / 2
        draw_icon(painter, "pencil", theme.action_text, QPointF(left + size / 2, self.height() / 2), size)
        if beside:
            place = QRectF(left + size + px(14), 0, self.width(), self.height())
            words.paint(painter, place, self.look.colour("action_text"), middle=True)


class FiledLine(Painted):
    """One line of what is filed: what is asked, what was answered, and Sửa. ``mend`` when that is pressed."""

    mend = Signal()

    def __init__(
        self,
        look: Look,
        strings: Strings,
        label: Text,
        value: Text,
        from_card: bool = False,
        can_edit: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._strings, self._label, self._value, self._from_card = strings, label, value, from_card
        self.cell = MendCell(look, strings, label, self) if can_edit else None
        if self.cell is not None:
            self.cell.clicked.connect(self.mend)
        self.listen(label, value)
        self.listen_to(strings)
        self.retranslate()

    def spoken(self) -> str:
        card = self._strings.say("widget.from_card") if self._from_card else ""
        return ". ".join(filter(None, (str(self._label), str(self._value), card)))

    def _words_room(self, width: float) -> float:
        end = MEND_WIDTH if self.cell is not None else 0
        chip = chip_width(self.look, self._strings.say("widget.from_card"), "id", row=True) if self._from_card else 0
        return max(1.0, width - self.look.px(34 + end + 16) - (chip + self.look.px(20) if chip else 0))

    def _blocks(self, width: float) -> tuple[TextBlock, TextBlock]:
        room = self._words_room(width)
        label = lay_out(self.look, str(self._label), TextRole.STEP, room)
        value = lay_out(self.look, str(self._value), TextRole.BODY_STRONG, room)
        if self.look.large and value.lines > MOST_LINES:
            size = round(self.look.metrics.letters(TextRole.BODY_STRONG) * 0.75)
            value = lay_out(self.look, str(self._value), TextRole.BODY_STRONG, room, size=size)
        return label, value

    def height_for(self, width: int) -> int:
        return max(self.look.px(MEND_HEIGHT), sum(one.height for one in self._blocks(width)) + 2 * self.look.px(8))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.cell is not None:
            width = self.look.px(MEND_WIDTH)
            self.cell.setGeometry(self.width() - width, 0, width, self.height())

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        rounded(painter, area, px(16), theme.surface, theme.line2 if theme.edges else theme.line, px(theme.edges or 2))
        label, value = self._blocks(self.width())
        top = (self.height() - label.height - value.height) / 2
        label.paint(painter, QRectF(px(34), top, self.width(), label.height), self.look.colour("ink2"))
        value.paint(painter, QRectF(px(34), top + label.height, self.width(), value.height), self.look.colour("ink"))
        if self._from_card:
            self._paint_card(painter)

    def _paint_card(self, painter: QPainter) -> None:
        look, words = self.look, self._strings.say("widget.from_card")
        width, height = chip_width(look, words, "id", row=True), chip_height(look, row=True)
        end = look.px(MEND_WIDTH + 16) if self.cell is not None else look.px(24)
        area = QRectF(self.width() - end - width, (self.height() - height) / 2, width, height)
        draw_chip(painter, look, area, words, "id", look.theme.ok_tint, look.theme.ok, row=True)
