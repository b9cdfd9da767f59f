"""A few words of an officer's: a note, a verdict, a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTextEdit

from kiosk.ui.counter.dialogs import DialogForm
from kiosk.ui.counter.parts import StaffKit


class WordsForm(DialogForm):
    """``done``: the words."""

    done = Signal(str)

    def __init__(self, kit: StaffKit, title: str, line: str = "") -> None:
        super().__init__(kit, title, line)
        self.entry = QTextEdit()
        self.entry.setAcceptRichText(False)
        self.entry.setTabChangesFocus(True)
        self.entry.setFixedHeight(kit.px(180))
        self.box.addWidget(self.entry)
        self.lay_foot(kit.say("save"))

    def save(self) -> None:
        self.done.emit(self.entry.toPlainText())
