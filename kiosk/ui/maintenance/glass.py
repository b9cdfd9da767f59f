"""The whole glass as a test: a grid that a finger wipes full, and fields of one colour for dead pixels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import Rooted

ACROSS, DOWN = 10, 8
COLOURS = ("#FF0000", "#00FF00", "#0000FF", "#FFFFFF", "#000000", "#808080")
"""Each primary, both ends and the middle: a pixel that is dead or stuck shows on one of them."""

_TOUCH = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate)


class GlassTest(Rooted):
    """Covers everything; Esc ends it at any moment."""

    def __init__(self, kit: MaintenanceKit, parent: QWidget) -> None:
        super().__init__(parent)
        self.kit = kit
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()


class TouchGrid(GlassTest):
    """``finished``: how many cells were touched, of how many, and the most fingers at once."""

    finished = Signal(int, int, int)

    def __init__(self, kit: MaintenanceKit, parent: QWidget) -> None:
        super().__init__(kit, parent)
        self._touched: set[tuple[int, int]] = set()
        self._fingers = 0

    @property
    def whole(self) -> int:
        return ACROSS * DOWN

    def event(self, event: QEvent) -> bool:
        if event.type() in _TOUCH and isinstance(event, QTouchEvent):
            points = event.points()
            self._fingers = max(self._fingers, len(points))
            for point in points:
                self._touch(point.position())
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touch(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._touch(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end()

    def _touch(self, at: QPointF) -> None:
        cell = int(at.x() * ACROSS / max(1, self.width())), int(at.y() * DOWN / max(1, self.height()))
        if 0 <= cell[0] < ACROSS and 0 <= cell[1] < DOWN:
            self._touched.add(cell)
            self.update()
        if len(self._touched) == self.whole:
            self._end()

    def _end(self) -> None:
        self.finished.emit(len(self._touched), self.whole, max(1, self._fingers))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.kit.look
        painter.fillRect(self.rect(), look.colour("paper"))
        wide, high = self.width() / ACROSS, self.height() / DOWN
        for x in range(ACROSS):
            for y in range(DOWN):
                cell = QRectF(x * wide + 2, y * high + 2, wide - 4, high - 4)
                painter.fillRect(cell, look.colour("ok" if (x, y) in self._touched else "sunk"))
        font = painter.font()
        font.setPixelSize(self.kit.tall(30))
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        words = self.kit.strings.say("maintenance.trial.touch.grid", count=len(self._touched), all=self.whole)
        middle = QRectF(self.width() * 0.15, self.height() * 0.4, self.width() * 0.7, self.height() * 0.2)
        painter.fillRect(middle, look.colour("surface"))
        painter.drawText(middle, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)


class ColourFields(GlassTest):
    """One colour after another with each touch or key. ``finished`` after the last, or with Esc."""

    finished = Signal()

    def __init__(self, kit: MaintenanceKit, parent: QWidget) -> None:
        super().__init__(kit, parent)
        self.place = 0

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.TouchBegin:
            event.accept()
            return True
        if event.type() is QEvent.Type.TouchEnd:
            self._next()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._next()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
        else:
            self._next()

    def _next(self) -> None:
        self.place += 1
        if self.place >= len(COLOURS):
            self.finished.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(COLOURS[min(self.place, len(COLOURS) - 1)]))
