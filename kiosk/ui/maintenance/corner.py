"""The hidden way into maintenance: quick touches at a corner where nothing can be touched."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

TOUCHES, WITHIN = 5, 4.0
"""So many touches at the corner, within so many seconds."""
CORNER = 0.12
"""Of the window's shorter side: the upper left corner, where nothing can be touched."""


class CornerTouches(QObject):
    """Hears touches at the upper left corner of ``window`` and takes none away. ``met``: so many in so short a time.

    ``watch`` once the window is shown: it hears what the window system sends, before any widget does.
    """

    met = Signal()

    def __init__(self, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window, self._clock = window, clock
        self._times: list[float] = []

    def watch(self) -> None:
        self._window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (place := _place(event)) is not None:
            self._touched(*place)
        return False

    def _touched(self, x: float, y: float) -> None:
        side = min(self._window.width(), self._window.height()) * CORNER
        if x > side or y > side:
            self._times = []
            return
        now = self._clock()
        self._times = [*(one for one in self._times if now - one < WITHIN), now]
        if len(self._times) >= TOUCHES:
            self._times = []
            self.met.emit()


def _place(event: QEvent) -> tuple[float, float] | None:
    """Where a finger or a mouse came down; what Qt makes of touches for those who know none does not count twice."""
    if event.type() is QEvent.Type.TouchBegin and isinstance(event, QTouchEvent):
        return event.points()[0].position().toTuple()
    presses = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
    if event.type() in presses and isinstance(event, QMouseEvent):
        own = event.source() is Qt.MouseEventSource.MouseEventNotSynthesized
        return event.position().toTuple() if own else None
    return None
