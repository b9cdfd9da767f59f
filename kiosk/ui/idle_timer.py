"""Who stands there? Asks after a while without a touch, and clears the screen when nobody answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.config import Delays


class IdleTimer(QObject):
    """The idle watch of a visit. ``touched`` on every touch and key; asleep while nobody's visit is open."""

    ask = Signal(int)  # seconds left before the screen is cleared
    wipe = Signal()
    stayed = Signal()  # touched again after the question

    TOUCHING_AT_MOST = 5
    """So often a finger that lies on the glass counts as somebody; then it is a bag that leans there."""

    def __init__(
        self, delays: Delays, parent: QObject | None = None, touching: Callable[[], bool] = lambda: False
    ) -> None:
        """``touching``: whether a finger lies on the glass."""
        super().__init__(parent)
        self._touching, self._touched_for = touching, 0
        self._left_after_ask = delays.idle_wipe - delays.idle_ask
        self._quiet = self._timer(delays.idle_ask, self._begin_to_ask)
        self._gone = self._timer(self._left_after_ask, self._end)
        self._asking = False

    def _timer(self, seconds: float, fired: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        timer.timeout.connect(fired)
        return timer

    def wake(self) -> None:
        """A visit begins."""
        self._asking = False
        self._gone.stop()
        self._quiet.start()

    def sleep(self) -> None:
        """The visit is over."""
        self._asking = False
        self._quiet.stop()
        self._gone.stop()

    def touched(self) -> None:
        if not (self._quiet.isActive() or self._asking):
            return
        was_asking = self._asking
        self._touched_for = 0
        self.wake()
        if was_asking:
            self.stayed.emit()

    def _begin_to_ask(self) -> None:
        if self._touching() and self._touched_for < self.TOUCHING_AT_MOST:
            self._touched_for += 1
            self._quiet.start()
            return
        self._asking = True
        self._gone.start()
        self.ask.emit(round(self._left_after_ask))

    def _end(self) -> None:
        self.sleep()
        self.wipe.emit()


class StartIdleTimer(QObject):
    """The idle watch of the start screen. Nothing is lost there, so nobody is asked: ``rested`` once, after ``seconds``
    without a touch since the last one. ``clock`` gives seconds that only count up."""

    rested = Signal()

    def __init__(
        self, seconds: float, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._seconds, self._clock = seconds, clock
        self._since = 0.0
        self._looks = QTimer(self, interval=round(min(1.0, seconds / 4) * 1000))
        self._looks.timeout.connect(self.look)

    def touched(self) -> None:
        self._since = self._clock()
        self._looks.start()

    def sleep(self) -> None:
        """Somebody's visit began: another watch has it."""
        self._looks.stop()

    def look(self) -> None:
        """Whether it is time."""
        if self._looks.isActive() and self._clock() - self._since >= self._seconds:
            self.sleep()
            self.rested.emit()
