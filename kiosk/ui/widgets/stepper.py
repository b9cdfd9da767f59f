"""A number between minus and plus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.labels import CENTRE
from kiosk.ui.widgets.paint import card_shadow, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out


class NumberStepper(Painted):
    """A number between minus and plus; arrow keys work on either button. ``changed(value)``, None where it was emptied.

    ``value`` None: nothing is chosen yet, plus begins. ``clearable``: one less than the least is nothing again.
    ``set_line(text)`` says beneath the number what it comes to.
    """

    changed = Signal(object)  # int | None
    SIDE, PAD = 176, 40  # of minus and plus, and the air about them, in base px

    def __init__(
        self,
        look: Look,
        strings: Strings,
        value: int | None = 1,
        least: int = 0,
        most: int = 99,
        parent: QWidget | None = None,
        *,
        clearable: bool = False,
    ) -> None:
        super().__init__(look, parent)
        self._value, self._least, self._most, self._clearable = value, least, most, clearable
        self._nothing = strings.phrase("widget.uncounted")
        self._line: Text = ""
        less, more = strings.phrase("widget.less"), strings.phrase("widget.more")
        self.less = Button(look, less, ButtonKind.QUIET, "minus", height=self.SIDE, role=TextRole.START, parent=self)
        self.more = Button(look, more, ButtonKind.QUIET, "plus", height=self.SIDE, role=TextRole.START, parent=self)
        for button, by in ((self.less, -1), (self.more, 1)):
            button.set_icon_only(True)
            button.repeats = True
            button.clicked.connect(lambda by=by: self._step(by))
        self.set_value(value)

    def set_line(self, line: Text) -> None:
        self._line = line
        self.listen(line)
        self.retranslate()

    @property
    def value(self) -> int | None:
        return self._value

    def set_value(self, value: int | None) -> None:
        bounded = None if value is None else min(self._most, max(self._least, value))
        self.less.setEnabled(bounded is not None and (self._clearable or bounded > self._least))
        self.more.setEnabled(bounded is None or bounded < self._most)
        if bounded != self._value:
            self._value = bounded
            self.changed.emit(bounded)
        self.retranslate()

    def _step(self, by: int) -> None:
        if self._value is None:
            self.set_value(max(self._least, min(1, self._most)) if by > 0 else None)
        elif self._clearable and self._value + by < self._least:
            self.set_value(None)
        else:
            self.set_value(self._value + by)

    def _shown(self) -> str:
        return str(self._nothing if self._value is None else self._value)

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._shown(), str(self._line))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        if Qt.Key(event.key()) in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @property
    def _apart(self) -> bool:
        """Large letters take the whole width, below."""
        return bool(str(self._line)) and self.look.text_percent > 125

    def _blocks(self, width: float) -> tuple[TextBlock, TextBlock]:
        px = self.look.px
        between = max(1.0, width - 2 * px(self.PAD + self.SIDE + 16))
        room = max(1.0, width - 2 * px(self.PAD)) if self._apart else between
        role = TextRole.LEAD if self._value is None else TextRole.DISPLAY
        number = lay_out(self.look, self._shown(), role, between, CENTRE)
        return number, lay_out(self.look, str(self._line), TextRole.LEAD, room, CENTRE, balance=True)

    def _heights(self, width: float) -> tuple[float, float]:
        """Of what stands between or beside the buttons, and of the line below them."""
        number, line = self._blocks(width)
        line_height = line.height if str(self._line) else 0
        between = number.height + (0 if self._apart else line_height)
        return max(between, self.look.px(self.SIDE)), line_height + self.look.px(16) if self._apart else 0

    def height_for(self, width: int) -> int:
        return round(sum(self._heights(width))) + 2 * self.look.px(self.PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def restyle(self) -> None:
        super().restyle()
        self._place()

    def _top(self) -> float:
        return (self.height() - sum(self._heights(self.width()))) / 2

    def _place(self) -> None:
        if not hasattr(self, "more"):
            return  # still being made
        side, pad = self.look.px(self.SIDE), self.look.px(self.PAD)
        middle = self._top() + self._heights(self.width())[0] / 2
        for button, left in ((self.less, pad), (self.more, self.width() - pad - side)):
            button.setGeometry(left, round(middle - side / 2), side, side)

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
        between, _ = self._heights(self.width())
        line_height = line.height if str(self._line) and not self._apart else 0
        top = self._top() + (between - number.height - line_height) / 2
        left = px(self.PAD + self.SIDE + 16)
        number.paint(
            painter,
            QRectF(left, top, self.width(), number.height),
            self.look.colour("ink2" if self._value is None else "ink"),
        )
        if str(self._line):
            below = QRectF(left, top + number.height, self.width(), line.height)
            if self._apart:
                below = QRectF(px(self.PAD), self._top() + between + px(16), self.width(), line.height)
            line.paint(painter, below, self.look.colour("ink2"))
