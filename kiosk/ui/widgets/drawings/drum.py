"""The face of a Đông Sơn drum: a star, rings of circles and points, birds in flight. For the lacquer band alone.

Measured in parts of the outermost circle's radius.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

RAYS = 16
BIRDS = 11


def draw_drum(painter: QPainter, centre: QPointF, radius: float, colour: str) -> None:
    """The drum about ``centre``; drawn once a size and remembered."""
    size = max(8, round(radius))
    picture = _drum(size, colour)
    painter.drawPixmap(round(centre.x()) - size - 2, round(centre.y()) - size - 2, picture)


@lru_cache(maxsize=4)
def _drum(radius: int, colour: str) -> QPixmap:
    picture = QPixmap(2 * radius + 4, 2 * radius + 4)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(radius + 2, radius + 2)
    painter.scale(radius, radius)
    _circles(painter, colour)
    _star(painter, colour)
    _rows(painter, colour)
    _birds(painter, colour)
    painter.end()
    return picture


def _stroke(painter: QPainter, colour: str, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), width))


def _fill(painter: QPainter, colour: str) -> None:
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)


def _circles(painter: QPainter, colour: str) -> None:
    thin, thick = 0.0040, 0.0085
    rings = ((0.998, 0.006), (0.925, thick), (0.908, thin), (0.840, thin), (0.760, thin), (0.686, thin), (0.674, thin))
    for radius, width in (*rings, (0.478, thin), (0.469, thin), (0.399, thin), (0.352, thin), (0.338, thick)):
        _stroke(painter, colour, width)
        painter.drawEllipse(QPointF(0, 0), radius - width / 2, radius - width / 2)


def _at(angle: float, radius: float) -> QPointF:
    """Degrees clockwise from the top."""
    turned = math.radians(angle - 90)
    return QPointF(radius * math.cos(turned), radius * math.sin(turned))


def _star(painter: QPainter, colour: str) -> None:
    _fill(painter, colour)
    points = []
    for index in range(RAYS):
        points += [_at(index * 360 / RAYS, 0.316), _at((index + 0.5) * 360 / RAYS, 0.128)]
    painter.drawPolygon(QPolygonF(points))
    _stroke(painter, colour, 0.0062)
    for index in range(RAYS):
        middle = (index + 0.5) * 360 / RAYS
        for inner, spread in ((0.168, 6.0), (0.218, 3.4)):
            painter.drawPolyline([_at(middle - spread, 0.303), _at(middle, inner), _at(middle + spread, 0.303)])


def _rows(painter: QPainter, colour: str) -> None:
    """From within: points, ringed points, teeth, hatching, ringed points, hatching."""
    _fill(painter, colour)
    for index in range(48):
        painter.drawEllipse(_at(index * 7.5, 0.375), 0.0066, 0.0066)
    _ringed(painter, colour, 48, 0.434, 0.0195)
    _hatched(painter, colour, 84, 0.704, 0.740)
    _teeth(painter, colour, 72, 0.778, 0.824)
    _ringed(painter, colour, 60, 0.874, 0.0200)
    _hatched(painter, colour, 120, 0.941, 0.980)


def _ringed(painter: QPainter, colour: str, count: int, radius: float, size: float) -> None:
    for index in range(count):
        at = _at(index * 360 / count, radius)
        _stroke(painter, colour, 0.0048)
        painter.drawEllipse(at, size, size)
        _fill(painter, colour)
        painter.drawEllipse(at, 0.0062, 0.0062)


def _hatched(painter: QPainter, colour: str, count: int, inner: float, outer: float) -> None:
    _stroke(painter, colour, 0.0060)
    for index in range(count):
        angle = index * 360 / count
        painter.drawLine(_at(angle, inner), _at(angle, outer))


def _teeth(painter: QPainter, colour: str, count: int, inner: float, outer: float) -> None:
    _fill(painter, colour)
    half = 360 / count * 0.42
    for index in range(count):
        angle = index * 360 / count
        painter.drawPolygon(QPolygonF([_at(angle - half, inner), _at(angle + half, inner), _at(angle, outer)]))


def _birds(painter: QPainter, colour: str) -> None:
    """Herons in flight, one behind the other, against the clock."""
    _fill(painter, colour)
    bird = _bird()
    for index in range(BIRDS):
        painter.save()
        painter.rotate(index * 360 / BIRDS + 4)
        painter.translate(0, -0.575)
        painter.drawPath(bird)
        painter.restore()


def _bird() -> QPainterPath:
    """One heron flying to the right: beak, crest, a wing raised outwards, a split tail."""
    path = QPainterPath(QPointF(0.160, 0.020))  # tip of the beak
    path.cubicTo(0.110, 0.006, 0.090, -0.012, 0.066, -0.016)
    path.cubicTo(0.048, -0.020, 0.036, -0.012, 0.024, 0.002)
    path.cubicTo(0.014, -0.040, -0.020, -0.078, -0.060, -0.100)  # the wing
    path.cubicTo(-0.052, -0.066, -0.046, -0.034, -0.030, 0.002)
    path.cubicTo(-0.056, 0.010, -0.078, 0.004, -0.104, -0.014)  # the tail
    path.lineTo(-0.092, 0.010)
    path.lineTo(-0.128, 0.016)
    path.lineTo(-0.096, 0.026)
    path.lineTo(-0.112, 0.048)
    path.cubicTo(-0.070, 0.040, -0.044, 0.050, -0.010, 0.050)
    path.cubicTo(0.026, 0.050, 0.048, 0.034, 0.062, 0.014)
    path.cubicTo(0.082, 0.006, 0.110, 0.012, 0.160, 0.020)
    path.closeSubpath()
    return path
