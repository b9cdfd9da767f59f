"""Chips and banners: a state in words, with its icon and its colour."""

from __future__ import annotations

import enum
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole, AccessState
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out, natural_width


class ChipTone(enum.Enum):
    """What a chip or a banner says. (tint, deep colour, usual icon)"""

    OK = ("ok_tint", "ok", "circle-check")
    WARN = ("warn_tint", "warn", "alert-triangle")
    ERR = ("err_tint", "err", "circle-x")
    ACTION = ("tint", "action_text", "camera")
    NETWORK = ("gold_tint", "gold_deep", "cloud-up")
    NEUTRAL = ("sunk", "ink2", "")

    def colours(self, look: Look) -> tuple[str, str]:
        return look.colour(self.value[0]).name(), look.colour(self.value[1]).name()


class StatusChip(Painted):
    """A state in a word or two. Never a target."""

    role = AccessRole.STATUS

    def __init__(
        self,
        look: Look,
        text: Text,
        tone: ChipTone = ChipTone.NEUTRAL,
        icon: str = "",
        row: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._text, self._tone, self._icon, self._row = text, tone, icon, row
        self.set_state(text, tone, icon)

    def set_state(self, text: Text, tone: ChipTone, icon: str = "") -> None:
        self._text, self._tone, self._icon = text, tone, icon
        self.listen(text)
        self.retranslate()

    def spoken(self) -> str:
        return str(self._text)

    def wanted_width(self) -> int:
        return chip_width(self.look, str(self._text), self._icon, self._row)

    def least_width(self) -> int:
        return min(self.wanted_width(), self.look.px(700))

    def height_for(self, width: int) -> int:
        return chip_height(self.look, self._row)

    def paint(self, painter: QPainter) -> None:
        width = min(self.width(), self.wanted_width())
        area = QRectF(0, 0, width, self.height())
        draw_chip(painter, self.look, area, str(self._text), self._icon, *self._tone.colours(self.look), row=self._row)


def _role(row: bool) -> TextRole:
    return TextRole.FLOOR if row else TextRole.CHIP


def chip_height(look: Look, row: bool = False) -> int:
    return round(look.px(46 if row else 52) * max(1.0, look.text_percent / 100))


def chip_width(look: Look, text: str, icon: str, row: bool = False) -> int:
    """The width that a chip takes."""
    glyph = _glyph(look, row) + look.px(12) if icon else 0
    return natural_width(look, text, _role(row)) + glyph + 2 * look.px(14 if row else 17)


def draw_chip(
    painter: QPainter, look: Look, area: QRectF, text: str, icon: str, tint: str, deep: str, row: bool = False
) -> None:
    """A chip into ``area``; for widgets that show one inside themselves. Large letters shrink to fit, down to 100 %."""
    edges = look.theme.edges
    rounded(painter, area, area.height() / 2, tint, deep if edges else "", look.px(edges) if edges else 0)
    size = _glyph(look, row) if icon else 0
    left = area.left() + look.px(14 if row else 17)
    if icon:
        draw_icon(painter, icon, deep, QPointF(left + size / 2, area.center().y()), size)
        left += size + look.px(12)
    full, room = look.metrics.letters(_role(row)), max(1.0, area.right() - left - look.px(8))
    size = max(look.px(_role(row).size), min(full, int(full * room / natural_width(look, text, _role(row)))))
    block = lay_out(look, text, _role(row), max(1.0, area.right() - left + 4), size=size)
    block.paint(painter, QRectF(left, area.top(), area.right() - left, area.height()), QColor(deep), middle=True)


def _glyph(look: Look, row: bool) -> int:
    return round(look.metrics.letters(_role(row)) * 1.15)


class Banner(Painted):
    """A tinted band with an icon, a bold first line and one plain sentence."""

    role = AccessRole.STATUS

    TAIL = 0
    """Pixels of the base screen at its end that no words may take."""

    def __init__(
        self, look: Look, tone: ChipTone, title: Text, line: Text = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._tone, self._title, self._line, self._icon = tone, title, line, icon
        self.set_state(tone, title, line, icon)

    def set_state(self, tone: ChipTone, title: Text, line: Text = "", icon: str = "") -> None:
        self._tone, self._title, self._line, self._icon = tone, title, line, icon or tone.value[2]
        self.listen(title, line)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._title), str(self._line))))

    def access_state(self) -> AccessState:
        return replace(super().access_state(), invalid=self._tone is ChipTone.ERR)

    @property
    def ink(self) -> str:
        """The deep colour of its tone."""
        return self._tone.colours(self.look)[1]

    def _glyph(self) -> int:
        return self.look.px(76 if str(self._line) else 56)

    def _room(self) -> int:
        return self.look.px(30) + self._glyph() + self.look.px(26)

    def _blocks(self, width: float) -> tuple[TextBlock, TextBlock | None]:
        room = max(1.0, width - self._room() - self.look.px(32 + self.TAIL))
        words = str(self._line)  # a line that follows the settings may say nothing now
        line = lay_out(self.look, words, TextRole.BODY, room) if words else None
        role = TextRole.TITLE if words else TextRole.LEAD
        return lay_out(self.look, str(self._title), role, room, weight=700), line

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(360)

    def height_for(self, width: int) -> int:
        title, line = self._blocks(width)
        words = title.height + (line.height if line else 0)
        return max(self.look.px(92), self._glyph() + 2 * self.look.px(18), words + 2 * self.look.px(28 if line else 20))

    def paint(self, painter: QPainter) -> None:
        tint, deep = self._tone.colours(self.look)
        edges = self.look.theme.edges
        rounded(
            painter,
            QRectF(self.rect()),
            self.look.px(24),
            tint,
            deep if edges else "",
            self.look.px(edges) if edges else 0,
        )
        at = QPointF(self.look.px(30) + self._glyph() / 2, self.height() / 2)
        draw_icon(painter, self._icon, deep, at, self._glyph(), 1.8)
        title, line = self._blocks(self.width())
        height = title.height + (line.height if line else 0)
        area = QRectF(self._room(), (self.height() - height) / 2, self.width() - self._room(), height)
        strong = self._tone in (ChipTone.OK, ChipTone.WARN, ChipTone.ERR) and line is not None
        title.paint(painter, area, QColor(deep if strong else self.look.theme.ink))
        if line:
            line.paint(painter, area.translated(0, title.height), self.look.colour("ink"))


class _Led(Banner):
    """A banner that leaves room for an arrow."""

    TAIL = 60


class PressableBanner(Pressable):
    """A banner with more behind it: an arrow at its end says so."""

    LEAST = 96
    """Pixels of the base screen: what is to be pressed is as high as a finger is broad."""

    def __init__(
        self, look: Look, tone: ChipTone, title: Text, line: Text = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._banner = _Led(look, tone, title, line, icon, self)
        self._banner.hide()  # it lends its picture only: one thing is pressed, and spoken of
        self.listen(title, line)

    def set_state(self, tone: ChipTone, title: Text, line: Text = "", icon: str = "") -> None:
        self._banner.set_state(tone, title, line, icon)
        self.listen(title, line)
        self.retranslate()

    def spoken(self) -> str:
        return self._banner.spoken()

    def wanted_width(self) -> int:
        return self._banner.wanted_width()

    def least_width(self) -> int:
        return self._banner.least_width()

    def height_for(self, width: int) -> int:
        return max(self.look.px(self.LEAST), self._banner.height_for(width))

    def paint(self, painter: QPainter) -> None:
        self._banner.resize(self.size())
        self._banner.paint(painter)
        deep = self._banner.ink
        if self.down:
            rounded(painter, QRectF(self.rect()), self.look.px(24), "", deep, self.look.px(4))
        at = QPointF(self.width() - self.look.px(52), self.height() / 2)
        draw_icon(painter, "chevron-right", deep, at, self.look.px(44), 1.8)
