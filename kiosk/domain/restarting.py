"""Starting anew: the program or the whole machine, what stands in its way, and how the last one went."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

RESTART_NOTE = "restart"
"""Under this name the store keeps the last ``RestartRecord``."""


class RestartKind(enum.Enum):
    """Words under ``maintenance.ui.restart_VALUE``."""

    PROGRAM = "program"
    MACHINE = "machine"


class RestartObstacle(enum.Enum):
    """Why nothing is started anew now. Words under ``restart.obstacle.VALUE``."""

    VISIT = "visit"  # somebody is at the kiosk
    COUNTER = "counter"  # an officer is at the counter's screen
    HALL = "hall"  # an officer's own computer is being answered
    MAINTENANCE = "maintenance"  # a technician is at the screen, and a command asks
    SAVING = "saving"  # a paper, a stick, a backup or the store's key is being written
    UNATTENDED = "unattended"  # no service started this program, so none starts it again
    MACHINE = "machine"  # the system does not let this program start the machine anew


SCREEN_WAYS = ("screen", "move", "restore")
"""Ways of a restart that a technician wished at the screen, and waits to see again."""


@dataclass(frozen=True)
class RestartRecord:
    """One that was asked for. ``way``: screen, command, night, move, restore. ``up``: when the program was there
    again; None where it never came, or has not yet."""

    asked: datetime
    kind: RestartKind
    way: str
    up: datetime | None = None
    program: str = ""
    catalogue: str = ""

    @property
    def took(self) -> timedelta | None:
        """By the clock, which may have been put right meanwhile: never less than nothing."""
        return max(self.up - self.asked, timedelta(0)) if self.up else None


@dataclass(frozen=True)
class RestartFacts:
    """``attended``: a service starts the program again; ``machine``: the system lets this program start it anew.
    ``waiting``: what comes into force with the next start: catalogue, program, settings, move, restore."""

    attended: bool
    machine: bool
    waiting: tuple[str, ...] = ()
    last: RestartRecord | None = None
