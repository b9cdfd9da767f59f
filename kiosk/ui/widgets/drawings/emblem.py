"""The emblem's place-holder: a star in a ring. The office puts the Quốc huy there."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from kiosk.ui.theme import Look


def draw_emblem(painter: QPainter, look: Look, area: QRectF, plain: bool = False) -> None:
    """Gold rings and a gold star on lacquer; ``plain`` leaves the lacquer out, where it lies on lacquer already."""
    theme, unit = look.theme, area.width() / 100
    gold = QColor(theme.gold)
    painter.setPen(QPen(gold, 4.5 * unit))
    painter.setBrush(Qt.BrushStyle.NoBrush if plain else QColor(theme.son))
    edge = 2.3 * unit
    painter.drawEllipse(area.adjusted(edge, edge, -edge, -edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(gold, 1.8 * unit))
    ring = 10.5 * unit
    painter.drawEllipse(area.adjusted(ring, ring, -ring, -ring))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gold)
    painter.drawPolygon(star(area.center(), area.width() * 0.29))


def star(centre: QPointF, radius: float) -> QPolygonF:
    """A five-pointed star standing on two points."""
    points = []
    for index in range(10):
        angle = math.radians(-90 + index * 36)
        r = radius if index % 2 == 0 else radius * 0.382
        points.append(QPointF(centre.x() + r * math.cos(angle), centre.y() + r * math.sin(angle)))
    return QPolygonF(points)
