"""One filing that has not arrived, as a technician reads it: nobody's name, and why it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.submission import Sync


@dataclass(frozen=True)
class QueueItem:
    """``reason``: what the portal or the line said last, without the people in it; empty where it waits its turn.
    ``by_hand``: an officer holds it back. ``arrived``: bytes of its papers that the portal has, of ``size``."""

    code: str
    matter: str
    status: Sync
    papers: int
    size: int
    filed_at: datetime
    attempts: int
    reason: str = ""
    by_hand: bool = False
    official: str = ""
    next_try: datetime | None = None

    @property
    def is_parked(self) -> bool:
        return self.status is Sync.PARKED
