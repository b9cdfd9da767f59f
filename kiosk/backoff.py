"""Exponential back-off of a worker that met a bug: it rests, longer each time in a row, and comes back by itself."""

from __future__ import annotations

FIRST, LONGEST = 60.0, 3600.0  # seconds


class Backoff:
    """``first`` seconds after one failure, doubled with each in a row, ``longest`` at most."""

    def __init__(self, first: float = FIRST, longest: float = LONGEST) -> None:
        self._first, self._longest = first, longest
        self._in_a_row = 0

    def failed(self) -> float:
        """One more failure: how many seconds to rest."""
        wait = min(self._longest, self._first * 2.0 ** min(self._in_a_row, 32))
        self._in_a_row += 1
        return wait

    def worked(self) -> None:
        self._in_a_row = 0
