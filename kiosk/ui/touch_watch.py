"""What fingers do on the glass as a whole: whether one is held there, and what was missed by a little."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QPointingDevice, QTouchEvent
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
        self.count = 0
        """How often a finger came down on a glass where none lay."""
        self._device: QPointingDevice | None = None  # the glass that was touched last
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
        before = self.touching
        self._follow(watched, event)
        self.count += self.touching and not before
        if self._waiting and not self.touching:
            self._soon.start()

    def _follow(self, watched: QObject, event: QEvent) -> None:
        if event.type() in _TOUCH:
            self._touched(watched, cast(QTouchEvent, event))
        elif event.type() is QEvent.Type.TouchCancel:
            self._fingers.clear()
        elif event.type() is QEvent.Type.MouseButtonPress:
            self._plugged_anew(cast(QMouseEvent, event))
            self._fingers.add(-1)
            self._came_down(watched, cast(QMouseEvent, event).globalPosition())
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._fingers.discard(-1)

    def _plugged_anew(self, event: QTouchEvent | QMouseEvent) -> None:
        """The glass was pulled out while a finger lay on it: its lifting is never told, and whatever is touched next
        would count as a second finger, for good."""
        device = event.pointingDevice()
        if device is None or device.type() is not QInputDevice.DeviceType.TouchScreen:
            return
        gone, self._device = self._device, device
        if gone is None or gone == device or not self._fingers:
            return
        self._fingers.clear()
        for button in self._window.window().findChildren(Pressable):
            if button.grasped:
                button.let_go()
        for keyboard in self._window.window().findChildren(Keyboard):
            keyboard.let_go()

    def _touched(self, watched: QObject, event: QTouchEvent) -> None:
        self._plugged_anew(event)
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
