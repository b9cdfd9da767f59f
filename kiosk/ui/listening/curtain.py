"""The screen is off: black, with a small sign for the officer. The glass is three places: before, choose, next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.listening.keys import ListenKey
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Rooted
from kiosk.ui.widgets.paint import draw_icon, smooth
from kiosk.ui.widgets.text import lay_out

_GOLD, _CREAM, _GREY, _LINE = "#E0AE3C", "#E9DFD2", "#A79C8D", "#3A332D"


class Curtain(Rooted):
    """``asked(ListenKey)``: a touch on the upper part, the middle, the lower part, or the sign."""

    asked = Signal(object)
    SIGN = 200  # base pixels at the foot

    def __init__(self, look: Look, strings: Strings, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._strings = look, strings
        strings.changed.connect(self._repaint)
        self.hide()

    def _repaint(self) -> None:
        self.update()

    def draw_over(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def place_of(self, y: float) -> ListenKey:
        """What a touch at this height asks for."""
        room = self.height() - self._look.px(self.SIGN)
        if y >= room:
            return ListenKey.CURTAIN
        return (ListenKey.BEFORE, ListenKey.CHOOSE, ListenKey.NEXT)[min(2, int(3 * y / room))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.asked.emit(self.place_of(event.position().y()))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = smooth(QPainter(self))
        painter.fillRect(self.rect(), QColor("#000000"))
        top = self.height() - px(self.SIGN)
        painter.fillRect(QRectF(px(56), top, self.width() - px(112), px(2)), QColor(_LINE))
        middle = top + px(self.SIGN) / 2
        draw_icon(painter, "headphones", _GOLD, QRectF(px(56), middle - px(36), px(72), px(72)).center(), px(60))
        room = self.width() - px(56 + 102 + 56)
        title = lay_out(look, self._strings.say("listen.curtain.title"), TextRole.BODY_STRONG, room)
        line = lay_out(look, self._strings.say("listen.curtain.line"), TextRole.LABEL, room)
        head = middle - (title.height + line.height) / 2
        title.paint(painter, QRectF(px(158), head, room, title.height), QColor(_CREAM))
        line.paint(painter, QRectF(px(158), head + title.height, room, line.height), QColor(_GREY))
        painter.end()
