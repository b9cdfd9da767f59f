"""What fingers do on the glass as a whole: whether one is held there, and what was missed by a little."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.keyboard import Keyboard
from kiosk.ui.theme import Look
from kiosk.ui.widgets import MissFlash, Pressable

_TOUCH = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd)


class TouchWatch:
    """Sees every event of one window before its widgets do, and takes none away."""

    KINDS = (*_TOUCH, QEvent.Type.TouchCancel, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)

    def __init__(self, look: Look, window: QWidget) -> None:
        self._window = window
        self._fingers: set[int] = set()
        self.flash = MissFlash(look, window)
        self._waiting: list[Callable[[], None]] = []
        self._soon = QTimer(window, singleShot=True, interval=0)  # the lifting reaches its button first
        self._soon.timeout.connect(self._act)

    @property
    def touching(self) -> bool:
        """A finger lies on the glass."""
        return bool(self._fingers)

    def once_lifted(self, act: Callable[[], None]) -> None:
        """Do it when no finger lies on the glass, and the last one has done what it came for: now, if none does."""
        self._waiting.append(act)
        if not self.touching:
            self._act()

    def _act(self) -> None:
        if self.touching:
            return
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def see(self, watched: QObject, event: QEvent) -> None:
        self._count(watched, event)
        if self._waiting and not self.touching:
            self._soon.start()

    def _count(self, watched: QObject, event: QEvent) -> None:
        if event.type() in _TOUCH:
            self._touched(watched, cast(QTouchEvent, event))
        elif event.type() is QEvent.Type.TouchCancel:
            self._fingers.clear()
        elif event.type() is QEvent.Type.MouseButtonPress:
            self._fingers.add(-1)
            self._came_down(watched, cast(QMouseEvent, event).globalPosition())
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._fingers.discard(-1)

    def _touched(self, watched: QObject, event: QTouchEvent) -> None:
        for point in event.points():
            if point.state() is QEventPoint.State.Released:
                self._fingers.discard(point.id())
            else:
                self._fingers.add(point.id())
        if event.type() is QEvent.Type.TouchBegin:
            self._came_down(watched, event.points()[0].globalPosition())

    def _came_down(self, watched: QObject, at: QPointF) -> None:
        window = self._window.window()
        place = window.mapFromGlobal(at)
        if watched is not window.childAt(place.toPoint()):
            return  # the same touch, on its way up to those that hold it
        widget: QWidget | None = watched if isinstance(watched, QWidget) else None
        while widget is not None:
            if isinstance(widget, Pressable | Keyboard):
                return
            widget = widget.parentWidget()
        self.flash.missed(QPointF(self._window.mapFrom(window, place.toPoint())))
