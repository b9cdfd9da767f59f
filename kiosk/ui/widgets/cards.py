"""Cards: a raised surface, rows with rules between them, and the cards that screens are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.chips import ChipTone, chip_height, chip_width, draw_chip
from kiosk.ui.widgets.illustrations import IllustrationKind, draw_picture
from kiosk.ui.widgets.layouts import Column, Margins
from kiosk.ui.widgets.paint import card_shadow, draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out, natural_width


class CardSurface(Painted):
    """A surface with a soft shadow. Put widgets into ``card.body`` (a Column)."""

    def __init__(
        self, look: Look, spacing: int = 20, padding: Margins = 32, edge: str = "line", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._edge = edge
        self.body = Column(look, self, spacing=spacing, margins=padding)

    def set_edge(self, token: str) -> None:
        """``line`` at rest, ``action_text`` where it is this card's turn, ``warn`` where something is to be done."""
        self._edge = token
        self.update()

    def heightForWidth(self, width: int) -> int:
        return self.body.heightForWidth(width) if self.body.hasHeightForWidth() else self.body.sizeHint().height()

    def sizeHint(self) -> QSize:
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.body.minimumSize()

    def cast(self, painter: QPainter) -> None:
        card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        theme = self.look.theme
        width = theme.edges or (2 if self._edge == "line" else 5)
        edge = self.look.colour(self._edge).name()
        rounded(painter, QRectF(self.rect()), self.look.px(28), theme.surface, edge, self.look.px(width))


class Rule(Painted):
    """A thin line between rows."""

    def height_for(self, width: int) -> int:
        return self.look.px(2)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.look.colour("line"))


@dataclass(frozen=True)
class PaperText:
    """What a card says of one paper or one answer."""

    label: Text = ""  # small, above
    title: Text = ""
    lines: Sequence[Text] = ()
    chip: Text = ""
    chip_tone: ChipTone = ChipTone.NEUTRAL
    chip_icon: str = ""
    chip_beside: bool = False  # on the title's line, where that has room


NARROW = 460
"""Below this many base pixels a block of words has no room for the plate beside them."""


class InfoBlock(Painted):
    """A picture or an icon plate at the left; label, title, lines and a chip beside it."""

    def __init__(
        self,
        look: Look,
        text: PaperText,
        icon: str = "",
        picture: IllustrationKind | None = None,
        gold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._picture, self._gold = icon, picture, gold
        self.set_text(text)

    def set_text(self, text: PaperText) -> None:
        self._text = text
        self.listen(text.label, text.title, text.chip, *text.lines)
        self.retranslate()

    def spoken(self) -> str:
        text = self._text
        return ". ".join(str(part) for part in (text.label, text.title, *text.lines, text.chip) if str(part))

    def _side(self, width: float) -> QSize:
        """The picture or the plate; where the block is narrow the words need the plate's room more."""
        if self._picture:
            return QSize(self.look.px(138), self.look.px(190))
        shown = self._icon and width >= self.look.px(NARROW * self.look.text_percent / 100)
        return QSize(self.look.px(80), self.look.px(80)) if shown else QSize(0, 0)

    def _left(self, width: float) -> int:
        side = self._side(width).width()
        return side + self.look.px(34 if self._picture else 26) if side else 0

    def _blocks(self, width: float) -> list[tuple[TextBlock, str]]:
        room, text = max(1.0, width - self._left(width)), self._text
        blocks = []
        if str(text.label):
            blocks.append((lay_out(self.look, str(text.label), TextRole.LABEL, room), "ink2"))
        if str(text.title):
            blocks.append((lay_out(self.look, str(text.title), TextRole.TITLE, room), "ink"))
        for line in text.lines:
            colour = "ink" if str(text.label) else "ink2"
            blocks.append((lay_out(self.look, str(line), TextRole.BODY, room), colour))
        return blocks

    def _chip_size(self) -> QSize:
        words, icon, row = str(self._text.chip), self._text.chip_icon, self._text.chip_beside
        return QSize(chip_width(self.look, words, icon, row=row), chip_height(self.look, row=row))

    def _beside(self, width: float) -> bool:
        """Whether the chip may stand on the title's line, and has room there."""
        if not (self._text.chip_beside and str(self._text.chip)):
            return False
        title = natural_width(self.look, str(self._text.title), TextRole.TITLE)
        return title + self.look.px(20) + self._chip_size().width() <= width - self._left(width)

    def _chip_height(self, width: float) -> int:
        beneath = str(self._text.chip) and not self._beside(width)
        return self._chip_size().height() + self.look.px(14) if beneath else 0

    def _words_height(self, width: float) -> int:
        return sum(block.height for block, _ in self._blocks(width)) + self._chip_height(width)

    def height_for(self, width: int) -> int:
        return max(self._side(width).height(), self._words_height(width))

    def least_width(self) -> int:
        return self._left(0) + self.look.px(220)

    def wanted_width(self) -> int:
        return self._left(self.look.px(2 * NARROW)) + self.look.px(600)

    def paint(self, painter: QPainter) -> None:
        self._paint_side(painter)
        left = self._left(self.width())
        top = (self.height() - self._words_height(self.width())) / 2
        for index, (block, colour) in enumerate(self._blocks(self.width())):
            area = QRectF(left, top, self.width() - left, block.height)
            block.paint(painter, area, self.look.colour(colour))
            if index == (1 if str(self._text.label) else 0) and self._beside(self.width()):
                self._paint_chip(painter, QPointF(left + block.width + self.look.px(20), area.center().y()))
            top += block.height
        if self._chip_height(self.width()):
            middle = top + self.look.px(14) + self._chip_size().height() / 2
            self._paint_chip(painter, QPointF(left, middle))

    def _paint_chip(self, painter: QPainter, at: QPointF) -> None:
        """``at`` the middle of its left edge."""
        text, size = self._text, self._chip_size()
        smaller = min(1.0, (self.width() - at.x()) / size.width())
        painter.save()
        painter.translate(at)
        painter.scale(smaller, smaller)
        area = QRectF(0, -size.height() / 2, size.width(), size.height())
        colours = text.chip_tone.colours(self.look)
        draw_chip(painter, self.look, area, str(text.chip), text.chip_icon, *colours, row=text.chip_beside)
        painter.restore()

    def _paint_side(self, painter: QPainter) -> None:
        side = self._side(self.width())
        area = QRectF(0, (self.height() - side.height()) / 2, side.width(), side.height())
        if self._picture:
            draw_picture(painter, self.look, self._picture, area)
        elif side.width():
            plate(painter, self.look, area, self._icon, *(("gold_tint", "gold_deep") if self._gold else ()))


def plate(
    painter: QPainter, look: Look, area: QRectF, icon: str, fill: str = "tint", colour: str = "action_text"
) -> None:
    """An icon on its tinted plate."""
    edge = look.colour(colour).name() if look.theme.edges else ""
    rounded(painter, area, look.px(20), look.colour(fill).name(), edge, look.px(3) if edge else 0)
    draw_icon(painter, icon, look.colour(colour).name(), area.center(), round(area.width() * 0.6), 1.9)


class PaperCard(CardSurface):
    """One paper that is needed: its picture, what it is, and a chip with what will happen to it."""

    def __init__(self, look: Look, picture: IllustrationKind, text: PaperText, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=(34, 32, 34, 32), parent=parent)
        self.info = InfoBlock(look, text, picture=picture)
        self.body.put(self.info)
