"""How often a wrong key may be tried, over all reads of one reader. The one place where this is decided.

A card cannot be told from another before it is open, and many let a CAN be tried for ever; so the reader keeps the
count. A few slips cost nothing; after them each further one doubles the wait before a key goes to a card at all. A card
that opens ends the count, so who comes next waits for the slips of the one before at most once.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.errors import KeysPaused

FREE = 3
"""Wrong keys in a row that cost nothing: a finger slips, an 8 is read as a 3."""

FIRST, LONGEST = 15.0, 300.0
"""Seconds of the first wait, and of the longest. A million CANs take years then, and nobody stands there so long."""

FORGOTTEN = 600.0
"""Seconds without a wrong key after which the count is nothing: another person stands there."""


class WrongKeys:
    """The count of one reader. ``clock`` in seconds, never going back. For one thread, as a reader is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._count, self._last = 0, clock()

    def ask(self) -> None:
        """May a key be tried now? Raises KeysPaused, which says for how many seconds not."""
        passed = self._clock() - self._last
        if passed >= FORGOTTEN:
            self._count = 0
        left = self._pause - passed
        if left > 0:
            raise KeysPaused(f"{self._count} wrong keys", seconds=max(1, round(left)))

    def wrong(self) -> None:
        self._count, self._last = self._count + 1, self._clock()

    def right(self) -> None:
        self._count = 0

    @property
    def _pause(self) -> float:
        beyond = self._count - FREE
        return min(FIRST * 2.0 ** min(beyond, 16), LONGEST) if beyond >= 0 else 0.0
