"""Tiles: the whole area is the target."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.cards import plate
from kiosk.ui.widgets.paint import card_shadow, draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out, longest_word, natural_width


class Tile(Pressable):
    """An icon plate at the top left, title and one line at the bottom left. ``flat`` is a row: plate beside title.

    ``alternative`` is the tile that leads elsewhere (past files): chàm edge, paper ground.
    """

    fills = True

    def __init__(
        self,
        look: Look,
        icon: str,
        title: Text,
        line: Text = "",
        flat: bool = False,
        alternative: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._title, self._line = icon, title, line
        self._flat, self._alternative = flat, alternative
        self.selected = False
        self.listen(title, line)
        self.retranslate()

    def set_selected(self, selected: bool) -> None:
        self.selected = selected
        self.update()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._title), str(self._line))))

    def ring_radius(self) -> float:
        return float(self.look.px(28))

    # --- how large ---

    def _plate(self) -> int:
        return self.look.px(80 if self._flat else 88)

    def _drawn_plate(self) -> float:
        """In a tile that was given more room than it needs, the picture takes its part."""
        if self._flat:
            return self._plate()
        return min(self.look.px(300), max(self._plate(), self.height() * 0.38))

    def _tall(self) -> bool:
        """Given so much room that small words would be lost in it."""
        short = natural_width(self.look, str(self._title), TextRole.H1) <= self.width() - 2 * self._pad()
        return not str(self._line) and short and self.height() >= self.look.px(440)

    def _pad(self) -> int:
        return self.look.px(24 if self._flat else 30)

    def _blocks(self, width: float) -> tuple[TextBlock, TextBlock | None]:
        room = width - 2 * self._pad()
        if self._flat:
            room -= self._plate() + self.look.px(22) + (self.look.px(40) if self.selected else 0)
        room = max(1.0, room)
        role = TextRole.SMALL_BUTTON if self._flat else TextRole.H1 if self._tall() else TextRole.TITLE
        title = lay_out(self.look, str(self._title), role, room, weight=700)
        return title, lay_out(self.look, str(self._line), TextRole.LABEL, room, weight=400) if str(self._line) else None

    def wanted_width(self) -> int:
        beside = self._plate() + self.look.px(22 + 52) if self._flat else 0
        return natural_width(self.look, str(self._title), TextRole.TITLE) + 2 * self._pad() + beside

    def least_width(self) -> int:
        beside = self._plate() + self.look.px(22) if self._flat else 0
        word = longest_word(self.look, str(self._title), TextRole.SMALL_BUTTON if self._flat else TextRole.TITLE)
        return max(self.look.px(220), min(self.look.px(460), word + 2 * self._pad() + beside))

    def height_for(self, width: int) -> int:
        title, line = self._blocks(width)
        words = title.height + (line.height if line else 0)
        if self._flat:
            return max(self.look.px(120), words + 2 * self._pad(), self._plate() + 2 * self._pad())
        return max(self.look.px(264), self._plate() + words + 2 * self._pad() + self.look.px(24))

    # --- how it looks ---

    def cast(self, painter: QPainter) -> None:
        if not self.down and not self._alternative:
            card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        self._paint_area(painter)
        pad, side = self._pad(), self._drawn_plate()
        top = (self.height() - side) / 2 if self._flat else pad - self.look.px(4)
        fill = "on_plate" if self.down else "tint"
        plate(painter, self.look, QRectF(pad, top, side, side), self._icon, fill)
        self._paint_words(painter)
        if self.selected:
            size = self.look.px(40)
            middle = self.height() / 2 if self._flat else pad + size / 2
            draw_icon(
                painter,
                "circle-check",
                self.look.theme.action_text,
                QPointF(self.width() - pad - size / 2, middle),
                size,
            )

    def _paint_area(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        radius = px(28)
        if self.down:
            rounded(painter, area, radius, theme.tint, theme.action_text, px(theme.edges or 2))
        elif self.selected:
            rounded(painter, area, radius, theme.surface, theme.action_text, px(max(5, theme.edges * 2)))
        elif self._alternative:
            rounded(painter, area, radius, theme.paper, theme.action_text, px(theme.edges or 3))
        else:
            rounded(painter, area, radius, theme.surface, theme.line, px(theme.edges or 2))

    def _paint_words(self, painter: QPainter) -> None:
        title, line = self._blocks(self.width())
        height, pad = title.height + (line.height if line else 0), self._pad()
        left = pad + (self._plate() + self.look.px(22) if self._flat else 0)
        top = (self.height() - height) / 2 if self._flat else self.height() - height - pad
        colour = "action_text" if self._alternative else "ink"
        title.paint(painter, QRectF(left, top, self.width(), title.height), self.look.colour(colour))
        if line:
            area = QRectF(left, top + title.height, self.width(), line.height)
            line.paint(painter, area, self.look.colour("ink2"))
