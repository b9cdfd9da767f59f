"""Several processes that serve one portal on one port: a listening socket that all of them take connections from.

They are forked before anything is opened, share the database and the folder, and know nothing of one another but what
lies there. One that dies is replaced; when the first process ends, however it ends, all do.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import FrameType

from kiosk.errors import ConfigError

SHORT = 1.0  # seconds; a worker that lived no longer never served
_ENDS = (signal.SIGTERM, signal.SIGINT)
_TRIES = 5  # short lives in a row, then the fault is not the worker's


class Workers:
    """``serve`` is one worker's whole life, in a process of its own."""

    def __init__(self, count: int, serve: Callable[[], None]) -> None:
        self._count = count
        self._serve = serve
        self._began: dict[int, float] = {}
        self._stopping = False
        self._alive, self._parent = os.pipe()

    def run(self) -> None:
        """Until a signal. ConfigError when workers die as soon as they begin."""
        for number in _ENDS:
            signal.signal(number, self._stop)
        for _ in range(self._count):
            self._fork()
        short = 0
        while self._began:
            pid, _ = os.wait()
            lived = time.monotonic() - self._began.pop(pid, time.monotonic())
            if self._stopping:
                continue
            short = short + 1 if lived < SHORT else 0
            if short >= _TRIES:
                self._stop()
                raise ConfigError("the portal's workers end as soon as they begin", key="--workers")
            self._fork()

    def _fork(self) -> None:
        """A signal that comes meanwhile waits until this process knows of the worker, and the worker of itself: else
        nobody would end it, or it would end its elders."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        if pid := os.fork():
            self._began[pid] = time.monotonic()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
            if self._stopping:
                self._stop()
            return
        self._live()

    def _live(self) -> None:
        """A worker's whole life."""
        status = 1
        try:
            for number in _ENDS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
            os.close(self._parent)
            threading.Thread(target=self._end_with_parent, name="parent", daemon=True).start()
            self._serve()
            status = 0
        except KeyboardInterrupt:
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _end_with_parent(self) -> None:
        os.read(self._alive, 1)  # nobody writes: it returns when the last other end is closed
        os.kill(os.getpid(), signal.SIGTERM)

    def _stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self._stopping = True
        for pid in list(self._began):
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
