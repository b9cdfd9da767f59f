"""Officers' own computers at this kiosk: the code that lets one in, who is let in, shutting one out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.services.counter.counters import KnownCounter
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage

TINTS = {"enrolled": ("ok", "circle-check"), "revoked": ("err", "circle-x"), "invited": ("warn", "clock")}


class CountersPage(MaintenancePage):
    """``asked``: name and key's fingerprint of a computer to be let in. ``revoked``: a name, touched twice."""

    command = "kiosk desk counters enrol; kiosk hall list; kiosk hall revoke"
    asked = Signal(str, str)
    revoked = Signal(str)

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("counters"))
        self.line.setText(kit.say("counters_line"))
        sides = kit.split()
        self.body.addLayout(sides)
        self.body.addStretch(1)
        sides.addWidget(self._inviting(), 1)
        frame, self._list = self.headed(kit.say("counters_known"), "device-desktop")
        self._rows = kit.column(gap=12)
        self._list.addLayout(self._rows)
        self._list.addStretch(1)
        sides.addWidget(frame, 1)
        self._sure = ""
        self._known: tuple[KnownCounter, ...] = ()

    def _inviting(self) -> QWidget:
        kit = self.kit
        frame, box = self.headed(kit.say("counters_new"), "key")
        box.addWidget(kit.label(kit.say("counters_new_line"), ""))
        self.name, self.key = QLineEdit(), QLineEdit()
        self.name.setMaxLength(6)
        self.key.setMaxLength(80)
        for entry, words in ((self.name, "counters_name"), (self.key, "counters_key")):
            box.addWidget(kit.label(kit.say(words), "second"))
            entry.setAccessibleName(kit.say(words))
            entry.returnPressed.connect(self._ask)
            box.addWidget(entry)
        self.give = kit.button(kit.say("counters_give"), self._ask, role="primary", picture="key")
        self.give.setObjectName("give")
        box.addWidget(self.give)
        self.code = kit.label("", "figure")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.hide()
        box.addWidget(self.code)
        self.code_line = kit.outcome("")
        box.addWidget(self.code_line)
        box.addStretch(1)
        return frame

    def _ask(self) -> None:
        self.asked.emit(self.name.text().strip().upper(), self.key.text().strip())

    def show_code(self, code: str, name: str, until: datetime | None) -> None:
        """Large, for who types it off the glass; empty takes it away."""
        self.code.setText(code)
        self.code.setVisible(bool(code))
        words = self.kit.say("counters_code", counter=name, until=f"{until:%H:%M}") if code and until else ""
        self.code_line.setText(words)
        if code:
            self.name.clear()
            self.key.clear()

    def show_counters(self, known: Sequence[KnownCounter], sure: str = "") -> None:
        """``sure``: the name whose revocation waits for a second touch."""
        self._known, self._sure = tuple(known), sure
        emptied(self._rows)
        for one in known:
            self._rows.addWidget(self._row(one))
        if not known:
            self._rows.addWidget(self.kit.label(self.kit.strings.say("hall.no_counters"), "second"))

    def _row(self, one: KnownCounter) -> QWidget:
        kit, say = self.kit, self.kit.strings.say
        frame, box = kit.card()
        line = kit.bar(gap=12)
        line.addWidget(kit.label(say("hall.counter", counter=one.name), "h3"))
        tint, picture = TINTS[one.state]
        line.addWidget(kit.chip(say(f"hall.state.{one.state}"), tint, picture))
        line.addStretch(1)
        box.addLayout(line)
        if one.fingerprint:
            print_words = " ".join(one.fingerprint[at : at + 4] for at in range(0, 20, 4))
            box.addWidget(kit.mono(print_words))
        if one.kiosk:
            at = f"{datetime.fromisoformat(one.at):%H:%M %d/%m/%Y}"
            words = say("hall.counters.revoked_at", at=at, kiosk=one.kiosk, by=one.by)
            box.addWidget(kit.label(words, "second"))
        if one.state != "revoked":
            sure = one.name == self._sure
            words = say("hall.counters.sure" if sure else "hall.counters.revoke", counter=one.name)
            button = kit.button(words, lambda: self._touched(one.name), role="danger")
            button.setObjectName(f"revoke-{one.name}")
            box.addWidget(button)
        return frame

    def _touched(self, name: str) -> None:
        if self._sure == name:
            self.revoked.emit(name)
        else:
            self.show_counters(self._known, sure=name)
