"""What a trial of the line's speed found. Names nobody: what travels is noise."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES, MOST_METERED_BYTES = 1_000_000, 200_000
"""Bytes that a trial sends at most; the second on a line that is paid by the byte."""


@dataclass(frozen=True)
class LineSpeed:
    """``latency``: seconds from a question to its answer; ``whole``: all was sent, not only what fitted the time."""

    bytes: int
    seconds: float
    latency: float
    whole: bool

    @property
    def rate(self) -> int:
        """Bytes per second."""
        return round(self.bytes / self.seconds) if self.seconds > 0 else 0
