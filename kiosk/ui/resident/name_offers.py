"""Syllables of a name that one touch writes: in one row, which stands still while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from kiosk.domain.name_parts import MOST_OFFERS
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind
from kiosk.ui.widgets.layouts import Row
from kiosk.ui.widgets.options import Stack


class NameOffers(Stack):
    """``taken(syllable)``. A button without one keeps its place, so that nothing moves under the hand."""

    taken = Signal(str)
    LARGE = 3  # so many find room with large letters

    def __init__(self, look: Look) -> None:
        super().__init__(look, spacing=0)
        self._syllables: tuple[str, ...] = ()
        self.buttons = [
            Button(look, "", ButtonKind.CHOICE, height=104, role=TextRole.VALUE) for _ in range(MOST_OFFERS)
        ]
        row = Row(look, spacing=16, equal=True)
        for index, button in enumerate(self.buttons):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            button.clicked.connect(lambda index=index: self._take(index))
            row.addWidget(button, 1)
        self.column.addLayout(row)

    @property
    def syllables(self) -> tuple[str, ...]:
        """What is offered now."""
        return self._syllables

    def show_syllables(self, syllables: Sequence[str]) -> None:
        most = self.LARGE if self.look.large else MOST_OFFERS
        self._syllables = tuple(syllables[:most])
        for index, button in enumerate(self.buttons):
            there = index < len(self._syllables)
            if there:
                button.set_text(self._syllables[index])
            button.setVisible(there)

    def _take(self, index: int) -> None:
        if index < len(self._syllables):
            self.taken.emit(self._syllables[index])
            for button in self.buttons:
                button.rest()  # a second touch would write the next syllable
