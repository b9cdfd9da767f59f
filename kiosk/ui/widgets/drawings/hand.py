"""A hand in an embroidered sleeve that holds the card's edge between thumb and finger."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

SKIN, SKIN_DARK, SKIN_LINE, NAIL = "#DDB491", "#CFA280", "#B98D6C", "#F2D8C0"
INDIGO, BRAID, GOLD = "#253756", "#B1443B", "#E0AE3C"


def draw_hand(painter: QPainter) -> None:
    """In the frame of the scene with the card (968 x 750)."""
    painter.setPen(Qt.PenStyle.NoPen)
    _back_of_hand(painter)
    _thumb(painter)
    _sleeve(painter)


def _back_of_hand(painter: QPainter) -> None:
    path = QPainterPath(QPointF(756, 292))
    path.lineTo(846, 322)
    path.cubicTo(900, 360, 918, 430, 894, 505)
    path.lineTo(900, 590)
    path.lineTo(756, 590)
    path.closeSubpath()
    painter.fillPath(path, QColor(SKIN_DARK))


def _thumb(painter: QPainter) -> None:
    path = QPainterPath(QPointF(664, 350))
    path.cubicTo(640, 328, 656, 292, 694, 298)
    path.cubicTo(740, 312, 800, 340, 830, 354)
    path.cubicTo(880, 380, 896, 430, 893, 500)
    path.lineTo(893, 552)
    path.cubicTo(860, 568, 810, 570, 784, 564)
    path.cubicTo(770, 520, 762, 470, 756, 418)
    path.closeSubpath()
    painter.fillPath(path, QColor(SKIN))
    pen = QPen(QColor(SKIN_LINE), 5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(668, 354), QPointF(756, 419), QPointF(767, 498)])
    nail = QPainterPath(QPointF(668, 328))
    nail.cubicTo(668, 308, 676, 306, 693, 308)
    pen = QPen(QColor(NAIL), 9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPath(nail)
    painter.setPen(Qt.PenStyle.NoPen)


def _sleeve(painter: QPainter) -> None:
    outline = QPainterPath(QPointF(668, 566))
    outline.cubicTo(770, 584, 850, 578, 926, 556)
    outline.lineTo(952, 760)
    outline.lineTo(663, 760)
    outline.closeSubpath()
    card = QPainterPath()
    card.addRect(0, 0, 757, 621)
    outline = outline.subtracted(card)
    painter.fillPath(outline, QColor(INDIGO))
    painter.save()
    painter.setClipPath(outline)
    for colour, width, middle in ((BRAID, 26, 616), (GOLD, 11, 640)):
        path = QPainterPath(QPointF(650, middle - 14))
        path.cubicTo(740, middle + 20, 850, middle + 14, 950, middle - 24)
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
    painter.restore()
    painter.setPen(Qt.PenStyle.NoPen)
