"""The face of a Đông Sơn drum: a star, rings of circles and points, birds in flight. For the lacquer band alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter


def draw_drum(painter: QPainter, centre: QPointF, radius: float, colour: str) -> None: ...
