"""A signal reaches Python while Qt waits for nothing else, and no timer has to look for it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QThread

from kiosk.app.signal_waker import ENDS, SignalWaker


@pytest.fixture
def loop(qapp) -> Iterator[QEventLoop]:
    yield QEventLoop()


@pytest.mark.parametrize("which", ENDS, ids=lambda one: one.name)
def test_a_signal_ends_a_loop_that_nothing_else_wakes(loop: QEventLoop, which: signal.Signals) -> None:
    before = signal.getsignal(which)
    told: list[str] = []
    waker = SignalWaker(lambda: (told.append("end"), loop.quit()))
    dispatcher = QAbstractEventDispatcher.instance(QThread.currentThread())
    sent = threading.Thread(target=lambda: (asleep.wait(), os.kill(os.getpid(), which)))
    asleep = threading.Event()
    dispatcher.aboutToBlock.connect(asleep.set)
    sent.start()
    try:
        loop.exec()
    finally:
        dispatcher.aboutToBlock.disconnect(asleep.set)
        sent.join()
        waker.close()
    assert told == ["end"]
    assert signal.getsignal(which) is before and signal.set_wakeup_fd(-1) == -1
