"""A signature on glass, where the form wants one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QTouchEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.labels import CENTRE
from kiosk.ui.widgets.paint import rounded, smooth
from kiosk.ui.widgets.text import lay_out

Strokes = Sequence[Sequence[QPointF]]


def stroke_path(strokes: Strokes) -> QPainterPath:
    """The line a finger has drawn, smooth from touch to touch."""
    path = QPainterPath()
    for stroke in strokes:
        path.moveTo(stroke[0])
        for before, at in pairwise(stroke):
            path.quadTo(before, (before + at) / 2)
        path.lineTo(stroke[-1] + QPointF(0.1, 0))
    return path


class SignaturePad(Painted):
    """A field to sign in with a finger. ``signed()`` after each stroke; ``image()`` is ink on white, cropped."""

    role = AccessRole.PICTURE

    signed = Signal()

    def __init__(self, look: Look, hint: Text, height: int = 420, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._hint, self._height = hint, height
        self._strokes: list[list[QPointF]] = []
        self.listen(hint)
        self.retranslate()

    @property
    def empty(self) -> bool:
        return not self._strokes

    def clear(self) -> None:
        self._strokes.clear()
        self.update()

    @property
    def strokes(self) -> list[list[QPointF]]:
        """As they were drawn, each from touch to lift."""
        return [list(stroke) for stroke in self._strokes]

    def image(self) -> QImage | None:
        """The signature as it was drawn; None if there is none."""
        if self.empty:
            return None
        area = stroke_path(self._strokes).boundingRect().adjusted(-20, -20, 20, 20).toAlignedRect()
        picture = QImage(area.size().expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
        picture.fill(QColor("#FFFFFF"))
        painter = smooth(QPainter(picture))
        painter.translate(-area.topLeft())
        self._draw(painter, "#10182E")
        painter.end()
        return picture

    def spoken(self) -> str:
        return str(self._hint)

    def height_for(self, width: int) -> int:
        return self.look.px(self._height)

    def wanted_width(self) -> int:
        return self.look.px(968)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.points():
            self._follow(event.type() == QEvent.Type.TouchBegin, event.points()[0].position())
            if event.type() == QEvent.Type.TouchEnd:
                self.signed.emit()
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(True, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(False, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.signed.emit()

    def _follow(self, starts: bool, at: QPointF) -> None:
        if starts or not self._strokes:
            self._strokes.append([])
        self._strokes[-1].append(at)
        self.update()

    def _draw(self, painter: QPainter, colour: str) -> None:
        pen = QPen(QColor(colour), self.look.px(6))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(stroke_path(self._strokes))

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        rounded(painter, area, px(24), theme.field, theme.line2, px(theme.edges or 3))
        line = self.height() * 0.72
        painter.fillRect(QRectF(px(60), line, self.width() - px(120), px(3)), self.look.colour("line"))
        if self.empty:
            hint = lay_out(self.look, str(self._hint), TextRole.BODY, self.width() - px(80), CENTRE)
            hint.paint(painter, QRectF(px(40), line + px(12), self.width(), hint.height), self.look.colour("ink2"))
        self._draw(painter, theme.ink)
