"""The strip of a printer's test: letters with every mark, lines, greys, width, the moment. Nothing of anybody."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from kiosk.domain.strip import Strip
from kiosk.ui.fonts import families_for, load_fonts
from kiosk.ui.slip import DPI, MARGIN, WIDTH

_HEIGHT = 620
_MARKS = "Ắ Ằ Ẳ Ẵ Ặ  Ế Ề Ể Ễ Ệ  Ố Ồ Ổ Ỗ Ộ  Ứ Ừ Ử Ữ Ự  Đ đ ơ ư ă â ê ô"


def trial_strip(title: str, office: str, at: datetime) -> Strip:
    load_fonts()
    canvas = QImage(WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    canvas.fill(QColor("white"))
    painter = QPainter(canvas)
    _write(painter, 16, 34, title, 800)
    _write(painter, 66, 24, office, 600)
    _write(painter, 104, 24, f"{at:%H:%M:%S %d/%m/%Y}", 600)
    _write(painter, 150, 28, _MARKS, 600, lines=2)
    for step, wide in enumerate((1, 2, 3, 4, 6, 8)):
        painter.fillRect(MARGIN, 260 + step * 16, WIDTH - 2 * MARGIN, wide, QColor("black"))
    for place in range(0, WIDTH, 24):  # the whole width of the head, one dot in two
        painter.fillRect(place, 380, 12, 60, QColor("black"))
    for size, y in ((16, 460), (20, 486), (28, 518)):
        _write(painter, y, size, f"{size}: 0123456789 Ủy ban nhân dân", 500)
    painter.end()
    bits = canvas.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.MonoOnly)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    bits.save(buffer, "PNG")  # type: ignore[call-overload]
    return Strip(bytes(buffer.data().data()), DPI, title="test strip")


def _write(painter: QPainter, y: int, size: int, text: str, weight: int, lines: int = 1) -> None:
    font = QFont()
    font.setFamilies(list(families_for(text)))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    painter.setFont(font)
    painter.setPen(QColor("black"))
    area = QRectF(MARGIN, y, WIDTH - 2 * MARGIN, size * 1.5 * lines)
    painter.drawText(area, int(Qt.TextFlag.TextWordWrap), text)
