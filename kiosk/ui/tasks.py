"""Background work for the screens: one worker a lane, results back on the painting thread.

Each task ends as success, as a known failure, or as a bug; never silently. A device has its own lane, so a slow card
never holds up the camera. ``forget()`` ends a visit: what is still under way is cancelled and its results go nowhere.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.closing import close_all
from kiosk.errors import KioskError

log = logging.getLogger(__name__)

SAVING = ("store", "reading", "stick", "printer", "scanner")
"""Lanes on which something is written that should not be cut."""

LANES = ("card", "camera", "printer", "scanner", "stick", "store", "reading", "mirror", "line")


@dataclass(frozen=True)
class Work:
    """One task under way. ``cancel`` is handed to the device; ``tell`` brings news from the middle of it."""

    cancel: threading.Event
    tell: Callable[[object], None]


@dataclass(frozen=True)
class _Result:
    """What crosses from a worker to the painting thread."""

    visit: int
    then: Callable[[Any], None] | None
    value: object


class Tasks(QObject):
    """Runs work off the painting thread. Made, called and closed on that thread."""

    _arrived = Signal(object)

    def __init__(self, bug: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bug = bug
        self._visit, self._closed = 0, False
        self._cancels: dict[threading.Event, str] = {}
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=f"kiosk-{lane}") for lane in LANES}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: str,
        work: Callable[[Work], Any],
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[KioskError], None] | None = None,
        news: Callable[[Any], None] | None = None,
    ) -> threading.Event:
        """Queue ``work`` on its lane. Returns the event that cancels it. A KioskError without ``failed`` is a bug.

        What is asked for once the house has closed, by a timer or an event that was still on its way, never begins.
        """
        visit, cancel = self._visit, threading.Event()
        if self._closed:
            cancel.set()
            return cancel
        self._cancels[cancel] = lane

        def tell(value: object) -> None:
            self._arrived.emit(_Result(visit, news, value))

        def finish(future: Future[Any]) -> None:
            self._cancels.pop(cancel, None)
            if not future.cancelled():  # never begun: the house is closing
                self._arrived.emit(self._ending(visit, future, done, failed))

        self._lanes[lane].submit(work, Work(cancel, tell)).add_done_callback(finish)
        return cancel

    def _ending(
        self,
        visit: int,
        future: Future[Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[KioskError], None] | None,
    ) -> _Result:
        error = future.exception()
        if error is None:
            return _Result(visit, done, future.result())
        if isinstance(error, KioskError) and failed is not None:
            log.info("%s: %s", error.code, error.detail)
            return _Result(visit, failed, error)
        return _Result(-1, self._bug, error)  # a bug is told whatever visit it belonged to

    def busy(self, *lanes: str) -> bool:
        """Whether work of one of these lanes is under way or waits for its turn."""
        return any(lane in lanes for lane in tuple(self._cancels.values()))

    @Slot(object)
    def _deliver(self, result: _Result) -> None:
        if result.then is not None and result.visit in (self._visit, -1):
            result.then(result.value)

    def forget(self) -> None:
        """Cancel everything under way and drop its results: the visit is over."""
        self._visit += 1
        for cancel in tuple(self._cancels):
            cancel.set()

    def close(self) -> None:
        """Cancel, and wait for every worker to end."""
        self._closed = True
        pools = self._lanes.values()
        close_all(self.forget, *(partial(pool.shutdown, wait=True, cancel_futures=True) for pool in pools))


class Attempts:
    """A screen's tasks that are given up together: ``stop`` cancels them, and what comes too late is not told."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._cancels: list[threading.Event] = []
        self._now = 0

    def run(
        self,
        lane: str,
        work: Callable[[Work], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
        news: Callable[[Any], None] | None = None,
    ) -> None:
        """As ``Tasks.run``, for as long as this attempt lasts."""
        began = self._now

        def timely(then: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda value: then(value) if began == self._now else None

        heard = timely(news) if news is not None else None
        failing = timely(failed) if failed is not None else None
        self._cancels.append(self._tasks.run(lane, work, done=timely(done), failed=failing, news=heard))

    def stop(self) -> None:
        self._now += 1
        for cancel in self._cancels:
            cancel.set()
        self._cancels.clear()
