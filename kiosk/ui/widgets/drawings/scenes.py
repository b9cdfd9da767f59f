"""Scenes: the card before the camera, the reader, the paper on the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from kiosk.ui.fonts import FAMILIES
from kiosk.ui.theme import Look
from kiosk.ui.widgets.drawings.hand import draw_hand
from kiosk.ui.widgets.drawings.papers import GOLD, RED, head
from kiosk.ui.widgets.paint import round_line, rounded

CARD, CARD_TOP, CARD_EDGE = "#E8EFE9", "#DDE8E1", "#9DB2A2"
CHIP_LINE, CHAM = "#96721F", "#173F6B"
WOOD, GRAIN = "#6B4F38", "#5E432D"

MRZ = ("IDVNM9990001234<<<<<<<", "6203086F2703088VNM<<<<", "VANG<<THI<MY<<<<<<<<<<")


def card_to_camera(painter: QPainter, look: Look, phase: float) -> None:
    """The card's back held up to the camera, its three lines facing the glass. Frame 968 x 750."""
    painter.translate(0, 4)
    rounded(painter, QRectF(248, 30, 396, 82), 41, "#2C2621")
    for radius, colour in ((27, "#5A5048"), (15, "#17120E")):
        _dot(painter, QPointF(446, 71), radius, colour)
    _dot(painter, QPointF(439, 63), 5, "#FFFFFF")
    _dot(painter, QPointF(541, 71), 9, "#4DC082")
    _beam(painter)
    _card_back(painter)
    draw_hand(painter)
    _frame(painter, QRectF(148, 253, 595, 345))


def _beam(painter: QPainter) -> None:
    light = QColor("#FFFFFF")
    light.setAlphaF(0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(light)
    painter.drawPolygon(QPolygonF([QPointF(410, 112), QPointF(482, 112), QPointF(764, 260), QPointF(128, 260)]))


def _card_back(painter: QPainter) -> None:
    area = QRectF(136, 229, 620, 390)
    rounded(painter, area, 32, CARD, CARD_EDGE, 3)
    outline = QPainterPath()
    outline.addRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), 30, 30)
    wave = QPainterPath(QPointF(136, 229))
    wave.lineTo(756, 229)
    wave.lineTo(756, 345)
    wave.cubicTo(640, 430, 420, 310, 136, 370)
    wave.closeSubpath()
    painter.fillPath(outline.intersected(wave), QColor(CARD_TOP))
    _gold_chip(painter, QRectF(182, 289, 116, 93))
    for top, width in ((293, 219), (330, 160), (366, 189)):
        rounded(painter, QRectF(336, top, width, 16), 7, "#AEBFB6")
    _fingerprint(painter, QPointF(648, 337))
    painter.fillRect(QRectF(138, 435, 616, 135), QColor("#F9FBF9"))
    _machine_lines(painter)


def _gold_chip(painter: QPainter, area: QRectF) -> None:
    rounded(painter, area, 16, GOLD, CHIP_LINE, 3.5)
    painter.setPen(QPen(QColor(CHIP_LINE), 3.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = area.center().x(), area.center().y()
    painter.drawLine(QPointF(x, area.top() + 2), QPointF(x, area.top() + 30))
    painter.drawLine(QPointF(x, area.bottom() - 2), QPointF(x, area.bottom() - 28))
    painter.drawPolyline(
        [
            QPointF(area.left() + 2, y - 16),
            QPointF(x - 20, y - 16),
            QPointF(x - 20, y + 18),
            QPointF(area.left() + 2, y + 18),
        ]
    )
    painter.drawPolyline(
        [
            QPointF(area.right() - 2, y - 16),
            QPointF(x + 20, y - 16),
            QPointF(x + 20, y + 18),
            QPointF(area.right() - 2, y + 18),
        ]
    )


def _fingerprint(painter: QPainter, centre: QPointF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#BBA69A"), 4))
    for wide, high in ((43, 55), (27, 37), (12, 19)):
        painter.drawEllipse(centre, wide, high)


def _machine_lines(painter: QPainter) -> None:
    """Three lines as a machine reads them: one letter a cell. The number cannot exist: no place has the code 999."""
    font = QFont()
    font.setFamilies([*FAMILIES])
    font.setPixelSize(34)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor("#33342F"))
    for row, line in enumerate(MRZ):
        for column, letter in enumerate(line):
            cell = QRectF(166 + column * 25.4, 440 + row * 42, 25.4, 42)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter)


def _frame(painter: QPainter, area: QRectF) -> None:
    """The four corners that say: all of it."""
    for x, y, dx, dy in (
        (area.left(), area.top(), 1, 1),
        (area.right(), area.top(), -1, 1),
        (area.right(), area.bottom(), -1, -1),
        (area.left(), area.bottom(), 1, -1),
    ):
        round_line(painter, CHAM, 11, QPointF(x + dx * 75, y), QPointF(x, y), QPointF(x, y + dy * 38))


def reader(painter: QPainter, look: Look, phase: float) -> None:
    """The card lying on the reader's gold-rimmed field; waves rise with ``phase``. Frame 560 x 380."""
    _waves(painter, look, phase)
    painter.setPen(Qt.PenStyle.NoPen)
    front = QPainterPath(QPointF(40, 306))
    front.lineTo(520, 306)
    front.lineTo(520, 340)
    front.quadTo(520, 352, 508, 352)
    front.lineTo(52, 352)
    front.quadTo(40, 352, 40, 340)
    front.closeSubpath()
    painter.fillPath(front, QColor("#231D18"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#3A322B"))
    painter.drawPolygon(_points((129, 148), (431, 148), (520, 310), (40, 310)))
    painter.setPen(QPen(QColor(GOLD), 5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(_points((148, 163), (412, 163), (484, 298), (76, 298)))
    _card_front(painter, QRectF(150, 176, 260, 102))


def _waves(painter: QPainter, look: Look, phase: float) -> None:
    for index, (half, rise) in enumerate(((42, 14), (69, 24), (97, 34))):
        top = 110 - index * 35
        colour = QColor(look.theme.action_text)
        colour.setAlphaF(1.0 if phase >= 1.0 and index < 2 else 0.4 if phase >= 1.0 else _glow(phase, index))
        path = QPainterPath(QPointF(280 - half, top))
        path.quadTo(280, top - 2 * rise + 6, 280 + half, top)
        pen = QPen(colour, 8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def _glow(phase: float, index: int) -> float:
    """Each wave is brightest a third of the way after the one below it."""
    away = abs((phase - index / 3 + 0.5) % 1.0 - 0.5)
    return max(0.25, 1.0 - 2.2 * away)


def _card_front(painter: QPainter, area: QRectF) -> None:
    rounded(painter, area, 12, "#E4EFF0", "#B9CDD3", 2)
    painter.setPen(QPen(QColor(GOLD), 4))
    painter.setBrush(QColor(RED))
    painter.drawEllipse(area.topLeft() + QPointF(26, 16), 11, 6.5)
    rounded(painter, QRectF(area.left() + 47, area.top() + 10, 113, 4), 2, "#8399A2")
    rounded(painter, QRectF(area.left() + 56, area.top() + 18, 95, 6.5), 2, RED)
    head(painter, QRectF(area.left() + 15, area.top() + 34, 64, 52))
    for index, width in enumerate((84, 136, 106, 128, 90)):
        rounded(painter, QRectF(area.left() + 93, area.top() + 35 + index * 11, width, 5), 2.5, "#A9BEC6")


def paper_on_table(painter: QPainter, look: Look, phase: float) -> None:
    """A good picture: the whole sheet, flat, sharp. Frame 480 x 680."""
    painter.fillRect(QRectF(-400, -400, 1280, 1480), QColor(WOOD))
    for top in (40, 240, 470, 640):
        painter.fillRect(QRectF(-400, top, 1280, 4), QColor(GRAIN))
    painter.translate(40, 78)
    painter.rotate(-4)
    painter.fillRect(QRectF(8, 8, 366, 516), QColor("#4A3423"))
    painter.fillRect(QRectF(0, 0, 366, 516), QColor("#FAF9F5"))
    _certificate(painter)


def paper_blurred(painter: QPainter, look: Look, phase: float) -> None:
    """The same sheet moved while the picture was taken."""
    small = QPixmap(60, 85)
    small.fill(QColor(WOOD))
    inner = QPainter(small)
    inner.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner.scale(60 / 480, 85 / 680)
    paper_on_table(inner, look, phase)
    inner.end()
    painter.fillRect(QRectF(-400, -400, 1280, 1480), QColor(WOOD))
    painter.drawPixmap(QRectF(0, 0, 480, 680), small, QRectF(small.rect()))


def _certificate(painter: QPainter) -> None:
    """A birth paper large enough to see what is on it; its handwriting is bars of ink."""
    rounded(painter, QRectF(102, 26, 166, 11), 3, "#6E645A")
    rounded(painter, QRectF(130, 45, 112, 8), 3, "#B2A99B")
    font = QFont()
    font.setFamilies([*FAMILIES])
    font.setPixelSize(31)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor("#231B15"))
    painter.drawText(QRectF(0, 74, 366, 46), Qt.AlignmentFlag.AlignCenter, "GIẤY CHỨNG SINH")
    _filled(painter, ((96, 172), (84, 124), (96, 146), (78, 180), (96, 108), (88, 152), (98, 126), (84, 166)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius, width in ((53, 4.5), (39, 2.5)):
        painter.setPen(QPen(QColor("#B5302A"), width))
        painter.drawEllipse(QPointF(254, 440), radius, radius)
    path = QPainterPath(QPointF(212, 448))
    path.cubicTo(246, 400, 262, 470, 284, 462)
    path.cubicTo(300, 454, 304, 440, 312, 430)
    painter.setPen(QPen(QColor("#2E4480"), 5))
    painter.drawPath(path)


def _filled(painter: QPainter, rows: Sequence[tuple[int, int]]) -> None:
    for index, (label, answer) in enumerate(rows):
        top = 142 + index * 29
        rounded(painter, QRectF(26, top + 2, label, 8), 4, "#BDB5A8")
        rounded(painter, QRectF(136 + (index * 7) % 16, top, answer, 12), 6, "#4F6089")
    rounded(painter, QRectF(26, 398, 96, 8), 4, "#BDB5A8")


def _dot(painter: QPainter, at: QPointF, radius: float, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(at, radius, radius)


def _points(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
