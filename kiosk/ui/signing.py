"""A signature drawn on the glass, as a paper of its own: the strokes, the name and the day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from kiosk.ui.widgets.signature import Strokes, stroke_path

WIDE, HIGH = 148.0, 74.0  # mm
_DOTS = 600  # an inch


def signature_pdf(strokes: Strokes, beneath: str, font: QFont) -> bytes:
    """One small page, PDF/A-1b: the signature over its line, ``beneath`` under it. No picture of anything else."""
    data, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_A1b)
    writer.setTitle("")
    writer.setResolution(_DOTS)
    size = QPageSize(QSizeF(WIDE, HIGH), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    _draw(painter, QRectF(0, 0, writer.width(), writer.height()), strokes, beneath, font)
    painter.end()
    buffer.close()
    return bytes(data.data())


def signature_svg(strokes: Strokes) -> str:
    """The same strokes as a picture for the place where a sheet is signed."""
    bounds = stroke_path(strokes).boundingRect().adjusted(-6, -6, 6, 6)
    lines = "".join(f'<path d="{_path_data(stroke)}"/>' for stroke in strokes)
    box = " ".join(f"{one:.1f}" for one in (bounds.left(), bounds.top(), bounds.width(), bounds.height()))
    pen = 'fill="none" stroke="#10182E" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><g {pen}>{lines}</g></svg>'


def _path_data(stroke: Sequence[QPointF]) -> str:
    """As ``stroke_path`` draws it: smooth from touch to touch."""
    data = [f"M{stroke[0].x():.1f} {stroke[0].y():.1f}"]
    for before, at in pairwise(stroke):
        data.append(
            f"Q{before.x():.1f} {before.y():.1f} {(before.x() + at.x()) / 2:.1f} {(before.y() + at.y()) / 2:.1f}"
        )
    return "".join([*data, f"L{stroke[-1].x() + 0.1:.1f} {stroke[-1].y():.1f}"])


def _draw(painter: QPainter, page: QRectF, strokes: Strokes, beneath: str, font: QFont) -> None:
    field = page.adjusted(page.width() * 0.08, page.height() * 0.08, -page.width() * 0.08, -page.height() * 0.3)
    path = stroke_path(strokes)
    bounds = path.boundingRect()
    scale = min(field.width() / max(1.0, bounds.width()), field.height() / max(1.0, bounds.height()))
    painter.save()
    painter.translate(field.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    pen = QPen(QColor("#10182E"), 0.7 / 25.4 * _DOTS / scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)
    painter.restore()
    painter.setPen(QPen(QColor("#54483C"), 0.2 / 25.4 * _DOTS))
    painter.drawLine(field.bottomLeft(), field.bottomRight())
    written = QFont(font)
    written.setPixelSize(round(4.5 / 25.4 * _DOTS))
    painter.setFont(written)
    below = QRectF(field.left(), field.bottom(), field.width(), page.bottom() - field.bottom())
    painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), beneath)
