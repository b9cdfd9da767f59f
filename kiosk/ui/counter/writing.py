"""A few words of an officer's: a note, a verdict, a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTextEdit

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted


class WordsForm(Rooted):
    """``done``: the words. ``dropped``: Esc."""

    done = Signal(str)
    dropped = Signal()

    def __init__(self, kit: StaffKit, title: str) -> None:
        super().__init__()
        box = kit.column(self, gap=14)
        box.addWidget(kit.label(title, "h2"))
        self.entry = QTextEdit()
        self.entry.setAcceptRichText(False)
        self.entry.setFixedHeight(kit.px(180))
        box.addWidget(self.entry)
        foot = kit.row()
        foot.addStretch(1)
        foot.addWidget(kit.button(kit.say("drop"), self.dropped.emit, key="Esc"))
        foot.addWidget(kit.button(kit.say("save"), self.save, role="primary", key="Ctrl+Enter"))
        box.addLayout(foot)
        self.entry.setFocus()

    def save(self) -> None:
        self.done.emit(self.entry.toPlainText())
