"""The thread that asks once a day whether there is a newer catalogue or program, when nobody minds."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from datetime import datetime

from kiosk.backoff import Backoff
from kiosk.errors import KioskError, UpdateMissing
from kiosk.sync.ports import KeyValueStore

_log = logging.getLogger(__name__)

EVERY = 900.0  # seconds between two looks at whether it is time
_ASKED = "updates.asked"


class Renewal:
    """``calm`` tells whether the line is up and nothing of a resident's waits for it; ``take`` fetches, and answers
    whether something new waits for the next start. What fails is asked for again with the next look.

    A day is one by this clock, right or wrong: all that hangs on it is how often is asked.
    """

    def __init__(
        self,
        notes: KeyValueStore,
        clock: Callable[[], datetime],
        calm: Callable[[], bool],
        take: Callable[[], bool],
        bug: Callable[[BaseException], None],
        well: Callable[[], object] = lambda: None,
    ) -> None:
        self._notes, self._clock = notes, clock
        self._calm, self._take, self._bug, self._well = calm, take, bug, well
        self._backoff = Backoff(EVERY, 24 * 3600.0)
        self._alone = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="updates", daemon=True)
        self.waits = False
        """Something new waits for the next start."""

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float = 3.0) -> None:
        """A fetch under way is left to end by itself: what is half there is fetched again."""
        self._stopping.set()
        self._thread.join(patience)

    def look(self) -> None:
        """One look, on the caller's thread. LineError, UpdateError, StoreError."""
        today = self._clock().date().isoformat()
        if self._notes.get(_ASKED) == today or not self._calm():
            return
        with contextlib.suppress(UpdateMissing):  # a portal that publishes nothing
            self.through(self._take)
        self._notes.set(_ASKED, today)

    def through(self, take: Callable[[], bool]) -> bool:
        """``take`` alone: by line, or from a stick that is put in meanwhile. Its answer; what it raises."""
        with self._alone:
            came = take()
            self.waits = came or self.waits
        return came

    def _run(self) -> None:
        wait = EVERY
        while not self._stopping.wait(wait):
            wait = EVERY
            try:
                self.look()
                self._backoff.worked()
                self._well()
            except KioskError as error:
                _log.warning("updates: %s", error.code)
            except Exception as error:
                if not self._stopping.is_set():
                    self._bug(error)
                    wait = self._backoff.failed()
