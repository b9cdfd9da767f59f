"""What stands on the glass while the technician is away: that the machine is looked after, and the way back in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.ui.counter.veiled import PinPage
from kiosk.ui.maintenance.kit import MaintenanceKit

LONGEST = 64


class AwayPage(PinPage):
    """For residents first. ``opened``: the technician's secret. ``left``: the machine goes back to the residents."""

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__()
        self.setObjectName("page")
        outer = kit.column(self, margin=48, gap=22)
        outer.addStretch(2)
        outer.addWidget(kit.picture("tool", 140), 0, Qt.AlignmentFlag.AlignCenter)
        for text, role in ((kit.say("away"), "away"), (kit.say("away_why"), "h1")):
            words = kit.label(text, role)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            outer.addWidget(words)
        outer.addStretch(1)
        card, box = kit.card(role="dialog")
        card.setMinimumWidth(kit.px(680))
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        outer.addStretch(2)
        self.person = kit.label("", "second")
        box.addWidget(self.person)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(LONGEST)
        self.pin.setAccessibleName(kit.say("pin"))
        self.pin.returnPressed.connect(self._enter)
        box.addWidget(self.pin)
        self.fault = kit.label("", "err")
        self.fault.hide()
        box.addWidget(self.fault)
        self.foot = kit.row()
        self.foot.addWidget(kit.button(kit.say("done"), self.left.emit, picture="door-exit"))
        self.foot.addStretch(1)
        self.foot.addWidget(kit.button(kit.say("unlock"), self._enter, role="primary", key="Enter"))
        box.addLayout(self.foot)
