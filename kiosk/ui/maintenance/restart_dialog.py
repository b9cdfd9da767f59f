"""Asked once more before something is started anew: what happens, how long residents wait, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.restarting import RestartKind
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import Rooted


class RestartDialog(Rooted):
    """``agreed`` or ``dropped``. The way out has the focus: Enter alone starts nothing."""

    agreed = Signal()
    dropped = Signal()

    def __init__(self, kit: MaintenanceKit, kind: RestartKind) -> None:
        super().__init__()
        box = kit.column(self, gap=20)
        box.addWidget(kit.label(kit.say(f"restart_{kind.value}_ask"), "h1"))
        box.addWidget(kit.label(kit.say(f"restart_{kind.value}_then"), ""))
        box.addWidget(kit.note(kit.say("restart_kept"), "info", "shield-check"))
        line = kit.bar()
        self.drop = kit.button(kit.say("restart_drop"), self.dropped.emit, picture="x")
        self.drop.setObjectName("drop")
        self.go = kit.button(kit.say(f"restart_{kind.value}_now"), self.agreed.emit, role="danger", picture="power")
        self.go.setObjectName("agree")
        line.addWidget(self.drop)
        line.addStretch(1)
        line.addWidget(self.go)
        box.addLayout(line)
        self.drop.setFocus()
