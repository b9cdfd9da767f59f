"""The plot of the line: four lanes on one axis of time, with a cursor to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF

from kiosk.domain.line_history import LineReport, LineRow, LineSpan
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import Rooted

_SLOW = "#D9B45A"
_BARS = 30  # of the lane of what waits


class LinePlot(Rooted):
    """Network, portal, rate, what waits. A touch sets the moment that is read; ``words`` say what a row found."""

    def __init__(self, kit: MaintenanceKit, words: Callable[[LineRow], str]) -> None:
        super().__init__()
        self._kit, self._words = kit, words
        self._report: LineReport | None = None
        self.moment: datetime | None = None
        self.setMinimumHeight(kit.tall(560))

    def show_report(self, report: LineReport) -> None:
        self._report, self.moment = report, None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (report := self._report) is not None:
            left, wide = self._room()
            part = min(1.0, max(0.0, (event.position().x() - left) / wide))
            self.moment = report.since + (report.until - report.since) * part
            self.update()

    def row_at(self, at: datetime) -> LineRow | None:
        """The last row before a moment."""
        rows = [row for row in self._report.rows if row.at <= at] if self._report else []
        return rows[-1] if rows else None

    def _room(self) -> tuple[float, float]:
        left = self._kit.tall(170)
        return left, self.width() - left - self._kit.px(12)

    def _x(self, at: datetime) -> float:
        report, (left, wide) = self._report, self._room()
        assert report is not None
        return left + wide * ((at - report.since) / (report.until - report.since))

    def paintEvent(self, event: QPaintEvent) -> None:
        if (report := self._report) is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._font(painter, 18)
        high = self.height()
        self._axis(painter, report, QRectF(0, 0, self.width(), high))
        lane = high * 0.08
        self._lane(painter, report.network, high * 0.05, lane, "network", report.up)
        self._lane(painter, report.portal, high * 0.19, lane, "portal", report.portal_up)
        self._rates(painter, report, high * 0.34, high * 0.22)
        self._waits(painter, report, high * 0.64, high * 0.26)
        if self.moment is not None:
            self._cursor(painter, self.moment)

    def _font(self, painter: QPainter, size: float, *, bold: bool = False) -> None:
        font = painter.font()
        font.setFamilies(["Be Vietnam Pro", "Noto Sans"])
        font.setPixelSize(self._kit.tall(size))
        font.setBold(bold)
        painter.setFont(font)

    def _name(self, painter: QPainter, top: float, key: str, second: str) -> None:
        wide, high = self._kit.tall(164), self._kit.tall(26)
        self._font(painter, 18, bold=True)
        painter.setPen(self._kit.look.colour("ink"))
        painter.drawText(QRectF(0, top, wide, high), self._kit.say(f"lane_{key}"))
        self._font(painter, 17)
        painter.setPen(self._kit.look.colour("ink2"))
        painter.drawText(QRectF(0, top + high, wide, high), second)

    def _axis(self, painter: QPainter, report: LineReport, area: QRectF) -> None:
        days = (report.until - report.since) / timedelta(days=1)
        wide = self._kit.tall(70)
        apart = 1.3 * wide  # the last one stands before its line, to stay within the plot
        count = max(1, min(6 if days > 1 else 8, int(self._room()[1] / apart)))
        for place in range(count + 1):
            at = report.since + (report.until - report.since) * place / count
            x = self._x(at)
            painter.setPen(self._kit.look.colour("line"))
            painter.drawLine(QPointF(x, 0), QPointF(x, area.height() * 0.92))
            painter.setPen(self._kit.look.colour("ink2"))
            words = f"{at:%d/%m}" if days > 1 else f"{at:%H:%M}"
            left = min(x - wide / 2, self.width() - wide)
            painter.drawText(
                QRectF(left, area.height() * 0.93, wide, self._kit.tall(26)), Qt.AlignmentFlag.AlignCenter, words
            )

    def _lane(
        self, painter: QPainter, stretches: tuple[LineSpan, ...], top: float, high: float, key: str, up: float | None
    ) -> None:
        say = self._kit.say
        self._name(
            painter, top, key, say("lane_up", part=self._kit.percent(up)) if up is not None else say("lane_unknown")
        )
        look, (left, wide) = self._kit.look, self._room()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("sunk"))
        painter.drawRect(QRectF(left, top, wide, high))
        for one in stretches:
            area = QRectF(self._x(one.begin), top, max(2.0, self._x(one.end) - self._x(one.begin)), high)
            if one.state == "down":
                painter.fillRect(area, look.colour("surface"))
                painter.setPen(QPen(look.colour("err"), 2))
                painter.setBrush(QBrush(look.colour("err"), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(area)
                painter.setPen(Qt.PenStyle.NoPen)
            else:
                painter.fillRect(area, QColor(_SLOW) if one.state == "slow" else look.colour("ok"))

    def _rates(self, painter: QPainter, report: LineReport, top: float, high: float) -> None:
        self._name(painter, top, "rate", self._kit.say("lane_rate_unit"))
        most = max((row.rate * 8 / 1000 for row in report.rows), default=0) or 100.0
        self._grid(painter, top, high, most)
        painter.setPen(QPen(self._kit.look.colour("action"), 2.5))
        run: list[QPointF] = []
        for row in report.rows:
            if not row.line.reached or not row.rate:
                painter.drawPolyline(QPolygonF(run))
                run = []
                continue
            run.append(QPointF(self._x(row.at), top + high * (1 - row.rate * 8 / 1000 / most)))
        painter.drawPolyline(QPolygonF(run))

    def _waits(self, painter: QPainter, report: LineReport, top: float, high: float) -> None:
        self._name(painter, top, "waiting", self._kit.say("lane_most", count=report.most_waiting))
        most = max(5, report.most_waiting)
        self._grid(painter, top, high, most)
        step = (report.until - report.since) / _BARS
        wide = self._room()[1] / _BARS * 0.62
        for place in range(_BARS):
            begin = report.since + step * place
            rows = [row.waiting for row in report.rows if begin <= row.at < begin + step]
            if count := max(rows, default=0):
                tall = high * count / most
                colour = "warn" if count == report.most_waiting and count > 3 else "action"
                painter.fillRect(
                    QRectF(self._x(begin) + wide * 0.3, top + high - tall, wide, tall), self._kit.look.colour(colour)
                )

    def _grid(self, painter: QPainter, top: float, high: float, most: float) -> None:
        left, wide = self._room()
        self._font(painter, 15)
        for part in (0.0, 0.5, 1.0):
            y = top + high * (1 - part)
            painter.setPen(self._kit.look.colour("line"))
            painter.drawLine(QPointF(left, y), QPointF(left + wide, y))
            painter.setPen(self._kit.look.colour("ink2"))
            box = QRectF(left - self._kit.tall(66), y - self._kit.tall(12), self._kit.tall(60), self._kit.tall(24))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{most * part:.0f}")

    def _cursor(self, painter: QPainter, at: datetime) -> None:
        x, row = self._x(at), self.row_at(at)
        painter.setPen(QPen(self._kit.look.colour("ink"), 3))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height() * 0.92))
        words = f"{at:%H:%M %d/%m}\n" + (self._words(row) if row else self._kit.say("lane_unknown"))
        lanes, room = self._room()
        wide, high = min(self._kit.tall(330), room), self._kit.tall(110)
        left = x + 12 if x + 12 + wide < self.width() else x - 12 - wide
        box = QRectF(max(left, lanes), self.height() * 0.36, wide, high)  # beside the lanes' names, never over them
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#1C1713"))
        painter.drawRoundedRect(box, 12, 12)
        painter.setPen(QColor("#FFFFFF"))
        self._font(painter, 18)
        inner = box.adjusted(14, 8, -14, -8)
        painter.drawText(inner, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter), words)
