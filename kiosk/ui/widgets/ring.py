"""The ring that counts 3, 2, 1 before a picture takes itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted

GLASS = "#1E1814"
"""The panel over the live picture: the same in every theme, for it lies on a photograph."""


class CountRing(Painted):
    """A ring that fills while 3, 2, 1 are counted. ``set_count(number, fraction of the ring)``."""

    def __init__(self, look: Look, side: int = 126, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._side, self._number, self._fraction = side, 0, 0.0

    def set_count(self, number: int, fraction: float) -> None:
        self._number, self._fraction = number, min(1.0, max(0.0, fraction))
        self.setAccessibleName(str(number) if number else "")
        self.update()

    def height_for(self, width: int) -> int:
        return self.look.px(self._side)

    def wanted_width(self) -> int:
        return self.look.px(self._side)

    def least_width(self) -> int:
        return self.look.px(self._side)

    def paint(self, painter: QPainter) -> None:
        side = self.look.px(self._side)
        draw_ring_count(painter, self.look, QRectF(0, 0, side, side), self._number, self._fraction)


def draw_ring_count(painter: QPainter, look: Look, area: QRectF, number: int, fraction: float) -> None:
    """The ring on its dark glass."""
    width = area.width() * 0.1
    ring = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(QColor(GLASS))
    painter.setPen(QPen(QColor("#5A5048"), width))
    painter.drawEllipse(ring)
    pen = QPen(QColor(look.theme.live), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if fraction > 0:
        painter.drawArc(ring, 90 * 16, -round(360 * 16 * fraction))
    if number:
        font = look.font(TextRole.H1, size=max(12, round(area.height() * 0.46)))
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number))
