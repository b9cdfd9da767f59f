"""The few strokes everything is made of: rounded areas, soft shadows, icons, marks."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from kiosk.ui.icons import icon
from kiosk.ui.theme import Look


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: str = "",
    edge: str = "",
    width: float = 0,
    dashed: bool = False,
) -> None:
    """A rounded area; its edge lies inside ``rect``, so nothing is painted beyond it."""
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(edge, width, dashed) if edge and width else Qt.PenStyle.NoPen)
    half = width / 2 if edge else 0.0
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inner, max(0.0, radius - half), max(0.0, radius - half))


def _pen(colour: str, width: float, dashed: bool) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.6, 2.0])
    return pen


def round_line(painter: QPainter, colour: str | QColor, width: float, *points: QPointF) -> None:
    """A line through ``points`` with round ends and corners."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(list(points))


def draw_icon(painter: QPainter, name: str, colour: str, centre: QPointF, size: int, stroke: float = 2.0) -> None:
    """The icon about its middle, on whole pixels."""
    picture = icon(name, colour, size, stroke)
    painter.drawPixmap(round(centre.x() - size / 2), round(centre.y() - size / 2), picture)


def clip_rounded(painter: QPainter, rect: QRectF, radius: float) -> None:
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)


def smooth(painter: QPainter) -> QPainter:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


# --- shadow -------------------------------------------------------------------------------------------------------


def card_shadow(painter: QPainter, look: Look, rect: QRectF, radius: float) -> None:
    """e1: 0/4/14 at 7 %. The caller leaves ``SHADOW_ROOM`` round the card."""
    if look.theme.edges:
        return
    strength = 0.10 if look.theme.name == "light" else 0.45
    shadow(painter, look, rect, radius, look.theme.shadow, strength, down=4, blur=14)


def primary_shadow(painter: QPainter, look: Look, rect: QRectF, radius: float) -> None:
    """e2: 0/6/16 at 28 %, in the colour of the button."""
    if look.theme.edges:
        return
    colour = look.theme.action if look.theme.name == "light" else look.theme.shadow
    shadow(painter, look, rect, radius, colour, 0.28, down=6, blur=16)


def shadow(
    painter: QPainter, look: Look, rect: QRectF, radius: float, colour: str, strength: float, down: float, blur: float
) -> None:
    """A soft shadow from a cached nine-patch: nothing is blurred while painting."""
    spread, round_ = look.px(blur), round(radius)
    patch = _patch(colour, strength, round_, spread)
    target = rect.translated(0, look.px(down)).adjusted(-spread, -spread, spread, spread).toAlignedRect()
    _nine(painter, patch, target, round_ + 2 * spread)


@lru_cache(maxsize=64)
def _patch(colour: str, strength: float, radius: int, spread: int) -> QPixmap:
    corner = radius + 2 * spread
    side = 2 * corner + 1
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for inset, alpha in _falloff(strength, spread):
        tint = QColor(colour)
        tint.setAlphaF(alpha)
        painter.setBrush(tint)
        r = max(1.0, radius + spread - inset)
        painter.drawRoundedRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), r, r)
    painter.end()
    return picture


def _falloff(strength: float, spread: int) -> list[tuple[float, float]]:
    """Insets from the outside in, each with the alpha that its layer adds to reach a Gaussian fall-off."""
    layers, reached = [], 0.0
    for step in range(2 * spread):
        away = (step + 0.5 - spread) / (spread * 0.5)  # in standard deviations from the card's edge
        wanted = strength * 0.5 * (1 + math.erf(away / math.sqrt(2)))
        layers.append((float(step), (wanted - reached) / (1 - reached)))
        reached = wanted
    return layers


def _nine(painter: QPainter, patch: QPixmap, target: QRect, corner: int) -> None:
    """Corners and edges; what casts it covers the middle. Edges are one pixel drawn long: nothing is to be smoothed,
    which costs milliseconds a card."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    side = patch.width()
    corner = min(corner, target.width() // 2, target.height() // 2)
    xs = (target.left(), target.left() + corner, target.right() + 1 - corner, target.right() + 1)
    ys = (target.top(), target.top() + corner, target.bottom() + 1 - corner, target.bottom() + 1)
    cuts = (0, corner, side - corner, side)
    for row in range(3):
        for column in range(3):
            to = QRect(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])
            cut = QRect(cuts[column], cuts[row], cuts[column + 1] - cuts[column], cuts[row + 1] - cuts[row])
            if not to.isEmpty() and not row == column == 1:
                painter.drawPixmap(to, patch, cut)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
