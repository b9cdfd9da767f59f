"""The store's size over time: one line over its days, its ends written beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF

from kiosk.domain.store_facts import SizePoint
from kiosk.ui.fonts import families_for
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import Rooted


class SizePlot(Rooted):
    """Empty with fewer than two days. ``sized``: bytes in words."""

    def __init__(self, kit: MaintenanceKit, sized: Callable[[int], str]) -> None:
        super().__init__()
        self._kit, self._sized = kit, sized
        self.points: tuple[SizePoint, ...] = ()
        self.setMinimumHeight(kit.tall(150))
        self.hide()

    def show_points(self, points: Sequence[SizePoint]) -> None:
        self.points = tuple(points)
        self.setVisible(len(self.points) > 1)
        if len(self.points) > 1:
            self.setAccessibleName(" ".join((*self._days(), *self._sizes())))
        self.update()

    def _days(self) -> tuple[str, str]:
        first, last = self.points[0].day, self.points[-1].day
        return f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"

    def _sizes(self) -> tuple[str, str]:
        return self._sized(self.points[0].size), self._sized(self.points[-1].size)

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self.points) < 2:
            return
        painter, kit = QPainter(self), self._kit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = kit.tall(28)
        area = QRectF(self.rect()).adjusted(kit.px(6), line, -kit.px(6), -line)
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), max(1, kit.px(2))), kit.look.colour("line2"))
        curve = QPolygonF([self._at(one, area) for one in self.points])
        ground = QPolygonF([QPointF(area.left(), area.bottom()), *curve.toList(), area.bottomRight()])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.look.colour("tint"))
        painter.drawPolygon(ground)
        painter.setPen(QPen(kit.look.colour("action"), kit.px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(curve)
        self._write(painter, QRectF(area.left(), 0, area.width(), line), self._sizes())
        self._write(painter, QRectF(area.left(), area.bottom(), area.width(), line), self._days())

    def _at(self, point: SizePoint, area: QRectF) -> QPointF:
        """Days as far apart as they are; from nothing up to the largest."""
        first, last = self.points[0].day, self.points[-1].day
        part = (point.day - first).days / max(1, (last - first).days)
        most = max(one.size for one in self.points) or 1
        return QPointF(area.left() + area.width() * part, area.bottom() - area.height() * point.size / most)

    def _write(self, painter: QPainter, area: QRectF, ends: tuple[str, str]) -> None:
        font = QFont()
        font.setFamilies(list(families_for("".join(ends))))
        font.setPixelSize(self._kit.tall(18))
        painter.setFont(font)
        painter.setPen(self._kit.look.colour("ink2"))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for text, side in zip(ends, sides, strict=True):
            painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), text)
