"""The watchdog's heart: it beats on the painting thread, so that a window that hangs is ended and begun anew."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from kiosk.app.service_manager import ServiceManager

BEATS = 3  # within the manager's patience: two may come late
LOOKS = 200  # ms between two looks at whether the window has come to the screen


class WatchdogFeeder(QObject):
    """Says READY once ``window`` is on the screen, and from then on that the painting thread still takes its turns."""

    def __init__(self, manager: ServiceManager, window: QWidget) -> None:
        super().__init__(window)
        self._manager, self._window = manager, window
        self._looks = QTimer(self, interval=LOOKS)
        self._looks.timeout.connect(self._look)
        self._looks.start()

    def _look(self) -> None:
        handle = self._window.windowHandle()
        if handle is None or not handle.isExposed():
            return
        self._looks.stop()
        self._manager.ready()
        if self._manager.patience is not None:
            self._manager.alive()
            beats = QTimer(self, interval=round(self._manager.patience * 1000 / BEATS))
            beats.timeout.connect(self._manager.alive)
            beats.start()
