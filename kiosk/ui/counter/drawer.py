"""What is put on the table for a fee, and what goes back: the sum as it is typed, quick notes, the change in notes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit

from kiosk.domain.cash import change_in_notes
from kiosk.domain.money import Money
from kiosk.errors import CashUnlikely
from kiosk.services.counter.cash import wrong_tender
from kiosk.ui.counter.parts import StaffButton, StaffKit, dressed, emptied
from kiosk.ui.widgets.rooted import Rooted

QUICK = (20_000, 50_000, 100_000, 200_000, 500_000)


class Drawer(Rooted):
    """``entry``: what was given. ``exact``: as much as is owed."""

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._kit = kit
        box = kit.column(self)
        box.addWidget(kit.label(kit.say("given"), "second"))
        self.entry = QLineEdit()
        self.entry.setProperty("role", "money")
        self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.entry.setAccessibleName(kit.say("given"))
        self.entry.textEdited.connect(self._group)
        box.addWidget(self.entry)
        grid = QGridLayout()
        grid.setSpacing(kit.px(10))
        self.exact = self._quick(kit.say("exact"), 0)
        for place, button in enumerate((self.exact, *(self._quick(kit.number(one), one) for one in QUICK))):
            grid.addWidget(button, place // 3, place % 3)
        box.addLayout(grid)
        self._panel = QFrame()
        self._panel.setProperty("role", "panel-ok")
        box.addWidget(self._panel)
        inner = kit.column(self._panel, margin=16, gap=6)
        line = kit.row()
        line.addWidget(kit.label(kit.say("change"), "h3"))
        self._change = kit.label("", "change")
        self._change.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._change, 1)
        inner.addLayout(line)
        self._words = kit.label("", "")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight)
        inner.addWidget(self._words)
        self._notes = kit.bar(gap=10)
        inner.addLayout(self._notes)
        self._wrong = kit.label("", "fault")
        box.addWidget(self._wrong)

    def _quick(self, text: str, amount: int) -> StaffButton:
        button = self._kit.button(text, lambda: self.entry.setText(self._kit.number(amount)) if amount else None)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        button.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return button

    def _group(self, text: str) -> None:
        """Thousands stand apart while it is typed; what is no number stays as it is."""
        digits = text.replace(self._kit.strings.words.group, "")
        if digits.isascii() and digits.isdecimal() and len(digits) <= 12:
            self.entry.setText(self._kit.number(int(digits)))

    def show_change(self, due: int, amount: int | None) -> bool:
        """What is given back of ``amount``, or what is wrong with it; whether it may be taken. None: it is no sum."""
        wrong = wrong_tender(due, amount) if amount is not None else None
        right = amount is not None and (wrong is None or isinstance(wrong, CashUnlikely))
        typed = bool(self.entry.text())
        self._panel.setVisible(right)
        self._wrong.setVisible(typed and (wrong is not None or amount is None))
        say = self._kit.strings
        self._wrong.setText(say.words.message(wrong) if wrong is not None else self._kit.say("no_sum"))
        dressed(self._wrong, "quote" if typed and amount is not None and amount < due else "fault")
        emptied(self._notes)
        if right and amount is not None:
            change = amount - due
            self._change.setText(self._kit.sum(change))
            self._words.setText(Money(change).in_words(self._kit.strings.language))
            for note, count in change_in_notes(change):
                self._notes.addWidget(self._kit.label(f"{self._kit.number(note)} × {count}", "chip-note"))
        return right
