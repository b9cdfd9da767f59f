"""When papers may travel: in their hours, not over a line that is paid by the byte, or because an officer said so.

Forms always go. A filing without papers is all form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.queue_status import WaitReason
from kiosk.domain.submission import Submission
from kiosk.sync.ports import KeyValueStore

NOTE = "papers.sent-off"


@dataclass(frozen=True)
class Hours:
    """From ``begin`` until ``end`` o'clock, over midnight too; 0 and 24 is always."""

    begin: int
    end: int

    @property
    def all_day(self) -> bool:
        return (self.begin, self.end) == (0, 24)

    def has(self, moment: datetime) -> bool:
        hour = moment.hour
        return self.begin <= hour < self.end if self.begin <= self.end else hour >= self.begin or hour < self.end


class PaperGate:
    """``metered`` tells whether the line is paid by the byte now. What an officer sends off is kept over restarts."""

    def __init__(self, hours: Hours, notes: KeyValueStore, metered: Callable[[], bool] = lambda: False) -> None:
        self.hours = hours
        self.metered = metered
        self._notes = notes

    def wait_reason(self, moment: datetime) -> WaitReason | None:
        """Why papers do not travel at ``moment``; None if they do. On a metered line they go in the hours that are set
        for them; where none are set, they wait for a person."""
        if not self.hours.has(moment):
            return WaitReason.HOURS
        return WaitReason.METERED if self.hours.all_day and self.metered() else None

    def lets_through(self, item: Submission, reason: WaitReason | None) -> bool:
        """May all of it travel, papers too?"""
        return reason is None or not item.filing.documents or item.code in self._sent_off()

    def send_off(self, codes: Iterable[str]) -> None:
        """The papers of these go now, whatever the hour and the line. Those sent off before and still here are among
        ``codes`` too: what arrived needs to be remembered no longer."""
        self._notes.set(NOTE, json.dumps(sorted(codes)))

    def _sent_off(self) -> frozenset[str]:
        note = self._notes.get(NOTE)
        return frozenset(json.loads(note)) if note else frozenset()
