"""Tabler outline icons, painted in any colour and size and remembered."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.resources import asset


@lru_cache(maxsize=512)
def icon(name: str, colour: str, size: int, stroke: float = 2.0) -> QPixmap:
    """The icon ``name`` in ``colour`` (#RRGGBB), ``size`` pixels square; ``stroke`` on the 24 grid."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour, stroke).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(svg.encode()))


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return asset("icons", f"{name}.svg").read_text("utf-8")
