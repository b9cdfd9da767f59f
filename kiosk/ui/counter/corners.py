"""A photograph with four handles on its page's corners: dragged, or moved by arrows; a loupe beside the hand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen

from kiosk.scan.geometry import Corners
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted

BED, LIVE = "#2A221B", "#6EE7A0"
HANDLE, ACTIVE, HIT = 17, 22, 44  # radius in pixels of a window 1080 high
LOUPE, ZOOM = 104, 2.6
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CornerView(Rooted):
    """``corners``: in pixels of the photograph. Tab goes to the next corner; arrows move it by 1, with Shift by 10."""

    moved = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._kit = kit
        self._image = QImage()
        self._points: list[QPointF] = []
        self.active = 0
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(kit.px(240), kit.px(240))
        self.setAccessibleName(kit.strings.say("counter.papers.corners"))

    def show_photograph(self, image: QImage, corners: Corners | None) -> None:
        """Without corners the whole picture is the page."""
        self._image = image
        w, h = image.width() - 1.0, image.height() - 1.0
        self._points = [QPointF(*one) for one in corners or ((0.0, 0.0), (w, 0.0), (w, h), (0.0, h))]
        self.active = 0
        self.update()

    @property
    def corners(self) -> Corners:
        first, second, third, fourth = ((one.x(), one.y()) for one in self._points)
        return first, second, third, fourth

    # --- where things are ---

    def _area(self) -> QRectF:
        """The picture's place: with room around it, so that a handle in its corner can be taken."""
        margin = self._kit.px(ACTIVE + 6)
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        if self._image.isNull():
            return room
        size = self._image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            room.center().x() - size.width() / 2, room.center().y() - size.height() / 2, size.width(), size.height()
        )

    def _scale(self) -> float:
        return self._area().width() / max(1, self._image.width())

    def on_glass(self, corner: int) -> QPointF:
        """Where a corner's handle is, in pixels of this widget."""
        return self._area().topLeft() + self._points[corner] * self._scale()

    # --- hands and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        far = [(self.on_glass(one) - event.position()).manhattanLength() for one in range(len(self._points))]
        if far and min(far) < self._kit.px(HIT):
            self.active, self._dragging = far.index(min(far)), True
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._put((event.position() - self._area().topLeft()) / self._scale())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self._points:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self._put(self._points[self.active] + QPointF(step[0] * far, step[1] * far))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round the corners, and on after the last."""
        after = self.active + (1 if forward else -1)
        if not 0 <= after < len(self._points):
            return super().focusNextPrevChild(forward)
        self.active = after
        self.update()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._dragging = False
        super().focusOutEvent(event)

    def _put(self, to: QPointF) -> None:
        w, h = self._image.width() - 1.0, self._image.height() - 1.0
        self._points[self.active] = QPointF(min(max(to.x(), 0.0), w), min(max(to.y(), 0.0), h))
        self.moved.emit()
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(BED))
        if self._image.isNull():
            return
        painter.drawImage(self._area(), self._image)
        self._shade(painter)
        for corner in range(len(self._points)):
            self._handle(painter, corner)
        if self._dragging or self.hasFocus():
            self._loupe(painter)

    def _shade(self, painter: QPainter) -> None:
        outside, page = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        page.addPolygon([self.on_glass(one) for one in range(len(self._points))])
        page.closeSubpath()
        painter.fillPath(outside - page, QColor(0, 0, 0, 128))
        painter.setPen(QPen(QColor(LIVE), self._kit.px(4)))
        painter.drawPath(page)

    def _handle(self, painter: QPainter, corner: int) -> None:
        px, at = self._kit.px, self.on_glass(corner)
        radius = px(ACTIVE if corner == self.active else HANDLE)
        painter.setPen(QPen(self._kit.look.colour("action"), px(6)))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawEllipse(at, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _loupe(self, painter: QPainter) -> None:
        """What lies under the finger, beside it: in the corner of the view that is farthest."""
        px, at, radius = self._kit.px, self.on_glass(self.active), self._kit.px(LOUPE)
        x = radius + px(12) if at.x() > self.width() / 2 else self.width() - radius - px(12)
        y = radius + px(12) if at.y() > self.height() / 2 else self.height() - radius - px(12)
        circle = QPainterPath()
        circle.addEllipse(QPointF(x, y), radius, radius)
        point, half = self._points[self.active], radius / (ZOOM * max(self._scale(), 1e-6))
        painter.save()
        painter.setClipPath(circle)
        painter.fillPath(circle, QColor(BED))
        painter.drawImage(
            QRectF(x - radius, y - radius, 2 * radius, 2 * radius),
            self._image,
            QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half),
        )
        painter.restore()
        painter.setPen(QPen(QColor("#FFFFFF"), px(4)))
        painter.drawPath(circle)
        for width, colour in ((px(6), "#231B15"), (px(2), "#FFFFFF")):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(QPointF(x - px(22), y), QPointF(x + px(22), y))
            painter.drawLine(QPointF(x, y - px(22)), QPointF(x, y + px(22)))
