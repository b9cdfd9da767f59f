"""The rail at the left of a lying screen, with the way on above the way back."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QVBoxLayout

from kiosk.config import Office
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, ButtonKind, Rail, Row


class Side(Rail):
    """The rail with the way on above the way back; wider where the letters are large."""

    LARGE_WIDTH = 760

    def __init__(self, look: Look, strings: Strings, office: Office) -> None:
        super().__init__(look, strings, office.commune, office.province)
        self.main: Button | None = None
        self._back_leads = False
        column = cast(QVBoxLayout, self.layout())
        column.removeWidget(self.back_button)
        self._buttons = Row(look, spacing=20)
        self._buttons.addWidget(self.back_button)
        column.addLayout(self._buttons)

    def set_main(self, button: Button | None) -> None:
        if self.main is not None:
            self._buttons.removeWidget(self.main)
            self.main.setParent(None)
        self.main = button
        if button is not None:
            self._buttons.insertWidget(0, button, 1)
        self._size()

    def set_back_leads(self, leads: bool) -> None:
        """What stands lower is what one does next."""
        self._back_leads = leads
        self.back_button.set_kind(ButtonKind.PRIMARY if leads else ButtonKind.SECONDARY)
        self._size()

    def clear_step(self) -> None:
        self.place.set_step(0, 0)
        self.progress.hide()

    def set_step(self, step: int, total: int, name: object, following: object = "") -> None:
        super().set_step(step, total, name, following)  # type: ignore[arg-type]
        self.progress.setVisible(not self.look.large)

    def _size(self) -> None:
        large = self.look.text_percent >= 150
        self.setFixedWidth(self.look.px(self.LARGE_WIDTH if large else self.WIDTH))
        if not hasattr(self, "_buttons"):
            return
        beside = large and self.main is not None
        self._buttons.setDirection(Row.Direction.RightToLeft if beside else Row.Direction.TopToBottom)
        self._narrow(self.back_button, beside and not self._back_leads)
        if self.main is not None:
            self._narrow(self.main, beside and self._back_leads)
        if self.place._step:
            self.progress.setVisible(not self.look.large)

    def _narrow(self, button: Button, narrow: bool) -> None:
        """Of two beside each other, what one does next has the words and the room."""
        button.set_icon_only(narrow)
        button.setMaximumWidth(self.look.px(150) if narrow else 16777215)
        self._buttons.setStretchFactor(button, 0 if narrow else 1)
