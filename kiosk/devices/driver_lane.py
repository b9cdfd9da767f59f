"""A thread of its own for calls into a driver, which may hang for ever: whoever waits for one can give up.

A call that is given up on goes on by itself, in a thread that nobody waits for any more; the next call gets a new one.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from kiosk.errors import CardTimeout

PATIENCE = 20.0
"""Seconds of one call: the slowest chips take a few for a key agreement."""

_SLICE = 0.02  # seconds: how soon a cancelled call is given up on

_T = TypeVar("_T")


class DriverLane:
    """Calls one after the other. For one thread at a time."""

    def __init__(self, cancel: threading.Event, patience: float | None = None) -> None:
        self._cancel, self._patience = cancel, PATIENCE if patience is None else patience
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._left = False
        threading.Thread(target=_run, args=(self._work,), name="kiosk-driver", daemon=True).start()

    def call(self, work: Callable[[], _T]) -> _T:
        """What ``work`` gives or raises. Raises CardTimeout at once when cancelled, and when it takes too long."""
        if self._left or self._cancel.is_set():
            raise CardTimeout("cancelled" if self._cancel.is_set() else "the driver hangs")
        future, end = self._begin(work), time.monotonic() + self._patience
        while not self._done(future):
            if self._cancel.is_set():
                self._left = True
                raise CardTimeout("cancelled")
            if time.monotonic() >= end:
                self._left = True
                raise CardTimeout("the driver hangs")
        return future.result()

    def end(self, work: Callable[[], object]) -> None:
        """The last call: waited for, unless an earlier one hangs, behind which it comes when its turn does."""
        future = self._begin(work)
        self._work.put(None)
        end = time.monotonic() + self._patience
        while not self._left and not self._done(future) and time.monotonic() < end:
            pass

    def _begin(self, work: Callable[[], _T]) -> Future[_T]:
        future: Future[_T] = Future()
        self._work.put((work, future))
        return future

    @staticmethod
    def _done(future: Future[Any]) -> bool:
        try:
            future.exception(_SLICE)
        except TimeoutError:
            return False
        return True


def _run(work: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None]) -> None:
    while (item := work.get()) is not None:
        call, future = item
        try:
            future.set_result(call())
        except BaseException as error:  # it belongs to whoever waits
            future.set_exception(error)
