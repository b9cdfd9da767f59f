"""A touch beside a target: the target lights up, so that one sees what to touch. It is not pressed by that."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Look
from kiosk.ui.widgets.base import SLIP_MM, Pressable
from kiosk.ui.widgets.paint import rounded, smooth
from kiosk.ui.widgets.rooted import Rooted

SHOWN_MS = 450


class MissFlash(Rooted):
    """Lies over the window, and over nothing while it is dark. ``lit`` is what shines."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self.lit: Pressable | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._end.timeout.connect(self.darken)
        self.hide()

    def missed(self, at: QPointF) -> None:
        """A finger came down at ``at`` (of the window) and on nothing: light what is near, if anything is."""
        near = self._nearest(at)
        if near is None:
            return
        room = self._look.px(8)
        place = near.target().toAlignedRect().translated(near.mapTo(self.window(), QPoint(0, 0)))
        self.lit = near
        self.setGeometry(place.adjusted(-room, -room, room, room))
        self.raise_()
        self.show()
        self._end.start()

    def darken(self) -> None:
        self.lit = None
        self.hide()

    def _nearest(self, at: QPointF) -> Pressable | None:
        reach = self._look.metrics.mm(SLIP_MM)
        ranked = [(self._away(one, at), index, one) for index, one in enumerate(self._targets())]
        near = min(ranked, key=lambda item: item[:2], default=None)
        if near is None or not 0 < near[0] <= reach or not self._uncovered(near[2]):
            return None
        return near[2]

    def _targets(self) -> list[Pressable]:
        window = self.parentWidget()
        every = window.findChildren(Pressable) if window is not None else []
        return [one for one in every if one.isVisible() and one.isEnabled()]

    def _away(self, one: Pressable, at: QPointF) -> float:
        area = one.target().translated(QPointF(one.mapTo(self.window(), QPoint(0, 0))))
        dx = max(area.left() - at.x(), 0.0, at.x() - area.right())
        dy = max(area.top() - at.y(), 0.0, at.y() - area.bottom())
        return float((dx * dx + dy * dy) ** 0.5)

    def _uncovered(self, one: Pressable) -> bool:
        """Whether nothing lies over it."""
        top = self.window().childAt(one.mapTo(self.window(), one.target().center().toPoint()))
        return top is not None and (top is one or one.isAncestorOf(top))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.lit is None:
            return
        painter, colour = smooth(QPainter(self)), QColor(self._look.theme.action_text)
        colour.setAlphaF(0.18)
        radius = self.lit.ring_radius() + self._look.px(8)
        area = QRectF(self.rect())
        fill = colour.name(QColor.NameFormat.HexArgb)
        rounded(painter, area, radius, fill, self._look.theme.action_text, self._look.px(6))
        painter.end()
