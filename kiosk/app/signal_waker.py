"""Signals of the system while Qt waits. Python acts on one only when it runs next: a byte in a pipe has it run at once
(signal(3), ``signal.set_wakeup_fd``), so that no timer keeps looking."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, QSocketNotifier

from kiosk.closing import close_all

ENDS = (signal.SIGINT, signal.SIGTERM)


class SignalWaker(QObject):
    """Calls ``end``, on the painting thread, for a signal that ends the program. Made there; one in a process."""

    def __init__(self, end: Callable[[], object]) -> None:
        super().__init__()
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._taken)
        self._fd_before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._before = {one: signal.signal(one, lambda *_: end()) for one in ENDS}

    def _taken(self) -> None:
        """That Python runs is all that was wanted: it has called the handler on its way in here."""
        with suppress(BlockingIOError):
            os.read(self._read, 4096)

    def close(self) -> None:
        """As it was before."""
        signal.set_wakeup_fd(self._fd_before)
        for one, before in self._before.items():
            signal.signal(one, before)
        self._notifier.setEnabled(False)
        close_all(partial(os.close, self._read), partial(os.close, self._write))
