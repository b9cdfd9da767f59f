"""Dialogs of the counter: each has one primary act, ``save``, which Ctrl+Enter does wherever the hand is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout

from kiosk.ui.counter.entries import NumberEntry
from kiosk.ui.counter.parts import StaffButton, StaffKit
from kiosk.ui.widgets.rooted import Rooted


class DialogForm(Rooted):
    """``dropped``: Esc. Subclasses lay their parts into ``box`` and end with ``lay_foot``."""

    dropped = Signal()

    def __init__(self, kit: StaffKit, title: str, line: str = "") -> None:
        super().__init__()
        self.kit = kit
        self.box = kit.column(self, gap=12)
        self.box.addWidget(kit.label(title, "h2"))
        if line:
            self.box.addWidget(kit.label(line, "second"))
        self.box.addWidget(kit.rule())

    def lay_foot(self, save: str) -> StaffButton:
        """Leave it, or do it; the button that does."""
        kit = self.kit
        foot = kit.row()
        foot.addStretch(1)
        foot.addWidget(kit.button(kit.say("drop"), self.dropped.emit, key="Esc"))
        button = kit.button(save, self.save, role="primary", key="Ctrl+Enter")
        foot.addWidget(button)
        self.box.addLayout(foot)
        return button

    def save(self) -> None:
        """Do what the dialog is for."""


class OptionRows(QVBoxLayout):
    """A choice of one, each behind Alt and its place; the first is chosen."""

    def __init__(self, kit: StaffKit, owner: Rooted, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setSpacing(kit.px(8))
        self._keys = [key for key, _ in options]
        self._group = QButtonGroup(owner)
        for place, (_, text) in enumerate(options):
            button = kit.button(text, lambda: None, role="option", key=f"Alt+{place + 1}")
            button.setCheckable(True)
            button.setChecked(place == 0)
            QShortcut(QKeySequence(f"Alt+{place + 1}"), owner, partial(button.setChecked, True))
            self._group.addButton(button, place)
            self.addWidget(button)

    @property
    def chosen(self) -> str:
        return self._keys[max(0, self._group.checkedId())]


class AskForm(DialogForm):
    """Whether to go on. ``done``."""

    done = Signal()

    def __init__(self, kit: StaffKit, title: str, line: str, save: str) -> None:
        super().__init__(kit, title, line)
        self.lay_foot(save).setFocus()

    def save(self) -> None:
        self.done.emit()


class ChoiceForm(DialogForm):
    """One of several, and a reason. ``done``: the option's key, the words."""

    done = Signal(str, str)

    def __init__(
        self, kit: StaffKit, title: str, line: str, options: Sequence[tuple[str, str]], *, save: str, words: str
    ) -> None:
        super().__init__(kit, title, line)
        self.options = OptionRows(kit, self, options)
        self.box.addLayout(self.options)
        self.box.addWidget(kit.label(words, "second"))
        self.entry = QLineEdit()
        self.entry.setAccessibleName(words)
        self.box.addWidget(self.entry)
        self.lay_foot(save)

    def save(self) -> None:
        self.done.emit(self.options.chosen, self.entry.text())


class RefundForm(DialogForm):
    """Money given back: how much of a receipt, and why. ``done``: the amount, the reason."""

    done = Signal(int, str)

    def __init__(self, kit: StaffKit, receipt: str, most: int) -> None:
        say = kit.strings.say
        super().__init__(kit, say("counter.refund.title", receipt=receipt), say("counter.refund.line"))
        self.box.addWidget(kit.label(say("counter.refund.amount"), "second"))
        self.amount = NumberEntry(kit, 9, most, lambda: None)
        self.amount.setProperty("role", "money")
        self.box.addWidget(self.amount)
        self.box.addWidget(kit.label(say("counter.refund.reason"), "second"))
        self.reason = QLineEdit()
        self.box.addWidget(self.reason)
        self.lay_foot(say("counter.refund.save"))

    def save(self) -> None:
        self.done.emit(self.amount.value(), self.reason.text())
