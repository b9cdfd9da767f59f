"""Papers and cards, small: recognised by their shape, not read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from kiosk.ui.theme import Look
from kiosk.ui.widgets.paint import rounded

PAPER, EDGE, GREY, DARK = "#FFFEFB", "#B9AD9B", "#CDC2B2", "#A29584"
TEAL, RED, STAMP, GOLD = "#3E6E91", "#8E1B1B", "#B5302A", "#E0AE3C"
INK, PEN, PINK = "#3A2F26", "#2B4A8B", "#F6DAD6"
CARD, CARD_EDGE, SHADE = "#E1ECEF", "#B4C9D1", "#C6D7DD"


def birth(painter: QPainter, look: Look, phase: float) -> None:
    """Giấy chứng sinh: white, a blue title, a round red stamp."""
    _sheet(painter, QRectF(1, 1, 136, 188))
    _print(painter, TEAL, (96, 102, 86, 92, 66), stamp=True)


def marriage(painter: QPainter, look: Look, phase: float) -> None:
    """Giấy chứng nhận kết hôn: a gold frame, a red title."""
    _sheet(painter, QRectF(1, 1, 136, 188))
    rounded(painter, QRectF(8, 8, 122, 174), 4, "", GOLD, 3)
    _print(painter, RED, (96, 102, 86, 92, 66), stamp=True)


def death(painter: QPainter, look: Look, phase: float) -> None:
    """Giấy báo tử: a dark frame, a dark title, a stamp."""
    _sheet(painter, QRectF(1, 1, 136, 188))
    rounded(painter, QRectF(8, 8, 122, 174), 2, "", DARK, 2)
    _print(painter, INK, (96, 102, 86, 92, 66), stamp=True)


def home(painter: QPainter, look: Look, phase: float) -> None:
    """The paper of a house and its land: pink, an emblem, a house."""
    rounded(painter, QRectF(1, 1, 136, 188), 6, PINK, EDGE, 2)
    painter.setPen(QPen(QColor(GOLD), 2.5))
    painter.setBrush(QColor(RED))
    painter.drawEllipse(QPointF(69, 34), 13, 13)
    _bars(painter, RED, 69, ((60, 96, 8), (74, 72, 8)))
    roof = QPainterPath(QPointF(37, 128))
    roof.lineTo(69, 100)
    roof.lineTo(101, 128)
    roof.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(RED))
    painter.drawPath(roof)
    rounded(painter, QRectF(46, 128, 46, 34), 2, PAPER, RED, 2.5)
    rounded(painter, QRectF(62, 140, 14, 22), 1, RED)


def stamped(painter: QPainter, look: Look, phase: float) -> None:
    """A paper of an office, or certified by one: a stamp over a signature."""
    _sheet(painter, QRectF(1, 1, 136, 188))
    _print(painter, INK, (96, 102, 86, 92, 66), stamp=True)
    _signature(painter, 78, 160)


def signed(painter: QPainter, look: Look, phase: float) -> None:
    """Two people have signed: a contract, an agreement."""
    _sheet(painter, QRectF(1, 1, 136, 188))
    _bars(painter, DARK, 69, ((19, 72, 4), (29, 48, 4)))
    rounded(painter, QRectF(27, 44, 84, 10), 2, INK)
    _lines(painter, 19, 69, (96, 102, 86, 92), GREY)
    for left in (20, 78):
        rounded(painter, QRectF(left, 134, 40, 4), 2, GREY)
        _signature(painter, left, 160)


def _signature(painter: QPainter, left: float, base: float) -> None:
    path = QPainterPath(QPointF(left, base))
    path.cubicTo(left + 8, base - 18, left + 12, base + 8, left + 18, base - 6)
    path.cubicTo(left + 22, base - 14, left + 26, base + 6, left + 40, base - 8)
    painter.setPen(QPen(QColor(PEN), 2.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def plain(painter: QPainter, look: Look, phase: float) -> None:
    _sheet(painter, QRectF(1, 1, 136, 188))
    _print(painter, DARK, (96, 102, 86, 92, 102, 66), stamp=False)


def torn(painter: QPainter, look: Look, phase: float) -> None:
    """A paper whose lower corner was not in the picture."""
    outline = QPainterPath(QPointF(1, 9))
    outline.quadTo(1, 1, 9, 1)
    outline.lineTo(141, 1)
    outline.quadTo(149, 1, 149, 9)
    outline.lineTo(149, 128)
    outline.cubicTo(140, 178, 98, 168, 62, 205)
    outline.lineTo(9, 205)
    outline.quadTo(1, 205, 1, 197)
    outline.closeSubpath()
    painter.setPen(QPen(QColor(EDGE), 2.5))
    painter.setBrush(QColor(PAPER))
    painter.drawPath(outline)
    _bars(painter, DARK, 75, ((22, 78, 5), (33, 52, 4)))
    rounded(painter, QRectF(29, 47, 92, 11), 2, TEAL)
    _lines(painter, 21, 74, (108, 92, 100, 82, 100), GREY)
    rounded(painter, QRectF(21, 157, 46, 5), 2.5, GREY)
    _cut(painter)


def _cut(painter: QPainter) -> None:
    path = QPainterPath(QPointF(149, 128))
    path.cubicTo(140, 178, 98, 168, 62, 205)
    pen = QPen(QColor("#6B3F00"), 4, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([2.4, 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def id_card(painter: QPainter, look: Look, phase: float) -> None:
    """The front of a căn cước card: emblem, two title lines, a grey head, lines of data."""
    rounded(painter, QRectF(1, 1, 136, 86), 6, CARD, CARD_EDGE, 1.5)
    painter.setPen(QPen(QColor(GOLD), 2))
    painter.setBrush(QColor(RED))
    painter.drawEllipse(QPointF(15, 14), 6, 6)
    rounded(painter, QRectF(26, 8, 60, 4), 2, "#7E8E94")
    rounded(painter, QRectF(31, 16, 50, 6), 2, RED)
    head(painter, QRectF(9, 28, 34, 46))
    for index, width in enumerate((44, 72, 56, 66, 48)):
        rounded(painter, QRectF(50, 30 + index * 10, width, 4), 2, "#A9BEC6")


def head(painter: QPainter, area: QRectF) -> None:
    """A head and shoulders without a face."""
    rounded(painter, area, 2, SHADE)
    painter.save()
    painter.setClipRect(area)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#8FA5AC"))
    centre = area.center()
    painter.drawEllipse(QPointF(centre.x(), area.top() + area.height() * 0.36), area.width() * 0.2, area.width() * 0.2)
    painter.drawEllipse(QPointF(centre.x(), area.bottom()), area.width() * 0.42, area.height() * 0.38)
    painter.restore()


def envelope(painter: QPainter, look: Look, phase: float) -> None:
    rounded(painter, QRectF(6, 20, 228, 146), 12, PAPER, EDGE, 3)
    flap = QPainterPath(QPointF(10, 28))
    flap.lineTo(120, 106)
    flap.lineTo(230, 28)
    pen = QPen(QColor(EDGE), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(flap)
    painter.setPen(QPen(QColor(STAMP), 4))
    painter.drawEllipse(QPointF(196, 134), 18, 18)


def slip(painter: QPainter, look: Look, phase: float) -> None:
    """The printed slip: torn off below, a code in bold, a QR."""
    path = QPainterPath(QPointF(20, 6))
    path.lineTo(180, 6)
    path.lineTo(180, 244)
    for index in range(16):
        path.lineTo(180 - (index + 1) * 10, 252 if index % 2 == 0 else 244)
    path.closeSubpath()
    painter.setPen(QPen(QColor(EDGE), 2.5))
    painter.setBrush(QColor(PAPER))
    painter.drawPath(path)
    _bars(painter, DARK, 100, ((26, 96, 6), (40, 64, 5)))
    rounded(painter, QRectF(42, 62, 116, 18), 4, "#3A2F26")
    _tiny_qr(painter, QRectF(66, 98, 68, 68))
    _lines(painter, 42, 184, (116, 92, 104), GREY)


def _tiny_qr(painter: QPainter, area: QRectF) -> None:
    cell = area.width() / 9
    rows = (
        "111010111",
        "101001101",
        "111011111",
        "000110010",
        "110101101",
        "010110010",
        "111001011",
        "101110101",
        "111010111",
    )
    for y, row in enumerate(rows):
        for x, on in enumerate(row):
            if on == "1":
                painter.fillRect(QRectF(area.left() + x * cell, area.top() + y * cell, cell, cell), QColor("#3A2F26"))


def _sheet(painter: QPainter, area: QRectF) -> None:
    rounded(painter, area, 6, PAPER, EDGE, 2)


def _print(painter: QPainter, title: str, widths: Sequence[int], stamp: bool) -> None:
    """The print of a form: two lines of a letterhead, a title bar, lines, and a stamp at the lower right."""
    _bars(painter, DARK, 69, ((19, 72, 4), (29, 48, 4)))
    rounded(painter, QRectF(27, 44, 84, 10), 2, title)
    _lines(painter, 19, 69, widths, GREY)
    rounded(painter, QRectF(19, 145, 42, 4), 2, GREY)
    if stamp:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(STAMP), 2.5))
        painter.drawEllipse(QPointF(98, 152), 19, 19)
        painter.setPen(QPen(QColor(STAMP), 1.8))
        painter.drawEllipse(QPointF(98, 152), 8, 8)


def _bars(painter: QPainter, colour: str, middle: float, bars: Sequence[tuple[float, float, float]]) -> None:
    for top, width, height in bars:
        rounded(painter, QRectF(middle - width / 2, top, width, height), height / 2, colour)


def _lines(painter: QPainter, left: float, top: float, widths: Sequence[int], colour: str) -> None:
    for index, width in enumerate(widths):
        rounded(painter, QRectF(left, top + index * 13, width, 4.5), 2.2, colour)
