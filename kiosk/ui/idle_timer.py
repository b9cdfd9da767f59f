"""Who stands there? Asks after a while without a touch, and clears the screen when nobody answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.config import Delays


class IdleTimer(QObject):
    """The idle watch of a visit. ``touched`` on every touch and key; asleep while nobody's visit is open."""

    ask = Signal(int)  # seconds left before the screen is cleared
    wipe = Signal()
    stayed = Signal()  # touched again after the question

    def __init__(self, delays: Delays, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        self.wake()
        if was_asking:
            self.stayed.emit()

    def _begin_to_ask(self) -> None:
        self._asking = True
        self._gone.start()
        self.ask.emit(round(self._left_after_ask))

    def _end(self) -> None:
        self.sleep()
        self.wipe.emit()
