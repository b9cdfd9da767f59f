"""A bar that fills, with words."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.labels import RIGHT
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.text import lay_out, natural_width


class Bar(Painted):
    """A bar with what is done at its left and what is left at its right. The fraction is true or not shown."""

    role = AccessRole.PROGRESS

    def __init__(
        self, look: Look, left: Text = "", right: Text = "", colour: str = "action", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._fraction, self._colour = 0.0, colour
        self._left: Text = left
        self._right: Text = right
        self.set_words(left, right)

    def set_fraction(self, fraction: float) -> None:
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    def set_words(self, left: Text, right: Text = "") -> None:
        self._left, self._right = left, right
        self.listen(left, right)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._left), str(self._right))))

    def _words(self, width: float) -> int:
        if not str(self._left) and not str(self._right):
            return 0
        both = f"{self._left} {self._right}"
        fits = natural_width(self.look, both, TextRole.BODY) + self.look.px(30) <= width
        return lay_out(self.look, str(self._left), TextRole.BODY, width).height * (
            1 if fits or not str(self._right) else 2
        )

    def height_for(self, width: int) -> int:
        words = self._words(width)
        return words + self.look.px(24) + (self.look.px(12) if words else 0)

    def wanted_width(self) -> int:
        return self.look.px(600)

    def least_width(self) -> int:
        return self.look.px(200)

    def paint(self, painter: QPainter) -> None:
        theme, height = self.look.theme, self.look.px(24)
        left = lay_out(self.look, str(self._left), TextRole.BODY_STRONG, self.width(), weight=500)
        left.paint(painter, QRectF(self.rect()), self.look.colour("ink"))
        if str(self._right):
            below = self._words(self.width()) > left.height * 1.5
            right = lay_out(self.look, str(self._right), TextRole.BODY, self.width(), RIGHT)
            area = QRectF(self.rect()).adjusted(0, left.height if below else 0, 0, 0)
            right.paint(painter, area, self.look.colour("ink2"))
        area = QRectF(0, self.height() - height, self.width(), height)
        rounded(
            painter, area, height / 2, theme.track, theme.ink if theme.edges else "", self.look.px(theme.edges or 0)
        )
        if self._fraction > 0:
            done = QRectF(area.left(), area.top(), max(height, self.width() * self._fraction), height)
            rounded(painter, done, height / 2, self.look.colour(self._colour).name())
