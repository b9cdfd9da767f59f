"""Restoring: which backup, with which key, what differs from the store that is here; then exchanged at a new start."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from kiosk.domain.restoring import BackupOnStick, StoreComparison
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import LaidButton, MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.maintenance.shares import ShareEntry

MOST_BACKUPS = 6
"""Backups that are shown, the newest."""


class RestorePage(MaintenancePage):
    """``checked``: put the chosen one ready. ``exchanged``: at a new start, now. ``dropped``: nothing is changed."""

    command = "kiosk restore /media/USB/kiosk-... --replace --yes"
    chosen = Signal(int)
    looked = Signal()
    exchanged = Signal()
    dropped = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("restore"))
        self.line.setText(kit.say("restore_line"))
        self.acts.addWidget(kit.button(kit.say("restore_back"), self.dropped.emit, picture="arrow-left"))
        split = kit.split()
        self.body.addLayout(split)
        frame, box = self.headed(kit.say("restore_which"), "usb")
        self._rows = kit.column(gap=10)
        box.addLayout(self._rows)
        box.addWidget(kit.button(kit.say("restore_look"), self.looked.emit, picture="refresh"))
        box.addStretch(1)
        split.addWidget(frame, 1)
        right = kit.column(gap=20)
        split.addLayout(right, 1)
        frame, box = self.headed(kit.say("restore_key"), "key")
        self.shares = ShareEntry(kit)
        box.addWidget(self.shares)
        right.addWidget(frame)
        frame, self._difference = kit.card()
        right.addWidget(frame)
        right.addStretch(1)
        self.body.addStretch(1)
        self._group = QButtonGroup(self)
        self._difference_card = frame
        self._difference_card.hide()

    def show_backups(self, backups: Sequence[BackupOnStick]) -> None:
        kit = self.kit
        emptied(self._rows)
        if not backups:
            self._rows.addWidget(kit.label(kit.say("restore_none"), "second"))
        for place, one in enumerate(backups[:MOST_BACKUPS]):
            button = LaidButton("cell")
            button.setCheckable(True)
            button.setObjectName(f"backup-{place}")
            box = kit.column(button, margin=14, gap=2)
            box.addWidget(kit.label(one.place.name, "h3"))
            counts = {"count": one.filings, "waiting": one.waiting, "entries": one.entries}
            text = kit.say("restore_row", size=kit.strings.words.megabytes(one.size), **counts)
            box.addWidget(kit.label(text, "second"))
            button.setAccessibleName(text)
            button.seal()
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            self._group.addButton(button)
            self._rows.addWidget(button)

    def show_reading(self) -> None:
        self._difference_card.show()
        emptied(self._difference)
        self._difference.addWidget(self.kit.label(self.kit.say("restore_reading"), "info"))

    def show_nothing(self) -> None:
        self._difference_card.hide()

    def show_comparison(self, known: StoreComparison) -> None:
        """What would be missing, in words, before anything is changed."""
        kit = self.kit
        self._difference_card.show()
        emptied(self._difference)
        self._difference.addWidget(kit.label(kit.say("restore_good", count=known.filings, waiting=known.waiting), "ok"))
        if known.unsent:
            codes = ", ".join(known.unsent)
            self._difference.addWidget(kit.note(kit.say("restore_unsent", codes=codes), "err", "alert-triangle"))
            return
        if known.newer:
            codes = ", ".join(known.newer)
            self._difference.addWidget(kit.note(kit.say("restore_newer", codes=codes), "warn", "alert-triangle"))
        else:
            self._difference.addWidget(kit.label(kit.say("restore_same"), ""))
        self._difference.addWidget(kit.note(kit.say("restore_kept"), "info", "archive"))
        act = kit.button(kit.say("restore_exchange"), self.exchanged.emit, role="primary", picture="refresh")
        act.setObjectName("exchange")
        self._difference.addWidget(act)

    def show_planned(self) -> None:
        """It waits for a start that nobody here can give: the program was not begun by its service."""
        emptied(self._difference)
        self._difference.addWidget(self.kit.note(self.kit.say("restart_by_hand"), "info", "power"))
