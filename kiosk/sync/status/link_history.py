"""What was last known of the way to the portal, kept so that another process and another day can tell of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Submission, Sync
from kiosk.sync.ports import KeyValueStore
from kiosk.sync.report import PassReport

NOTE = "line.seen"
_FRESH = timedelta(seconds=60)  # what was written so lately is not written again for nothing


@dataclass(frozen=True)
class LinkHistory:
    """``reached``: when the portal last answered as it should; ``following``: when a pass is next due; ``rate``: bytes
    per second that the line carried lately, 0 if nothing is known."""

    line: LineState
    reached: datetime | None
    following: datetime | None
    rate: int = 0

    @classmethod
    def of(cls, notes: KeyValueStore) -> LinkHistory | None:
        """As it was noted; None if no pass was ever made."""
        text = notes.get(NOTE)
        if not text:
            return None
        fields_read = json.loads(text)
        reached, following = (
            fields_read[name] and datetime.fromisoformat(fields_read[name]) for name in ("reached", "next")
        )
        return cls(LineState(fields_read["line"]), reached, following, fields_read["rate"])

    def note(self, notes: KeyValueStore) -> None:
        moments = {"reached": self.reached, "next": self.following}
        fields_written = {name: moment and moment.isoformat() for name, moment in moments.items()}
        notes.set(NOTE, json.dumps(fields_written | {"line": self.line.value, "rate": self.rate}))


class Diary:
    """Notes what each pass found, when it is news."""

    def __init__(self, notes: KeyValueStore) -> None:
        self._notes = notes
        self._history = LinkHistory.of(notes)
        self.latest = self._history  # to the second; what is noted may be a minute old

    def passed(self, report: PassReport, now: datetime, wait: float, rate: float) -> None:
        """``wait``: seconds until the next pass."""
        before = self._history
        known = self.latest.reached if self.latest else None
        reached = now if report.line.reached else known
        after = LinkHistory(report.line, reached, now + timedelta(seconds=wait), round(rate))
        self.latest = after
        if before and before.line is after.line and _near(before.following, after.following):
            return
        after.note(self._notes)
        self._history = after


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(other - one) < _FRESH


@dataclass(frozen=True)
class Waiting:
    """What has not arrived, and when the next of it is tried."""

    queued: int
    parked: int
    forms: int  # of the queued: the office has the form, the papers are on their way
    following: datetime | None

    @classmethod
    def of(cls, waiting: tuple[Submission, ...], history: LinkHistory | None) -> Waiting:
        """``waiting``: all that is queued, being sent or parked."""
        moving = [item for item in waiting if item.sync is not Sync.PARKED]
        tries = [item.next_try for item in moving if item.next_try]
        earliest = min(tries) if moving and len(tries) == len(moving) else None
        moments = [moment for moment in (earliest, history and history.following) if moment]
        return cls(
            queued=len(moving),
            parked=len(waiting) - len(moving),
            forms=sum(bool(item.official) for item in moving),
            following=max(moments) if moving and moments else None,
        )
