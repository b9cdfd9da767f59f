"""The thread that erases what its time is over for, once an hour, and makes the file small again at night."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from kiosk.backoff import Backoff
from kiosk.errors import KioskError
from kiosk.store.filings.retention import Retention, Terms

_log = logging.getLogger(__name__)

EVERY = 3600.0  # seconds
FIRST = 60.0  # seconds after the start: nobody waits for it then


class Housekeeper:
    """``idle`` tells of an hour of the day whether nobody stands there. A known failure is tried again later."""

    def __init__(
        self,
        retention: Retention,
        terms: Terms,
        clock: Callable[[], datetime],
        idle: Callable[[int], bool],
        bug: Callable[[BaseException], None],
        well: Callable[[], object] = lambda: None,
    ) -> None:
        self._retention = retention
        self._terms = terms
        self._clock = clock
        self._idle = idle
        self._bug, self._well = bug, well
        self._backoff = Backoff(EVERY, 24 * EVERY)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def round(self) -> None:
        """One round, on the caller's thread."""
        self._retention.tidy(self._terms)
        if self._idle(self._clock().hour):
            self._retention.vacuum()

    def _run(self) -> None:
        wait = FIRST
        while not self._stopping.wait(wait):
            wait = EVERY
            try:
                self.round()
                self._backoff.worked()
                self._well()
            except KioskError as error:
                _log.warning("housekeeping: %s", error.code)
            except Exception as error:
                self._bug(error)
                wait = self._backoff.failed()
