"""A finger and an eye: real touch events into the real window, and waiting for what should then be seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache, partial
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.keyboard.keyboard import BOUNCE
from kiosk.ui.resident.leaves import Leaves
from kiosk.ui.widgets.base import Pressable

GLANCE_MS = 15  # between two looks at what should come
PATIENCE = 100.0  # seconds: a slow machine under load is no fault, a thing that never comes is

W = TypeVar("W", bound=QWidget)


class NotSeen(AssertionError):
    """What should have come onto the screen did not."""


class Finger:
    """Touches one window."""

    def __init__(self, window: QWidget, debounce: float) -> None:
        self._window = window
        self._debounce = debounce
        self._last = -1e9
        self._same_key = BOUNCE + 0.01
        self.taps, self.letters = 0, 0  # touches; of them those on a keyboard's keys are counted apart
        self._keys: dict[tuple[int, int], float] = {}
        self._device = QTest.createTouchDevice()

    def touch(self, widget: QWidget, at: QPoint | None = None) -> None:
        """One touch in the middle of ``widget``, or at a point of it; never quicker than a hand is believed to be."""
        pump()  # what has just come is laid out before one aims at it
        self._turn_to(widget)
        self._touch(widget, at)

    def _touch(self, widget: QWidget, at: QPoint | None) -> None:
        self._at_ease()
        if isinstance(widget, Pressable):
            until(lambda: not widget.resting, "a button that has changed")
        pump()  # it may have moved meanwhile
        self._tap(widget, at)
        self.taps += 1
        self._last = time.monotonic()

    def _at_ease(self) -> None:
        until(lambda: time.monotonic() > self._last + self._debounce, "the hand's own pace")

    def _turn_to(self, widget: QWidget) -> None:
        """Where large letters take several leaves, turn them on, then back, until ``widget`` is there."""
        leaves = _leaves_of(widget)
        if leaves is None:
            return
        for button, most in ((leaves.pager.after, leaves.leaves), (leaves.pager.before, leaves.leaves)):
            for _ in range(most):
                if widget.isVisible() or not button.isEnabled():
                    break
                self._turn(leaves, button)
        if not widget.isVisible():
            raise NotSeen(f"{widget.accessibleName()!r} is on no leaf")

    def _turn(self, leaves: Leaves, button: QWidget) -> None:
        before = leaves.leaf
        self._touch(button, None)
        until(partial(_turned, leaves, before), "another leaf")

    def key(self, widget: QWidget, at: QPoint) -> None:
        """One touch on a key: there a hand may be quick, but the same finger needs its time to come up again."""
        came_up = self._keys.get((at.x(), at.y()), -1e9)
        until(lambda: time.monotonic() > came_up + self._same_key, "the finger coming up")
        self._tap(widget, at)
        self.letters += 1
        self._keys[at.x(), at.y()] = time.monotonic()

    def _tap(self, widget: QWidget, at: QPoint | None) -> None:
        where = widget.mapTo(self._window, at if at is not None else widget.rect().center())
        handle = self._window.windowHandle()
        QTest.touchEvent(handle, self._device).press(0, where, handle).commit()
        pump()
        QTest.touchEvent(handle, self._device).release(0, where, handle).commit()
        pump()

    def drag(self, widget: QWidget, to: QWidget) -> None:
        """Lay the finger on ``widget``, slide it in steps over to ``to``, and lift it."""
        self._at_ease()
        start, end = (w.mapTo(self._window, w.rect().center()) for w in (widget, to))
        handle = self._window.windowHandle()
        QTest.touchEvent(handle, self._device).press(0, start, handle).commit()
        for step in range(1, 9):
            QTest.touchEvent(handle, self._device).move(0, start + (end - start) * step / 8, handle).commit()
            pump()
        QTest.touchEvent(handle, self._device).release(0, end, handle).commit()
        pump()
        self._last = time.monotonic()

    def button(self, text: str) -> Pressable:
        """The one thing to press that says ``text``, on this leaf or another; NotSeen if none comes."""
        until(lambda: bool(self._spoken(text)), f"something to touch that says {text!r}")
        return self._spoken(text)

    def _spoken(self, text: str) -> Pressable:
        buttons = [it for it in self._window.findChildren(Pressable) if it.isEnabled() and text in it.spoken()]
        buttons.sort(key=lambda it: it.spoken() != text)  # what says just that comes before what says it among others
        for button in buttons:
            if button.isVisible():
                return button
        for button in buttons:  # on a leaf that is not turned yet
            if (leaves := _leaves_of(button)) is not None and leaves.isVisible():
                return button
        raise NotSeen(f"nothing to touch says {text!r}")

    def named(self, kind: type[W], name: str = "") -> W:
        """The one visible widget of a kind, by object name where there are several."""
        for widget in self._window.findChildren(kind):
            if widget.isVisible() and (not name or widget.objectName() == name):
                return widget
        raise NotSeen(f"no {kind.__name__} {name} on the screen")

    def on_leaf(self, kind: type[W]) -> W:
        """The first of a kind that the page shows, on this leaf or another."""
        for widget in self._window.findChildren(kind):
            leaves = _leaves_of(widget)
            if widget.isVisible() or (leaves is not None and leaves.isVisible() and not widget.property("folded")):
                return widget
        raise NotSeen(f"no {kind.__name__} on any leaf")


def _leaves_of(widget: QWidget) -> Leaves | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Leaves):
        parent = parent.parentWidget()
    return parent


def _turned(leaves: Leaves, before: int) -> bool:
    return leaves.leaf != before


def pump() -> None:
    """Let everything that is due happen and be painted."""
    QApplication.processEvents()


def until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Return as soon as ``seen()`` is true. NotSeen after ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while not _tried(condition):
        if time.monotonic() > deadline:
            raise NotSeen(what)
        _next_event()


def _tried(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except NotSeen:
        return False


def _next_event() -> None:
    """Let events happen for so long. The timer is our own: those of QTimer.singleShot are let go twice by PySide 6.11
    when Python's collector runs between their end and their deletion, and the process with them."""
    loop, timer = _glance()
    if loop.isRunning():  # what happens meanwhile looks for something itself
        loop, timer = _glance.__wrapped__()
    timer.start()
    loop.exec(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@cache
def _glance() -> tuple[QEventLoop, QTimer]:
    """Kept: of each connection to a method of Qt's own PySide keeps a note for good, and a hand looks often."""
    loop, timer = QEventLoop(), QTimer(singleShot=True, interval=GLANCE_MS)
    timer.timeout.connect(loop.quit)
    return loop, timer
