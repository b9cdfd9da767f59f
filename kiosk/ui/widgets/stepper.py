"""A number between minus and plus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.labels import CENTRE
from kiosk.ui.widgets.layouts import Row
from kiosk.ui.widgets.paint import card_shadow, rounded
from kiosk.ui.widgets.text import Block, lay_out


class NumberStepper(Painted):
    """A number between minus and plus; arrow keys work on either button. ``changed(value)``.

    ``set_line(text)`` says beneath the number what it comes to.
    """

    changed = Signal(int)
    SIDE = 176  # of minus and plus, in base px

    def __init__(
        self,
        look: Look,
        strings: Strings,
        value: int = 1,
        least: int = 0,
        most: int = 99,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._value, self._least, self._most = value, least, most
        self._line: Text = ""
        self.less = Button(look, strings.phrase("widget.less"), Kind.QUIET, "minus", height=self.SIDE, role=Role.START)
        self.more = Button(look, strings.phrase("widget.more"), Kind.QUIET, "plus", height=self.SIDE, role=Role.START)
        for button, by in ((self.less, -1), (self.more, 1)):
            button.set_icon_only(True)
            button.setMinimumWidth(look.px(self.SIDE))
            button.repeats = True
            button.clicked.connect(lambda by=by: self.set_value(self._value + by))
        row = Row(look, self, spacing=0, margins=40)
        row.put(self.less, None, self.more)
        self.set_value(value)

    def set_line(self, line: Text) -> None:
        self._line = line
        self.listen(line)
        self.retranslate()

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        bounded = min(self._most, max(self._least, value))
        self.less.setEnabled(bounded > self._least)
        self.more.setEnabled(bounded < self._most)
        if bounded != self._value:
            self._value = bounded
            self.changed.emit(bounded)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._value), str(self._line))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        if Qt.Key(event.key()) in steps:
            self.set_value(self._value + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _blocks(self, width: float) -> tuple[Block, Block]:
        room = max(1.0, width - 2 * self.look.px(40 + self.SIDE + 16))
        number = lay_out(self.look, str(self._value), Role.DISPLAY, room, CENTRE)
        return number, lay_out(self.look, str(self._line), Role.BODY if self.look.large else Role.LEAD, room, CENTRE)

    def height_for(self, width: int) -> int:
        number, line = self._blocks(width)
        words = number.height + (line.height if str(self._line) else 0)
        return max(self.less.height_for(self.look.px(self.SIDE)), words) + 2 * self.look.px(40)

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(640)

    def cast(self, painter: QPainter) -> None:
        card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        rounded(painter, QRectF(self.rect()), px(28), theme.surface, theme.line, px(theme.edges or 2))
        number, line = self._blocks(self.width())
        words = number.height + (line.height if str(self._line) else 0)
        left, top = px(40 + self.SIDE + 16), (self.height() - words) / 2
        number.paint(painter, QRectF(left, top, self.width(), number.height), self.look.colour("ink"))
        if str(self._line):
            below = QRectF(left, top + number.height, self.width(), line.height)
            line.paint(painter, below, self.look.colour("ink2"))
