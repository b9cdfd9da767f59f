"""The bell on an officer's computer: it rings at each new call, and again until somebody has answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.ui.bell import Bell, Loudspeaker

AGAIN = 20_000  # ms, as at the kiosk
RINGS = 9  # at one call: after three minutes colour and words alone go on


class CounterBell(QObject):
    """Where no loudspeaker is found, the system's own beep is tried."""

    def __init__(self, parent: QObject, bell: Bell | None = None) -> None:
        super().__init__(parent)
        self._bell, self._left = bell or Loudspeaker(), 0
        self._again = QTimer(self, interval=AGAIN)
        self._again.timeout.connect(self.ring)

    def show(self, *, new: bool, rings: bool) -> None:
        """``new``: a kiosk began to call; ``rings``: one still does."""
        if new:
            self._left = RINGS
            self.ring()
            self._again.start()
        elif not rings:
            self._left = 0
            self._again.stop()

    def ring(self) -> None:
        if self._left <= 0:
            self._again.stop()
            return
        self._left -= 1
        if not self._bell.ring():
            QApplication.beep()
