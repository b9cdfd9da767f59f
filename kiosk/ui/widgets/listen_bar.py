"""The dark band that says how a page is read aloud, and what is being said: a touch on it opens the choices."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.labels import RIGHT
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, elided, lay_out, natural_width

_GROUND, _CREAM, _GREY, _WHITE = "#231E1A", "#F1E9DC", "#CFC4B4", "#FFFFFF"
"""Of the picture's own, in every theme: nothing else on the glass is so dark."""


class ListenBar(Pressable):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._icon, self._title, self._line, self._how, self._now = "volume", "", "", "", ""
        self.retranslate()

    def set_state(self, icon: str, title: Text, line: Text, how: Text) -> None:
        self._icon, self._title, self._line, self._how = icon, str(title), str(line), str(how)
        self.listen(title, line, how)
        self.retranslate()

    def set_sentence(self, sentence: str) -> None:
        """What is being said."""
        self._now = sentence
        self.update()

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._title, self._line, self._how.replace("\n", ". "))))

    def ring_radius(self) -> float:
        return float(self.look.px(22))

    def _beside(self) -> float:
        """What the volume and the speed take at the end."""
        if self.look.large or not self._how:
            return 0
        return max(natural_width(self.look, one, TextRole.FLOOR) for one in self._how.split("\n")) + self.look.px(28)

    def _blocks(self, width: float) -> tuple[TextBlock, str]:
        room = max(1.0, width - self.look.px(56 + 28 + 96 + 56) - self._beside())
        role = TextRole.LABEL_STRONG
        line = self._now or self._line
        return lay_out(self.look, self._title, role, room), elided(self.look, line, TextRole.FLOOR, room)

    def height_for(self, width: int) -> int:
        title, _ = self._blocks(width)
        return title.height + self.look.line_height(TextRole.FLOOR) + self.look.px(44)

    def least_width(self) -> int:
        return self.look.px(320)

    def wanted_width(self) -> int:
        return self.look.px(968)

    def paint(self, painter: QPainter) -> None:
        px = self.look.px
        painter.fillRect(self.rect(), self.look.colour("paper"))
        area = QRectF(px(56), px(6), self.width() - px(112), self.height() - px(12))
        rounded(painter, area, px(22), "#3A332D" if self.down else _GROUND, _WHITE if self.look.theme.edges else "")
        middle = area.center().y()
        draw_icon(painter, self._icon, _CREAM, QPointF(area.left() + px(60), middle), px(48))
        title, line = self._blocks(self.width())
        below = lay_out(self.look, line, TextRole.FLOOR, self.width())
        left, top = area.left() + px(110), middle - (title.height + below.height) / 2
        title.paint(painter, QRectF(left, top, area.width(), title.height), QColor(_WHITE))
        below.paint(painter, QRectF(left, top + title.height, area.width(), below.height), QColor(_GREY))
        if self._beside():
            how = lay_out(self.look, self._how, TextRole.FLOOR, self._beside(), RIGHT)
            place = QRectF(area.right() - px(28) - self._beside(), middle - how.height / 2, self._beside(), how.height)
            how.paint(painter, place, QColor(_CREAM))
