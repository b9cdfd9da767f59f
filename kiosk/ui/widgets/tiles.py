"""Tiles: the whole area is the target."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.cards import plate
from kiosk.ui.widgets.chips import chip_height, chip_width, draw_chip
from kiosk.ui.widgets.labels import CENTRE, LEFT
from kiosk.ui.widgets.paint import card_shadow, draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out, longest_word, natural_width


class Tile(Pressable):
    """An icon plate at the top left (none where there is no icon), title and one line at the bottom left; in a high
    place all of it stands in the middle. ``flat`` is a row: plate beside title.

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
        self._others: tuple[Text, ...] = ()  # titles beside it: all are written alike
        self.listen(title, line)
        self.retranslate()

    def set_beside(self, titles: tuple[Text, ...]) -> None:
        """The titles of tiles that are as wide and stand in one row with it: none is larger than another."""
        self._others = titles

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._title), str(self._line))))

    def ring_radius(self) -> float:
        return float(self.look.px(28))

    # --- how large ---

    def _plate(self) -> int:
        return self.look.px(80 if self._flat else 88) if self._icon else 0

    def _beside(self) -> int:
        """What a row's plate takes of the words' room."""
        return self._plate() + self.look.px(22) if self._flat and self._icon else 0

    def _drawn_plate(self) -> float:
        """In a tile that was given more room than it needs, the picture takes its part."""
        if self._flat:
            return self._plate()
        title, line = self._blocks(self.width())
        left = self.height() - title.height - (line.height if line else 0) - 2 * self._pad()
        most = 300 if self._middled() else 200
        return max(min(self._plate(), left), min(self.look.px(most), self.height() * 0.38, left))

    def _middled(self) -> bool:
        """Given so much room that picture and words in two corners would be lost in it."""
        return not self._flat and bool(self._icon) and self.height() >= self.look.px(440)

    def _short(self) -> bool:
        """Large letters have room for it on one line, and for those beside it."""
        titles = (self._title, *self._others)
        widest = max(natural_width(self.look, str(one), TextRole.H1) for one in titles)
        return widest <= self.width() - 2 * self._pad()

    def _pad(self) -> int:
        return self.look.px(24 if self._flat else 30)

    def _blocks(self, width: float, *, asked: bool = False) -> tuple[TextBlock, TextBlock | None]:
        """``asked`` how high it would be: then the place that it has now says nothing."""
        room = width - 2 * self._pad()
        if self._flat:
            room -= self._beside() + (self.look.px(40) if self.selected else 0)
        room, middled = max(1.0, room), self._middled() and not asked
        role = TextRole.SMALL_BUTTON if self._flat else TextRole.H1 if middled and self._short() else TextRole.TITLE
        align = CENTRE if middled else LEFT
        title = lay_out(self.look, str(self._title), role, room, align, balance=middled, weight=700)
        if not str(self._line):
            return title, None
        return title, lay_out(self.look, str(self._line), TextRole.LABEL, room, align, weight=400)

    def wanted_width(self) -> int:
        beside = self._beside() + self.look.px(52) if self._flat else 0
        return natural_width(self.look, str(self._title), TextRole.TITLE) + 2 * self._pad() + beside

    def least_width(self) -> int:
        beside = self._beside()
        word = longest_word(self.look, str(self._title), TextRole.SMALL_BUTTON if self._flat else TextRole.TITLE)
        return max(self.look.px(220), min(self.look.px(460), word + 2 * self._pad() + beside))

    def height_for(self, width: int) -> int:
        title, line = self._blocks(width, asked=True)
        words = title.height + (line.height if line else 0)
        if self._flat:
            return max(self.look.px(120), words + 2 * self._pad(), self._plate() + 2 * self._pad())
        return max(self.look.px(240), self._plate() + words + 2 * self._pad())

    # --- how it looks ---

    def cast(self, painter: QPainter) -> None:
        if not self.down and not self._alternative:
            card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        self._paint_area(painter)
        pad, side = self._pad(), self._drawn_plate()
        left: float = pad
        top: float = (self.height() - side) / 2 if self._flat else pad - self.look.px(4)
        if self._middled():
            left, top = (self.width() - side) / 2, self._group_top()
        fill = "on_plate" if self.down else "tint"
        if self._icon:
            plate(painter, self.look, QRectF(left, top, side, side), self._icon, fill)
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

    def _group_top(self) -> float:
        """Where picture and words begin that stand together in the middle."""
        title, line = self._blocks(self.width())
        words = title.height + (line.height if line else 0)
        return (self.height() - self._drawn_plate() - self.look.px(32) - words) / 2

    def _paint_words(self, painter: QPainter) -> None:
        title, line = self._blocks(self.width())
        height, pad = title.height + (line.height if line else 0), self._pad()
        left = pad + self._beside()
        top = (self.height() - height) / 2 if self._flat else self.height() - height - pad
        if self._middled():
            top = self._group_top() + self._drawn_plate() + self.look.px(32)
        colour = "action_text" if self._alternative else "ink"
        title.paint(painter, QRectF(left, top, self.width(), title.height), self.look.colour(colour))
        if line:
            area = QRectF(left, top + title.height, self.width(), line.height)
            line.paint(painter, area, self.look.colour("ink2"))


class ListCard(Tile):
    """One of a list: a flat tile with a chevron at its end, and a few words (``mark``) why it stands first."""

    def __init__(
        self, look: Look, icon: str, title: Text, line: Text = "", mark: Text = "", parent: QWidget | None = None
    ) -> None:
        self._mark: Text = mark
        super().__init__(look, icon, title, line, flat=True, parent=parent)
        self.listen(mark)

    def spoken(self) -> str:
        return ". ".join(filter(None, (super().spoken(), str(self._mark))))

    def _end(self) -> float:
        """What the chevron takes, and the words before it."""
        mark = str(self._mark) if not self.look.large else ""
        return self.look.px(64) + (chip_width(self.look, mark, "", row=True) + self.look.px(20) if mark else 0)

    def _blocks(self, width: float, *, asked: bool = False) -> tuple[TextBlock, TextBlock | None]:
        return super()._blocks(max(1.0, width - self._end()), asked=asked)

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        look, middle = self.look, self.height() / 2
        at = QPointF(self.width() - look.px(24 + 24), middle)
        draw_icon(painter, "chevron-right", look.theme.action_text, at, look.px(48), 2.0)
        if str(self._mark) and not look.large:
            words = str(self._mark)
            width, height = chip_width(look, words, "", row=True), chip_height(look, row=True)
            area = QRectF(self.width() - look.px(24 + 64) - width, middle - height / 2, width, height)
            draw_chip(painter, look, area, words, "", look.theme.tint, look.theme.action_text, row=True)
