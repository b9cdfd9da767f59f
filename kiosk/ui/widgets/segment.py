"""A segmented control: one of a few, side by side in one frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.layouts import Row
from kiosk.ui.widgets.options import Stack
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import lay_out, longest_word, natural_width

_ROLE = TextRole.SMALL_BUTTON


class Segment(Pressable):
    """One of a segmented control; it paints its part of the frame that goes round all."""

    def __init__(self, look: Look, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._text = text
        self.listen(text)
        self.retranslate()

    def spoken(self) -> str:
        return str(self._text)

    def height_for(self, width: int) -> int:
        return max(self.look.px(96), self.look.line_height(_ROLE) + 2 * self.look.px(16))

    def wanted_width(self) -> int:
        return natural_width(self.look, str(self._text), _ROLE) + self.look.px(48 + 56)

    def least_width(self) -> int:
        return longest_word(self.look, str(self._text), _ROLE) + self.look.px(24)

    def paint(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        holder = self.parentWidget()
        whole = QRectF(0, 0, holder.width() if holder else self.width(), self.height()).translated(-self.x(), 0)
        width = px(theme.edges or 3)
        rounded(painter, whole, px(20), theme.tint if self.down else theme.surface, theme.line2, width)
        if self.selected:
            painter.save()
            painter.setClipRect(self.rect())
            rounded(painter, whole, px(20), theme.action)
            painter.restore()
        if self.x() > 0:
            painter.fillRect(QRectF(0, 0, width, self.height()), self.look.colour("line2"))
        self._paint_words(painter, theme.on_action if self.selected else theme.ink)

    def _paint_words(self, painter: QPainter, colour: str) -> None:
        px, tick = self.look.px, self.look.px(40 if self.selected else 0)
        room = self.width() - px(24) - (tick + px(14) if tick else 0)
        full, need = self.look.metrics.letters(_ROLE), natural_width(self.look, str(self._text), _ROLE)
        size = full if need <= room else max(18, int(full * room / need))
        words = lay_out(self.look, str(self._text), _ROLE, room + 2, size=size)
        left = (self.width() - words.width - (tick + px(14) if tick else 0)) / 2
        if tick:
            draw_icon(painter, "check", colour, QPointF(left + tick / 2, self.height() / 2), tick)
            left += tick + px(14)
        words.paint(painter, QRectF(left, 0, room, self.height()), QColor(colour), middle=True)


class Segmented(Stack):
    """``chosen(index)`` when another is touched."""

    chosen = Signal(int)

    def __init__(self, look: Look, label: Text, texts: Sequence[Text], parent: QWidget | None = None) -> None:
        super().__init__(look, spacing=10, parent=parent)
        self.segments = [Segment(look, text) for text in texts]
        holder = Stack(look, spacing=0)
        row = Row(look, spacing=0, equal=True)
        for index, segment in enumerate(self.segments):
            segment.clicked.connect(lambda index=index: self._take(index))
            row.addWidget(segment, 1)
        holder.column.addLayout(row)
        self.column.put(Label(look, label, TextRole.LABEL, "ink2"), holder)

    def set_chosen(self, index: int) -> None:
        for number, segment in enumerate(self.segments):
            segment.set_selected(number == index)

    def _take(self, index: int) -> None:
        self.set_chosen(index)
        self.chosen.emit(index)
