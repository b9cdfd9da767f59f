"""The camera tried: the sheet as it lies, sharpness in five zones, the tray's millimetres, five measures."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.scan.tray_measure import LEAST_DPI, LEAST_SHARP, LIGHT, MOST_TILT, MOST_UNEVEN, TrayMeasure
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.devices import TrialPanel
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.camera import TABLE, image_of
from kiosk.ui.widgets.rooted import Rooted

_INK = "#1C1713"
_SHADE = QColor(28, 23, 19, 190)
"""Under the tray's scale, which may lie on paper."""
_PLACES = ((0.2, 0.18), (0.8, 0.18), (0.5, 0.5), (0.2, 0.82), (0.8, 0.82))  # on the sheet, where each zone is told


class TrayPicture(Rooted):
    """The camera's picture with what was measured on it."""

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__()
        self._kit = kit
        self._image: QImage | None = None
        self._measure: TrayMeasure | None = None
        self.setMinimumSize(kit.px(420), kit.shown_high(560))

    def show_measure(self, measure: TrayMeasure | None) -> None:
        self._measure, self._image = measure, image_of(measure.frame) if measure else None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(TABLE))
        painter.drawRoundedRect(QRectF(self.rect()), 18, 18)
        image, measure = self._image, self._measure
        if image is None or measure is None:
            painter.setPen(QColor("#FFFFFF"))
            words = self._kit.strings.say("maintenance.trial.camera.none")
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
            return
        size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
        painter.drawImage(area, image)
        if measure.corners is not None:
            self._paint_sheet(painter, area, area.width() / image.width(), measure)

    def _paint_sheet(self, painter: QPainter, area: QRectF, scale: float, measure: TrayMeasure) -> None:
        points = [QPointF(area.left() + x * scale, area.top() + y * scale) for x, y in measure.corners or ()]
        outline = self._kit.look.colour("live") if measure.whole else QColor("#FFFFFF")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(outline, 4))
        painter.drawPolygon(QPolygonF(points))
        for (x, y), value in zip(_PLACES, measure.zones, strict=False):
            words = "–" if value < 0 else self._kit.strings.words.number(value, 1)
            self._chip(painter, _within(points, x, y), words, area.width())
        self._paint_scale(painter, area, measure)

    def _chip(self, painter: QPainter, at: QPointF, text: str, wide: float) -> None:
        """``wide``: the picture; five of them have room on it."""
        high = min(self._kit.tall(40), wide * 0.1)
        box = QRectF(at.x() - high, at.y() - high / 2, 2 * high, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_INK))
        painter.drawRoundedRect(box, high / 2, high / 2)
        font = painter.font()
        font.setPixelSize(round(high * 0.55))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_scale(self, painter: QPainter, area: QRectF, measure: TrayMeasure) -> None:
        """Millimetres of the tray, at the right edge of the picture."""
        if measure.view_mm <= 0:
            return
        per_mm, x = area.width() / measure.view_mm, area.right() - self._kit.px(28)
        painter.setPen(QPen(QColor("#FFFFFF"), 2))
        font = painter.font()
        font.setPixelSize(min(self._kit.tall(18), round(area.width() * 0.045)))
        painter.setFont(font)
        top, most = area.top() + self._kit.px(24), int((area.height() - self._kit.px(48)) / per_mm)
        wide = painter.fontMetrics().horizontalAdvance("000") + 22
        painter.fillRect(QRectF(x - wide, area.top(), area.right() - x + wide, area.height()), _SHADE)
        painter.drawLine(QPointF(x, top), QPointF(x, top + most * per_mm))
        for mm in range(0, most + 1, 10):
            long, y = mm % 50 == 0, top + mm * per_mm
            painter.drawLine(QPointF(x - (16 if long else 8), y), QPointF(x, y))
            if long:
                words = QRectF(x - 80, y - 16, 60, 32)
                painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(mm))


class LimitBar(Rooted):
    """A value on its way from 0 to ``most``, with ticks at its limits."""

    def __init__(self, kit: MaintenanceKit, value: float, most: float, limits: tuple[float, ...], good: bool) -> None:
        super().__init__()
        self._kit, self._good = kit, good
        self._part, self._limits = min(1.0, max(0.0, value / most)), tuple(one / most for one in limits)
        self.setFixedHeight(kit.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, high = QPainter(self), self._kit.look, self._kit.px(8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - high) / 2
        for part, colour in ((1.0, "track"), (self._part, "ok" if self._good else "warn")):
            painter.setBrush(look.colour(colour))
            painter.drawRoundedRect(QRectF(0, top, self.width() * part, high), high / 2, high / 2)
        painter.setBrush(look.colour("ink"))
        for limit in self._limits:
            painter.drawRect(QRectF(self.width() * min(limit, 1.0) - 2, 0, 4, self.height()))


class CameraPanel(TrialPanel):
    device = "camera"

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit)
        split = kit.split()
        self.column.addLayout(split, 1)
        left = kit.column(gap=14)
        self.picture = TrayPicture(kit)
        left.addWidget(self.picture, 1)
        left.addWidget(self.fault)
        line = kit.row(gap=12)
        self.start = kit.button(self.say("start"), self.started.emit, role="primary", picture="camera")
        line.addWidget(self.start)
        line.addStretch(1)
        left.addLayout(line)
        split.addLayout(left, 3)
        frame, self._measures = kit.card()
        split.addWidget(frame, 2)
        self._measures.addWidget(kit.label(self.say("how"), ""))
        self._measures.addStretch(1)
        self.measure: TrayMeasure | None = None

    def show_waiting(self) -> None:
        self.show_fault("")
        self.start.setEnabled(False)

    def show_failure(self, text: str) -> None:
        self.start.setEnabled(True)
        self.picture.show_measure(None)
        self.show_fault(text)

    def show_measure(self, measure: TrayMeasure) -> None:
        self.measure = measure
        self.start.setEnabled(True)
        self.picture.show_measure(measure)
        emptied(self._measures)
        checks = measure.checks
        number = self.kit.strings.words.number
        facts: dict[str, tuple[str, float, float, tuple[float, ...]]] = {
            "sharpness": (number(measure.sharpness, 1), measure.sharpness, 7.0, (LEAST_SHARP,)),
            "frame": (f"{number(abs(measure.tilt), 1)}°", abs(measure.tilt), 10.0, (MOST_TILT,)),
            "light": (number(measure.light), measure.light, 255.0, LIGHT),
            "even": (f"{number(measure.uneven * 100)} %", measure.uneven, 0.5, (MOST_UNEVEN,)),
            "scale": (f"{number(measure.dpi)} dpi", measure.dpi, 400.0, (LEAST_DPI,)),
        }
        for key, (value, reached, most, limits) in facts.items():
            self._measures.addWidget(self._measure(key, value, checks[key]))
            self._measures.addWidget(LimitBar(self.kit, reached, most, limits, checks[key]))
            if not checks[key]:
                self._measures.addWidget(self.kit.note(self.say(f"mend.{key}"), "warn", "tool"))
        if measure.view_mm:
            self._measures.addWidget(self.kit.label(self.say("view", mm=round(measure.view_mm)), "second"))
        self._measures.addStretch(1)

    def _measure(self, key: str, value: str, good: bool) -> QWidget:
        kit, holder = self.kit, QWidget()
        line = kit.row(holder, gap=10)
        words = kit.column(gap=0)
        words.addWidget(kit.label(self.say(f"measure.{key}"), "second"))
        words.addWidget(kit.label(value, "h2"))
        line.addLayout(words, 1)
        line.addWidget(kit.label(self.say(f"limit.{key}"), "second"))
        tint, picture = ("ok", "circle-check") if good else ("warn", "alert-triangle")
        line.addWidget(kit.chip(kit.say("passed" if good else "not_passed"), tint, picture))
        return holder


def _within(points: list[QPointF], x: float, y: float) -> QPointF:
    """A place on the sheet, by parts of its sides."""
    upper = points[0] + (points[1] - points[0]) * x
    lower = points[3] + (points[2] - points[3]) * x
    return upper + (lower - upper) * y
