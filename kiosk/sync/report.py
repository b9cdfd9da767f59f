"""What one pass did, for the screen, the commands and the log. Names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.domain.line_state import LineState
from kiosk.errors import KioskError


@dataclass(frozen=True)
class ItemReport:
    """``outcome``: delivered | postponed | parked | skipped (another process was quicker)."""

    code: str
    outcome: str
    official: str = ""
    reason: str = ""
    error: KioskError | None = None

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "outcome": self.outcome, "official": self.official, "reason": self.reason}


@dataclass(frozen=True)
class PassReport:
    """``rest``: seconds the portal asked to be left alone; ``error``: what stopped all, None if nothing did.
    ``answers``: to the office, that arrived; ``news``: dossiers of which the portal told something new."""

    line: LineState
    submissions: tuple[ItemReport, ...] = ()
    bytes_sent: int = 0  # on the line, headers included
    bytes_payload: int = 0  # of documents and forms that arrived
    seconds: float = 0.0
    error: KioskError | None = None
    rest: float = 0.0
    answers: int = 0
    news: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "line": self.line.value,
            "submissions": [item.as_json() for item in self.submissions],
            "answers": self.answers,
            "news": self.news,
            "bytes_sent": self.bytes_sent,
            "bytes_payload": self.bytes_payload,
            "seconds": round(self.seconds, 3),
        }
