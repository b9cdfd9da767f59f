"""The desk that is locked: the same person's PIN opens it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from kiosk.ui.counter.lacquer import FieldBeside
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.sign_in import keypad, secret_entry
from kiosk.ui.counter.veiled import PinPage


class LockPage(PinPage):
    """The desk is locked: the same person's PIN opens it, typed or touched. ``opened``: the PIN. ``left``: signed out
    instead."""

    def __init__(self, kit: StaffKit, office: str, place: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._across = FieldBeside(kit, self, office, place)
        self._across.field.greeting = kit.say("locked")
        outer = kit.column(margin=40)
        self._across.addLayout(outer, 3)
        outer.addStretch(1)
        middle = kit.row()
        middle.addStretch(1)
        card, box = kit.card()
        card.setFixedWidth(kit.px(620 * min(kit.letters, 1.6)))
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        box.addWidget(kit.label(kit.say("unlock"), "h1"))
        self.person = kit.label("", "second")
        box.addWidget(self.person)
        self.calls = kit.label("", "chip-warn")
        self.calls.hide()
        box.addWidget(self.calls)
        self.pin = secret_entry()
        self.pin.returnPressed.connect(self._enter)
        box.addWidget(self.pin)
        self.fault = kit.label("", "chip-err")
        self.fault.hide()
        box.addWidget(self.fault)
        box.addLayout(keypad(kit, self.pin.insert, self.pin.backspace))
        box.addSpacing(kit.px(8))
        box.addWidget(kit.button(kit.say("unlock"), self._enter, role="primary", key="Enter"))
        box.addWidget(kit.button(kit.say("sign_out"), self.left.emit, picture="logout"))

    def show_calls(self, text: str) -> None:
        """Which kiosks call: a bell is no secret, and a locked desk still hears it. Empty: none does."""
        self.calls.setText(text)
        self.calls.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._across.turn(event.size())
