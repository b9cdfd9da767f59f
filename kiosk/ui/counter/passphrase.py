"""The first page on an officer's own computer: the passphrase that opens this computer's key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted


class PassphrasePage(Rooted):
    """``entered``: what was typed."""

    entered = Signal(str)

    def __init__(self, kit: StaffKit, counter: str, office: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        say = kit.strings.say
        outer = kit.column(self)
        outer.addStretch(1)
        line = kit.row()
        outer.addLayout(line)
        outer.addStretch(2)
        line.addStretch(1)
        card, box = kit.card()
        card.setFixedWidth(kit.px(760))
        line.addWidget(card)
        line.addStretch(1)
        box.addWidget(kit.label(office, "second"))
        box.addWidget(kit.label(say("hall.counter", counter=counter), "h1"))
        box.addWidget(kit.label(say("hall.passphrase_why"), "", wrap=True))
        self.word = QLineEdit()
        self.word.setEchoMode(QLineEdit.EchoMode.Password)
        self.word.setAccessibleName(say("hall.passphrase"))
        self.word.returnPressed.connect(self._enter)
        box.addWidget(self.word)
        self.fault = kit.label("", "fault", wrap=True)
        self.fault.hide()
        box.addWidget(self.fault)
        self.button = kit.button(say("hall.open"), self._enter, role="primary", key="Enter")
        box.addWidget(self.button)

    def show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.button.setEnabled(True)
        self.word.selectAll()
        self.word.setFocus()

    def _enter(self) -> None:
        if self.word.text():
            self.button.setEnabled(False)
            self.entered.emit(self.word.text())
