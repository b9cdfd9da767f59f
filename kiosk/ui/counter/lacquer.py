"""The lacquer field of the counter's sign-in: the drum, the office's name, a greeting."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.drawings.drum import draw_drum
from kiosk.ui.widgets.drawings.emblem import draw_emblem
from kiosk.ui.widgets.rooted import Rooted


class LacquerField(Rooted):
    """The left of the page: lacquer, the drum, the office's name, a greeting."""

    def __init__(self, kit: StaffKit, office: str, place: str) -> None:
        super().__init__()
        self._kit, self._office, self._place = kit, office, place
        self.greeting = self.beneath = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._kit.look.theme, self._kit.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._kit.look.colour("son"))
        draw_drum(painter, QRectF(self.rect()).center(), self.width() * 0.62, theme.motif)
        draw_emblem(painter, self._kit.look, QRectF(px(64), px(56), px(84), px(84)), plain=True)
        below = self._text(painter, px(168), px(58), self._office, 24, 500, "on_son2")
        self._text(painter, px(168), max(px(92), below), self._place, 32, 700, "on_son")
        painter.fillRect(QRectF(px(64), self.height() - px(250), px(84), px(4)), self._kit.look.colour("gold"))
        self._text(painter, px(64), self.height() - px(216), self.greeting, 68, 700, "on_son")
        self._text(painter, px(64), self.height() - px(106), self.beneath, 26, 500, "on_son2")
        painter.fillRect(QRectF(self.width() - px(5), 0, px(5), self.height()), self._kit.look.colour("gold"))

    def _text(self, painter: QPainter, x: int, y: int, text: str, size: int, weight: int, colour: str) -> int:
        """In as many lines as it takes; where they end."""
        font = painter.font()
        font.setFamilies(["Be Vietnam Pro", "Noto Sans"])
        font.setPixelSize(self._kit.px(size))
        font.setWeight(font.Weight(weight))
        painter.setFont(font)
        painter.setPen(self._kit.look.colour(colour))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        area = QRect(x, y, self.width() - x - self._kit.px(20), max(1, self.height() - y))
        painted = painter.boundingRect(area, flags, text)
        painter.drawText(painted, flags, text)
        return painted.bottom()


class FieldBeside(QBoxLayout):
    """A page with the field at its left; upright, above."""

    def __init__(self, kit: StaffKit, page: QWidget, office: str, place: str) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, page)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self.field, self._most = LacquerField(kit, office, place), kit.px(620)
        self.addWidget(self.field, 2)

    def turn(self, size: QSize) -> None:
        """The page is that large now."""
        upright, way = size.height() > size.width(), QBoxLayout.Direction
        self.setDirection(way.TopToBottom if upright else way.LeftToRight)
        self.field.setMaximumHeight(self._most if upright else 16777215)
