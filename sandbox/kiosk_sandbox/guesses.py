"""Who guesses at an officer's password is made to wait, each by where they come from: nobody shuts an officer out from
elsewhere, and a page that is signed in stays so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MOST_WRONG = 20  # passwords from one place, until it has to wait
WAIT = 900.0  # seconds from the last of them
_MOST_PLACES = 10_000  # that are remembered; the oldest is forgotten first


class Guesses:
    """Of one process: its workers count each for itself. ``monotonic`` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def wait(self, place: str) -> float:
        """Seconds until another password from there is looked at; 0: now."""
        count, at = self._wrong.get(place, (0, 0.0))
        return max(0.0, at + WAIT - self._monotonic()) if count >= MOST_WRONG else 0.0

    def judged(self, place: str, *, right: bool) -> None:
        """A password from there was looked at."""
        with self._lock:
            count, at = self._wrong.pop(place, (0, 0.0))
            if right:
                return
            now = self._monotonic()
            self._wrong[place] = (count + 1 if now - at < WAIT else 1, now)
            if len(self._wrong) > _MOST_PLACES:
                del self._wrong[next(iter(self._wrong))]
