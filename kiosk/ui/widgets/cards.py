"""Cards: a raised surface, rows with rules between them, and the cards that screens are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.chips import Tone, chip_height, chip_width, draw_chip
from kiosk.ui.widgets.illustrations import Picture, draw_picture
from kiosk.ui.widgets.layouts import Column, Margins, Row
from kiosk.ui.widgets.paint import card_shadow, draw_icon, rounded
from kiosk.ui.widgets.text import Block, lay_out, natural_width


class Card(Painted):
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
class Fact:
    """One thing that is known: its name, its value, and where it came from."""

    label: Text
    value: Text
    from_card: bool = False


class Facts(Card):
    """What is known of a person: label above value, a rule between; ``compact`` puts both on one line."""

    def __init__(
        self, look: Look, strings: Strings, facts: Sequence[Fact], compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, spacing=0, padding=(40, 20, 40, 20) if not compact else (34, 8, 34, 8), parent=parent)
        self._strings, self._compact = strings, compact
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for index, fact in enumerate(facts):
            if index:
                self.body.put(Rule(self.look))
            self.body.put(FactRow(self.look, self._strings, fact, self._compact))


class FactRow(Painted):
    """One fact."""

    def __init__(self, look: Look, strings: Strings, fact: Fact, compact: bool, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._fact, self._compact = strings, fact, compact
        self.listen(fact.label, fact.value)
        self.listen_to(strings)
        self.retranslate()

    def spoken(self) -> str:
        origin = self._strings.say("widget.from_card") if self._fact.from_card else ""
        return ". ".join(filter(None, (str(self._fact.label), str(self._fact.value), origin)))

    @property
    def _beside(self) -> bool:
        return self._compact and self.look.text_percent <= 125

    def _chip_room(self) -> int:
        if not self._fact.from_card:
            return 0
        return chip_width(self.look, self._strings.say("widget.from_card"), "id", row=True) + self.look.px(20)

    def _blocks(self, width: float) -> tuple[Block, Block]:
        left = self.look.px(250) if self._beside else 0
        room = max(1.0, width - left - self._chip_room())
        label = lay_out(self.look, str(self._fact.label), Role.LABEL, left - self.look.px(12) if left else room)
        return label, lay_out(self.look, str(self._fact.value), Role.VALUE, room)

    def height_for(self, width: int) -> int:
        label, value = self._blocks(width)
        if self._beside:
            return max(self.look.px(76), label.height, value.height) + self.look.px(4)
        return label.height + value.height + 2 * self.look.px(24)

    def least_width(self) -> int:
        return self.look.px(300)

    def wanted_width(self) -> int:
        return self.look.px(880)

    def paint(self, painter: QPainter) -> None:
        label, value = self._blocks(self.width())
        ink, ink2 = self.look.colour("ink"), self.look.colour("ink2")
        if self._beside:
            whole = QRectF(self.rect())
            label.paint(painter, whole, ink2, middle=True)
            value.paint(painter, whole.adjusted(self.look.px(250), 0, 0, 0), ink, middle=True)
        else:
            top = (self.height() - label.height - value.height) / 2
            label.paint(painter, QRectF(0, top, self.width(), label.height), ink2)
            value.paint(painter, QRectF(0, top + label.height, self.width(), value.height), ink)
        if self._fact.from_card:
            self._paint_origin(painter)

    def _paint_origin(self, painter: QPainter) -> None:
        words = self._strings.say("widget.from_card")
        width, height = chip_width(self.look, words, "id", row=True), chip_height(self.look, row=True)
        area = QRectF(self.width() - width, (self.height() - height) / 2, width, height)
        draw_chip(painter, self.look, area, words, "id", self.look.theme.ok_tint, self.look.theme.ok, row=True)


@dataclass(frozen=True)
class PaperText:
    """What a card says of one paper or one answer."""

    label: Text = ""  # small, above
    title: Text = ""
    lines: Sequence[Text] = ()
    chip: Text = ""
    chip_tone: Tone = Tone.NEUTRAL
    chip_icon: str = ""


class InfoBlock(Painted):
    """A picture or an icon plate at the left; label, title, lines and a chip beside it."""

    def __init__(
        self,
        look: Look,
        text: PaperText,
        icon: str = "",
        picture: Picture | None = None,
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

    def _side(self) -> QSize:
        if self._picture:
            return QSize(self.look.px(138), self.look.px(190))
        return QSize(self.look.px(80), self.look.px(80)) if self._icon else QSize(0, 0)

    def _left(self) -> int:
        side = self._side().width()
        return side + self.look.px(34 if self._picture else 26) if side else 0

    def _blocks(self, width: float) -> list[tuple[Block, str]]:
        room, text = max(1.0, width - self._left()), self._text
        blocks = []
        if str(text.label):
            blocks.append((lay_out(self.look, str(text.label), Role.LABEL, room), "ink2"))
        if str(text.title):
            blocks.append((lay_out(self.look, str(text.title), Role.TITLE, room), "ink"))
        for line in text.lines:
            colour = "ink" if str(text.label) else "ink2"
            blocks.append((lay_out(self.look, str(line), Role.BODY, room), colour))
        return blocks

    def _chip_height(self) -> int:
        return chip_height(self.look) + self.look.px(14) if str(self._text.chip) else 0

    def _words_height(self, width: float) -> int:
        return sum(block.height for block, _ in self._blocks(width)) + self._chip_height()

    def height_for(self, width: int) -> int:
        return max(self._side().height(), self._words_height(width))

    def least_width(self) -> int:
        return self._left() + self.look.px(220)

    def wanted_width(self) -> int:
        return self._left() + self.look.px(600)

    def paint(self, painter: QPainter) -> None:
        self._paint_side(painter)
        top = (self.height() - self._words_height(self.width())) / 2
        for block, colour in self._blocks(self.width()):
            area = QRectF(self._left(), top, self.width() - self._left(), block.height)
            block.paint(painter, area, self.look.colour(colour))
            top += block.height
        if str(self._text.chip):
            words, icon = str(self._text.chip), self._text.chip_icon
            width = min(chip_width(self.look, words, icon), self.width() - self._left())
            area = QRectF(self._left(), top + self.look.px(14), width, chip_height(self.look))
            draw_chip(painter, self.look, area, words, icon, *self._text.chip_tone.colours(self.look))

    def _paint_side(self, painter: QPainter) -> None:
        side = self._side()
        area = QRectF(0, (self.height() - side.height()) / 2, side.width(), side.height())
        if self._picture:
            draw_picture(painter, self.look, self._picture, area)
        elif self._icon:
            plate(painter, self.look, area, self._icon, *(("gold_tint", "gold_deep") if self._gold else ()))


def plate(
    painter: QPainter, look: Look, area: QRectF, icon: str, fill: str = "tint", colour: str = "action_text"
) -> None:
    """An icon on its tinted plate."""
    edge = look.colour(colour).name() if look.theme.edges else ""
    rounded(painter, area, look.px(20), look.colour(fill).name(), edge, look.px(3) if edge else 0)
    draw_icon(painter, icon, look.colour(colour).name(), area.center(), round(area.width() * 0.6), 1.9)


class EditCard(Card):
    """One answer on the review page, with its Sửa; ``mend`` when that is pressed."""

    mend = Signal()

    def __init__(self, look: Look, strings: Strings, icon: str, text: PaperText, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=(34, 24, 28, 24), parent=parent)
        self.info = InfoBlock(look, text, icon)
        self.button = Button(
            look, strings.phrase("widget.mend"), Kind.ALTERNATIVE, "pencil", height=100, role=Role.SMALL_BUTTON
        )
        self.button.clicked.connect(self.mend)
        row = Row(look, spacing=20)
        row.addWidget(self.info, 1)
        row.addWidget(self.button)
        self.body.addLayout(row)


class PaperCard(Card):
    """One paper that is needed: its picture, what it is, and a chip with what will happen to it."""

    def __init__(self, look: Look, picture: Picture, text: PaperText, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=(34, 32, 34, 32), parent=parent)
        self.info = InfoBlock(look, text, picture=picture)
        self.body.put(self.info)


class FactBand(Painted):
    """Two to four facts side by side on gold: an icon, a short bold line, a line beneath."""

    def __init__(self, look: Look, facts: Sequence[tuple[str, Text, Text]], parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._facts = tuple(facts)
        for _, title, line in self._facts:
            self.listen(title, line)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(f"{title}: {line}" for _, title, line in self._facts)

    @property
    def _columns(self) -> int:
        return 1 if self.look.text_percent > 125 else len(self._facts)

    def _cell(self, width: float) -> float:
        return width / self._columns

    def _blocks(self, index: int, width: float) -> tuple[Block, Block]:
        from kiosk.ui.widgets.labels import CENTRE

        _, title, line = self._facts[index]
        room = self._cell(width) - 2 * self.look.px(16)
        return (
            lay_out(self.look, str(title), Role.H2, room, CENTRE),
            lay_out(self.look, str(line), Role.LABEL, room, CENTRE),
        )

    def _cell_height(self, width: float) -> int:
        words = max(sum(block.height for block in self._blocks(i, width)) for i in range(len(self._facts)))
        return words + self.look.px(52 + 8)

    def height_for(self, width: int) -> int:
        rows = len(self._facts) // self._columns
        return rows * self._cell_height(width) + 2 * self.look.px(26) + (rows - 1) * self.look.px(20)

    def wanted_width(self) -> int:
        return max(natural_width(self.look, str(line), Role.LABEL) for _, _, line in self._facts) * len(self._facts)

    def paint(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        edge = theme.gold_deep if theme.edges else ""
        rounded(painter, QRectF(self.rect()), px(28), theme.gold_tint, edge, px(theme.edges))
        cell, height = self._cell(self.width()), self._cell_height(self.width())
        for index in range(len(self._facts)):
            column, row = index % self._columns, index // self._columns
            area = QRectF(column * cell, px(26) + row * (height + px(20)), cell, height)
            self._paint_cell(painter, index, area)
            if column:
                gold = QColor(theme.gold)
                gold.setAlphaF(0.7)
                painter.fillRect(QRectF(column * cell, px(30), px(2), self.height() - 2 * px(30)), gold)

    def _paint_cell(self, painter: QPainter, index: int, area: QRectF) -> None:
        px, (title, line) = self.look.px, self._blocks(index, self.width())
        at = QPointF(area.center().x(), area.top() + px(28))
        draw_icon(painter, self._facts[index][0], self.look.theme.gold_deep, at, px(52), 1.8)
        words = area.adjusted(px(16), px(60), -px(16), 0)
        title.paint(painter, words, self.look.colour("ink"))
        line.paint(painter, words.adjusted(0, title.height, 0, 0), self.look.colour("ink2"))
