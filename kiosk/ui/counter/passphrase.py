"""The first page on an officer's own computer: the passphrase that opens this computer's key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QLineEdit

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted


class PassphrasePage(Rooted):
    """``entered``: what was typed. ``sized``: letters are to be so large, in percent."""

    entered = Signal(str)
    sized = Signal(int)

    def __init__(self, kit: StaffKit, counter: str, office: str, sizes: Sequence[int] = (), size: int = 100) -> None:
        """``sizes``: those that are offered; ``size``: the one that is shown."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        say = kit.strings.say
        outer = kit.column(self)
        outer.addStretch(1)
        line = kit.row()
        outer.addLayout(line)
        outer.addStretch(1)
        outer.addLayout(self._sizes(kit, sizes, size))
        line.addStretch(1)
        card, box = kit.card()
        card.setFixedWidth(kit.px(760 * min(kit.letters, 1.6)))
        line.addWidget(card)
        line.addStretch(1)
        box.addWidget(kit.label(office, "second"))
        box.addWidget(kit.label(say("hall.counter", counter=counter), "h1"))
        box.addWidget(kit.label(say("hall.passphrase_why"), ""))
        self.word = QLineEdit()
        self.word.setEchoMode(QLineEdit.EchoMode.Password)
        self.word.setAccessibleName(say("hall.passphrase"))
        self.word.returnPressed.connect(self._enter)
        box.addWidget(self.word)
        self.fault = kit.label("", "fault")
        self.fault.hide()
        box.addWidget(self.fault)
        self.button = kit.button(say("hall.open"), self._enter, role="primary", key="Enter")
        box.addWidget(self.button)

    def _sizes(self, kit: StaffKit, sizes: Sequence[int], size: int) -> QLayout:
        """Each in letters of the size that is shown: before anybody signed in nothing is lost by another."""
        line = kit.row(margin=28)
        if sizes:
            line.addStretch(1)
            line.addWidget(kit.label(kit.strings.say("hall.letters"), "second"))
        group = QButtonGroup(self)
        for one in sizes:
            button = kit.button(f"{one} %", partial(self.sized.emit, one), role="view")
            button.setCheckable(True)
            button.setChecked(one == size)
            group.addButton(button)
            line.addWidget(button)
        return line

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
