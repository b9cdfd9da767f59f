"""The pair that asks for a yes or a no."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.layouts import Row


class ChoicePair(Painted):
    """Không and Đồng ý, equal in size and plain at first; ``chosen(bool)`` when one is taken. There is no default."""

    chosen = Signal(bool)

    def __init__(
        self, look: Look, strings: Strings, no: Text = "", yes: Text = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self.no = Button(look, no or strings.phrase("widget.no"), ButtonKind.CHOICE)
        self.yes = Button(look, yes or strings.phrase("widget.yes"), ButtonKind.CHOICE)
        self._value: bool | None = None
        self.no.clicked.connect(lambda: self._take(False))
        self.yes.clicked.connect(lambda: self._take(True))
        for button in (self.no, self.yes):
            button.set_selected(False)
        row = Row(look, self, spacing=20, equal=True)
        row.addWidget(self.no, 1)
        row.addWidget(self.yes, 1)

    @property
    def value(self) -> bool | None:
        """None until one of the two was taken."""
        return self._value

    def set_value(self, value: bool | None) -> None:
        self._value = value
        for button, mine in ((self.no, False), (self.yes, True)):
            button.set_selected(value is mine)
            button.icon = "check" if value is mine else ""
            button.restyle()

    def _take(self, value: bool) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def height_for(self, width: int) -> int:
        half = (width - self.look.px(20)) // 2
        return max(self.no.height_for(half), self.yes.height_for(half))
