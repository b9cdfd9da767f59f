"""What a pass is made with, by what belongs together: for whom, in which time, and who hears of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.config import Office
from kiosk.domain.procedure import Procedure
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.queue.policy import Policy
from kiosk.sync.queue.sending import ItemBug
from kiosk.sync.status.heartbeat import Heartbeat


@dataclass(frozen=True)
class PassOffice:
    """For whom: ``procedure`` finds one in force by code, for filings from before they kept their own; ``signers`` are
    those whose word on arrivals counts; without any, none is kept."""

    office: Office
    procedure: Callable[[str], Procedure]
    signers: Signers = field(default_factory=Signers)

    @property
    def name(self) -> str:
        """UNIT/KIOSK."""
        return f"{self.office.unit}/{self.office.kiosk}"


@dataclass(frozen=True)
class PassTiming:
    """``clock`` gives aware moments; waits are measured by ``monotonic``, which no one resets. ``status_every`` seconds
    lie between two rounds of questions; ``metered``: is the line paid by the byte now?"""

    policy: Policy
    clock: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    status_every: float = 60.0
    metered: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class PassListeners:
    """Who hears of it: ``health`` tells the portal how this kiosk is, ``item_bug`` of a bug over one item."""

    health: Heartbeat | None = None
    item_bug: ItemBug | None = None
