"""When the window has been seen for the first time: what nobody needs before begins then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPicture(QObject):
    """Calls ``then`` once, after ``window`` has painted for the first time: Qt paints while the window system tells it
    that it is seen. Made when the window stands and before events are taken."""

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._after = QTimer(self, singleShot=True, interval=0)
        self._after.timeout.connect(then)
        if window.windowHandle().isExposed():  # told while it was put up, and painted with it
            self._after.start()
        else:
            window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Expose:
            watched.removeEventFilter(self)
            self._after.start()
        return False
