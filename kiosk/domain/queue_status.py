"""How the line stands and what waits, as values. Nobody is named in them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.line_state import LineState


class WaitReason(enum.Enum):
    """Why papers wait; words under ``line.held.VALUE``."""

    HOURS = "hours"  # it is not their time
    METERED = "metered"  # the line is paid by the byte, and no hours are set for it


@dataclass(frozen=True)
class QueueSummary:
    """What the start screen tells in a line. ``following``: None when nothing waits."""

    line: LineState
    reached: datetime | None
    waiting: int
    following: datetime | None


@dataclass(frozen=True)
class QueueStatus:
    """``following``: when something is tried next; ``clock_off``: how far this machine's clock is ahead of the
    portal's, None where it is right or nothing is known; ``parked`` wait for a person, for these ``reasons``."""

    line: LineState
    reached: datetime | None
    following: datetime | None
    rate: int  # bytes per second that the line carried lately; 0: nothing is known
    forms: int  # waiting filings that the office has not heard of
    papers: int  # waiting filings of which it has the form
    parked: int
    reasons: tuple[str, ...]
    wait_reason: WaitReason | None
    clock_off: timedelta | None
    sending: bool
    alarms: tuple[str, ...] = ()  # their names: what a technician has to know of

    @property
    def waiting(self) -> int:
        return self.forms + self.papers
