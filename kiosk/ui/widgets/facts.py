"""What is known already: facts in rows with rules between them, or side by side on gold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.cards import CardSurface, Rule
from kiosk.ui.widgets.chips import chip_height, chip_width, draw_chip
from kiosk.ui.widgets.labels import CENTRE, LEFT
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out, natural_width, size_that_fits


@dataclass(frozen=True)
class KnownValue:
    """One thing that is known: its name, its value, and where it came from."""

    label: Text
    value: Text
    from_card: bool = False


class Facts(CardSurface):
    """What is known of a person: label above value, a rule between; ``compact`` puts both on one line."""

    def __init__(
        self,
        look: Look,
        strings: Strings,
        facts: Sequence[KnownValue],
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, spacing=0, padding=(40, 20, 40, 20) if not compact else (34, 8, 34, 8), parent=parent)
        self._strings, self._compact = strings, compact
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[KnownValue]) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for index, fact in enumerate(facts):
            if index:
                self.body.put(Rule(self.look))
            self.body.put(FactRow(self.look, self._strings, fact, self._compact))


class FactRow(Painted):
    """One fact."""

    def __init__(
        self, look: Look, strings: Strings, fact: KnownValue, compact: bool, parent: QWidget | None = None
    ) -> None:
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

    def _blocks(self, width: float) -> tuple[TextBlock, TextBlock]:
        left = self.look.px(250) if self._beside else 0
        room = max(1.0, width - left - self._chip_room())
        label = lay_out(self.look, str(self._fact.label), TextRole.LABEL, left - self.look.px(12) if left else room)
        return label, lay_out(self.look, str(self._fact.value), TextRole.VALUE, room)

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

    @property
    def _rows(self) -> bool:
        """Large letters stand beside their icon, one fact below the other."""
        return self._columns == 1

    def _left(self) -> int:
        return self.look.px(130) if self._rows else self.look.px(16)

    def _blocks(self, index: int, width: float) -> tuple[TextBlock, TextBlock]:
        _, title, line = self._facts[index]
        room, align = self._cell(width) - self._left() - self.look.px(16), LEFT if self._rows else CENTRE
        size = size_that_fits(self.look, str(title), TextRole.H2, room)
        return (
            lay_out(self.look, str(title), TextRole.H2, room, align, size),
            lay_out(self.look, str(line), TextRole.LABEL, room, align),
        )

    def _cell_height(self, width: float) -> int:
        words = max(sum(block.height for block in self._blocks(i, width)) for i in range(len(self._facts)))
        return max(words, self.look.px(80)) if self._rows else words + self.look.px(52 + 8)

    def height_for(self, width: int) -> int:
        rows = len(self._facts) // self._columns
        return rows * self._cell_height(width) + 2 * self.look.px(26) + (rows - 1) * self.look.px(20)

    def wanted_width(self) -> int:
        return max(natural_width(self.look, str(line), TextRole.LABEL) for _, _, line in self._facts) * len(self._facts)

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
        middle = QPointF(px(72), area.center().y())
        at = middle if self._rows else QPointF(area.center().x(), area.top() + px(28))
        draw_icon(painter, self._facts[index][0], self.look.theme.gold_deep, at, px(72 if self._rows else 52), 1.8)
        spare = (area.height() - title.height - line.height) / 2
        words = area.adjusted(self._left(), spare if self._rows else px(60), -px(16), 0)
        title.paint(painter, words, self.look.colour("ink"))
        line.paint(painter, words.adjusted(0, title.height, 0, 0), self.look.colour("ink2"))
