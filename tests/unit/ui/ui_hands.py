"""What the tests of the screen share: a clock that stands still, and a finger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.ui.widgets import Ground


class Clock:
    """Seconds, as many as a test says."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


Show = Callable[..., Ground]


def touch(window: QWidget, device: QPointingDevice, widget: QWidget, at: QPoint | None = None) -> None:
    """A tap of a finger, as the window system reports it."""
    place = widget.mapTo(window, at or widget.rect().center())
    handle = window.windowHandle()
    QTest.touchEvent(handle, device).press(0, place)
    QTest.touchEvent(handle, device).release(0, place)
