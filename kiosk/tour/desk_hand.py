"""An officer's hands: keys and the mouse of one window, handed over where its window system hands them over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QTableView, QWidget

from kiosk.tour.finger import NotSeen, pump, until


class DeskHand:
    """Works in ``window``. ``strokes`` counts keys (what an input method commits by its letters), ``clicks`` the
    mouse's. What lies above a thing takes the click that was meant for it: NotSeen."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.strokes = self.clicks = 0

    def key(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False, shift: bool = False) -> None:
        """One key, down and up, to whatever has the focus."""
        modifiers = Qt.KeyboardModifier.NoModifier
        for wanted, modifier in (
            (ctrl, Qt.KeyboardModifier.ControlModifier),
            (alt, Qt.KeyboardModifier.AltModifier),
            (shift, Qt.KeyboardModifier.ShiftModifier),
        ):
            modifiers |= modifier if wanted else Qt.KeyboardModifier.NoModifier
        self._in_front()
        self.strokes += 1
        QTest.keyClick(self._window.windowHandle(), key, modifiers)
        pump()

    def write(self, text: str) -> None:
        """Where the focus is: key by key, or as an input method for Vietnamese commits it."""
        self._in_front()
        self.strokes += len(text)
        if text.isascii():
            for letter in text:
                QTest.keyClick(self._window.windowHandle(), letter)  # type: ignore[call-overload]
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            focused = QGuiApplication.focusObject()
            if focused is None:
                raise NotSeen(f"something to write {len(text)} letters into")
            QApplication.sendEvent(focused, event)
        pump()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """The left button, in the middle of ``widget`` or at a point of it; scrolled to first, as a wheel does."""
        self._scroll_to(widget)
        place = widget.mapTo(self._window, at or widget.rect().center())
        self._reach(widget, place)
        self.clicks += 1
        QTest.mouseClick(self._window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        pump()

    def draw(self, widget: QWidget, strokes: Sequence[Sequence[QPoint]]) -> None:
        """Each stroke with the button held."""
        self._scroll_to(widget)
        handle, left = self._window.windowHandle(), Qt.MouseButton.LeftButton
        for points in strokes:
            first, *others = (widget.mapTo(self._window, one) for one in points)
            self._reach(widget, first)
            QTest.mousePress(handle, left, Qt.KeyboardModifier.NoModifier, first)
            for one in others:
                QTest.mouseMove(handle, one)
            QTest.mouseRelease(handle, left, Qt.KeyboardModifier.NoModifier, others[-1])
        pump()

    def press(self, words: str) -> None:
        """The button that is called so, or begins so."""
        self.click(self.button(words))

    def button(self, words: str) -> QAbstractButton:
        until(lambda: bool(self._called(words)), f"a button {words!r}")
        return self._called(words)[0]

    def row(self, table: QTableView, at: int) -> None:
        """Choose a row of a table by a click on it; scrolled to first, as a wheel does."""
        until(lambda: table.model().rowCount() > at and not self._place(table, at).isEmpty(), f"row {at}")
        table.scrollTo(table.model().index(at, 0))
        pump()
        self.click(table.viewport(), self._place(table, at).center())

    def _in_front(self) -> None:
        """Keys are heard by the window that is active: without a window manager nobody else makes it so."""
        if not self._window.isActiveWindow():
            self._window.activateWindow()
            until(self._window.isActiveWindow, "the window in front")

    def _place(self, table: QTableView, at: int) -> QRect:
        return table.visualRect(table.model().index(at, 0))

    def _called(self, words: str) -> list[QAbstractButton]:
        every = self._window.findChildren(QAbstractButton)
        names = [(one.accessibleName() or one.text(), one) for one in every if one.isVisible() and one.isEnabled()]
        exact = [one for name, one in names if name == words]
        return exact or [one for name, one in names if name.startswith(words)]

    def _scroll_to(self, widget: QWidget) -> None:
        area = widget.parentWidget()
        while area is not None:
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(widget)
                pump()
            area = area.parentWidget()

    def _reach(self, widget: QWidget, place: QPoint) -> None:
        there = self._window.childAt(place)
        if there is None or not (there is widget or widget.isAncestorOf(there)):
            name = type(there).__name__ if there is not None else "nothing"
            raise NotSeen(f"{widget.accessibleName() or type(widget).__name__}: {name} lies there")
