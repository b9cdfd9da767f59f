"""Starting anew: the program or the whole machine, what each does, what comes into force with it, how the last went."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.restarting import RestartFacts, RestartKind, RestartObstacle, RestartRecord
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage

_PICTURES = {RestartKind.PROGRAM: "refresh", RestartKind.MACHINE: "power"}
_DOES = {RestartKind.PROGRAM: 3, RestartKind.MACHINE: 3}
"""How many lines say what it does: ``restart_KIND_1`` and on."""


class RestartPage(MaintenancePage):
    """``wanted``: program or machine, to be asked about once more."""

    command = "kiosk restart; kiosk restart --machine; kiosk restart --check"
    wanted = Signal(object)

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("restart_title"))
        self.line.setText(kit.say("restart_line"))
        self.facts: RestartFacts | None = None
        self.obstacle: RestartObstacle | None = None
        self._above = kit.column(gap=18)
        self.body.addLayout(self._above)
        self._sides = kit.split()
        self.body.addLayout(self._sides)
        self._below = kit.column(gap=18)
        self.body.addLayout(self._below)
        self.body.addStretch(1)

    def show_facts(self, facts: RestartFacts, obstacle: RestartObstacle | None) -> None:
        kit = self.kit
        self.facts, self.obstacle = facts, obstacle
        for layout in (self._above, self._sides, self._below):
            emptied(layout)
        if obstacle is not None:
            words = kit.strings.say(f"restart.obstacle.{obstacle.value}")
            self._above.addWidget(kit.note(kit.say("restart_waits", why=words), "warn", "clock"))
        for kind in RestartKind:
            self._sides.addWidget(self._side(kind, facts, obstacle), 1)
        self._below.addWidget(self._waiting(facts))
        self._below.addWidget(self._last(facts.last))

    def _side(self, kind: RestartKind, facts: RestartFacts, obstacle: RestartObstacle | None) -> QWidget:
        kit = self.kit
        frame, box = self.headed(kit.say(f"restart_{kind.value}"), _PICTURES[kind])
        for place in range(1, _DOES[kind] + 1):
            line = kit.row(gap=12)
            line.addWidget(kit.picture("check", 24))
            line.addWidget(kit.label(kit.say(f"restart_{kind.value}_{place}"), ""), 1)
            box.addLayout(line)
        box.addStretch(1)
        possible = facts.attended if kind is RestartKind.PROGRAM else facts.machine
        if not possible:
            box.addWidget(kit.note(kit.say(f"restart_{kind.value}_not"), "plain", "info-circle"))
        role = "primary" if kind is RestartKind.PROGRAM and possible and obstacle is None else ""
        act = kit.button(kit.say(f"restart_{kind.value}_act"), lambda: self.wanted.emit(kind), role=role)
        act.setObjectName(f"restart-{kind.value}")
        act.setEnabled(possible and obstacle is None)
        box.addWidget(act)
        return frame

    def _waiting(self, facts: RestartFacts) -> QWidget:
        kit = self.kit
        frame, box = kit.card()
        box.addWidget(kit.label(kit.say("restart_brings"), "h2"))
        if not facts.waiting:
            box.addWidget(kit.label(kit.say("restart_brings_nothing"), "second"))
        for name in facts.waiting:
            line = kit.row(gap=12)
            line.addWidget(kit.picture("arrow-right", 24))
            line.addWidget(kit.label(kit.say(f"restart_brings_{name}"), ""), 1)
            box.addLayout(line)
        return frame

    def _last(self, last: RestartRecord | None) -> QWidget:
        kit = self.kit
        frame, box = kit.card()
        box.addWidget(kit.label(kit.say("restart_last"), "h2"))
        if last is None:
            box.addWidget(kit.label(kit.say("restart_never"), "second"))
            return frame
        line = kit.row(gap=12)
        came = last.up is not None
        line.addWidget(kit.picture("circle-check" if came else "alert-triangle", 28, "ok" if came else "warn"))
        line.addWidget(kit.label(fresh_start(kit, last), ""), 1)
        box.addLayout(line)
        box.addWidget(kit.label(kit.say(f"restart_way_{last.way}"), "second"))
        return frame

    def show_ending(self, kind: RestartKind) -> None:
        """Seen until the screen goes dark."""
        for layout in (self._above, self._sides, self._below):
            emptied(layout)
        text = self.kit.say(f"restart_{kind.value}_ending")
        self._above.addWidget(self.kit.note(text, "info", _PICTURES[kind]))


def fresh_start(kit: MaintenanceKit, record: RestartRecord) -> str:
    """That it is there again, since when, after how long, and what runs now."""
    asked = f"{record.asked:%H:%M %d/%m/%Y}"
    if record.up is None or record.took is None:
        return kit.say("restart_unseen", at=asked)
    values = {
        "at": f"{record.up:%H:%M:%S}",
        "seconds": round(record.took.total_seconds()),
        "program": record.program,
        "catalogue": record.catalogue,
    }
    return kit.say("restart_fresh", **values)
