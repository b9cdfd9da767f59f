"""The focus ring: shows where one is, for whoever steers by keys and for what is read aloud."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kiosk.ui.theme import Look
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.paint import rounded, smooth
from kiosk.ui.widgets.rooted import Rooted


class FocusRing(Rooted):
    """The ring round what has the focus: 6 px of paper, then 6 px of ink. One lies over each window.

    It shows only while keys are used, so that a finger never meets it. ``shine_on`` lights a widget that is being
    read aloud in the same way.
    """

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._on: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        look.changed.connect(self._follow)

    def shine_on(self, widget: QWidget | None) -> None:
        """Lay the ring round ``widget``; None takes it away."""
        for watched in self._watched:
            if isValid(watched):  # a page that was let go takes what it showed with it
                watched.removeEventFilter(self)
        self._on = widget
        self._watched = self._chain(widget)
        for watched in self._watched:
            watched.installEventFilter(self)
        self._follow()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        mine = new is not None and new.window() is self.window() and isinstance(new, Painted)
        self.shine_on(new if mine and self._look.keys_in_use else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._follow()
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.hide()
        return False

    def _follow(self) -> None:
        if self._on is None or not isValid(self._on) or not self._on.isVisible():
            self.hide()
            return
        room = self._look.px(13)
        area = self._target().adjusted(-room, -room, room, room)
        self.setGeometry(area.translated(self._on.mapTo(self.window(), QPoint(0, 0))))
        self.raise_()
        self.show()
        self.update()

    def _target(self) -> QRect:
        on = self._on
        return on.target().toAlignedRect() if isinstance(on, Pressable) else on.rect() if on else QRect()

    def _chain(self, widget: QWidget | None) -> list[QWidget]:
        chain: list[QWidget] = []
        while widget is not None and widget is not self.window():
            chain.append(widget)
            widget = widget.parentWidget()
        return chain

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        radius = self._on.ring_radius() if isinstance(self._on, Pressable) else self._look.px(24)
        draw_ring(painter, self._look, QRectF(self.rect()), radius + self._look.px(12))
        painter.end()


def draw_ring(painter: QPainter, look: Look, outer: QRectF, radius: float) -> None:
    """The ring with its outermost edge in ``outer``: ink outside, paper within."""
    six = look.px(6)
    inner = outer.adjusted(six, six, -six, -six)
    rounded(painter, inner, radius - six, "", look.theme.paper, six)
    rounded(painter, outer, radius, "", look.theme.ink, six)
