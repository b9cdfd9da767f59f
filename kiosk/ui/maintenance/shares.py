"""Printed shares put in again: typed, or shown to the camera; how many are here and how many are missing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from kiosk.ui.counter.parts import StaffButton
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import RootedShowing


class ShareEntry(RootedShowing, QFrame):
    """``given``: one share as it was typed. ``looked``: read it with the camera."""

    given = Signal(str)
    looked = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__()
        self._kit = kit
        box = kit.column(self, gap=10)
        self.entry = QLineEdit()
        self.entry.setAccessibleName(kit.say("share_type"))
        self.entry.setPlaceholderText(kit.say("share_type"))
        self.entry.returnPressed.connect(self._give)
        box.addWidget(self.entry)
        line = kit.bar(gap=12)
        self.take: StaffButton = kit.button(kit.say("share_take"), self._give, picture="check")
        self.camera: StaffButton = kit.button(kit.say("share_camera"), self.looked.emit, picture="camera")
        line.addWidget(self.take)
        line.addWidget(self.camera)
        line.addStretch(1)
        box.addLayout(line)
        self.result = kit.outcome()
        box.addWidget(self.result)

    def _give(self) -> None:
        if text := self.entry.text().strip():
            self.given.emit(text)

    def show_waiting(self) -> None:
        self.result.setText(self._kit.say("share_looking"))
        self.camera.setEnabled(False)

    def show_result(self, text: str) -> None:
        """The entry is empty again: a share stands nowhere longer than it must."""
        self.result.setText(text)
        self.entry.clear()
        self.camera.setEnabled(True)
