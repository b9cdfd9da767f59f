"""Steering without a finger: arrow keys move the focus where they point."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def steer(widget: QWidget, key: Qt.Key) -> bool:
    """Move the focus the way an arrow key points; False for any other key or where there is nothing that way."""
    neighbour = nearest(widget, key)
    if neighbour is None:
        return False
    neighbour.setFocus(Qt.FocusReason.TabFocusReason)
    return True


def nearest(widget: QWidget, key: Qt.Key) -> QWidget | None:
    """The focusable widget of the same window that lies nearest in the direction of an arrow key."""
    if key not in ARROWS:
        return None
    here = _place(widget)
    others = [other for other in widget.window().findChildren(QWidget) if other is not widget and _reachable(other)]
    ranked = [(_distance(here, _place(other), ARROWS[key]), index) for index, other in enumerate(others)]
    best = min((pair for pair in ranked if pair[0] is not None), default=None)
    return others[best[1]] if best else None


def _reachable(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _distance(here: QRect, there: QRect, way: tuple[int, int]) -> float | None:
    """How far along the way, with what lies off to the side counted double; None if it is not that way at all."""
    dx, dy = there.center().x() - here.center().x(), there.center().y() - here.center().y()
    along = dx * way[0] + dy * way[1]
    gap = _gap(here, there, way)
    if along <= 0 or gap < -min(here.height(), there.height()) / 2:
        return None
    aside = abs(dy) if way[0] else abs(dx)
    return max(gap, 0) + 2.0 * aside


def _gap(here: QRect, there: QRect, way: tuple[int, int]) -> int:
    if way[0]:
        return there.left() - here.right() if way[0] > 0 else here.left() - there.right()
    return there.top() - here.bottom() if way[1] > 0 else here.top() - there.bottom()
