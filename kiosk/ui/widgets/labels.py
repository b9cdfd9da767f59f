"""Words to read."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.paint import draw_icon
from kiosk.ui.widgets.text import TextBlock, lay_out, longest_word, natural_width, size_that_fits

LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


class Label(Painted):
    """Text in a role and a colour of the theme. Wraps, balances headings, and keeps room for stacked marks."""

    def __init__(
        self,
        look: Look,
        text: Text = "",
        role: TextRole = TextRole.BODY,
        colour: str = "ink",
        align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._text, self._role, self._colour, self._align = text, role, colour, align
        self.listen(text)
        self.retranslate()

    def set_text(self, text: Text) -> None:
        self._text = text
        self.listen(text)
        if self.text() != self._last_words:
            self.retranslate()

    def retranslate(self) -> None:
        self._last_words = self.text()
        super().retranslate()

    def text(self) -> str:
        return str(self._text)

    def access_role(self) -> AccessRole:
        heading = self._role in (TextRole.DISPLAY, TextRole.NAME, TextRole.H1, TextRole.H2)
        return AccessRole.HEADING if heading and self.spoken() else super().access_role()

    def spoken(self) -> str:
        return self.text().replace("**", "")

    def wanted_width(self) -> int:
        return natural_width(self.look, self.text(), self._role)

    def least_width(self) -> int:
        return min(self.look.px(200), longest_word(self.look, self.text(), self._role))

    def height_for(self, width: int) -> int:
        return self._block(width).height if self.text() else 0

    def _block(self, width: float) -> TextBlock:
        heading = self._role in (TextRole.H1, TextRole.DISPLAY, TextRole.NAME, TextRole.H2, TextRole.LEAD)
        size = size_that_fits(self.look, self.text(), self._role, width)
        return lay_out(self.look, self.text(), self._role, width, self._align, size, balance=heading)

    def paint(self, painter: QPainter) -> None:
        self._block(self.width()).paint(painter, QRectF(self.rect()), QColor(self.look.colour(self._colour)))


def Heading(look: Look, text: Text, parent: QWidget | None = None) -> Label:
    """The one question or sentence of a screen."""
    return Label(look, text, TextRole.H1, parent=parent)


def Title(look: Look, text: Text, parent: QWidget | None = None) -> Label:
    return Label(look, text, TextRole.TITLE, parent=parent)


def Lead(look: Look, text: Text, parent: QWidget | None = None) -> Label:
    """The sentence under the heading."""
    return Label(look, text, TextRole.LEAD, "ink2", parent=parent)


def Body(look: Look, text: Text, parent: QWidget | None = None) -> Label:
    return Label(look, text, TextRole.BODY, parent=parent)


class Note(Painted):
    """One line with an icon before it: a reassurance or a hint."""

    def __init__(
        self,
        look: Look,
        icon: str,
        text: Text,
        colour: str = "ink2",
        role: TextRole = TextRole.BODY,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._text, self._colour, self._role, self._centred = icon, text, colour, role, centred
        self.listen(text)
        self.retranslate()

    def set_text(self, text: Text) -> None:
        self._text = text
        self.listen(text)
        if str(text) != self._last_words:
            self.retranslate()

    def retranslate(self) -> None:
        self._last_words = str(self._text)
        super().retranslate()

    def spoken(self) -> str:
        return str(self._text).replace("**", "")

    def _size(self) -> int:
        return round(self.look.metrics.letters(self._role) * 1.4)

    def _room(self) -> int:
        return self._size() + self.look.px(22)

    def wanted_width(self) -> int:
        return natural_width(self.look, str(self._text), self._role) + self._room()

    def least_width(self) -> int:
        return self._room() + self.look.px(120)

    def height_for(self, width: int) -> int:
        return max(self._size(), self._block(width).height)

    def _block(self, width: float) -> TextBlock:
        return lay_out(self.look, str(self._text), self._role, width - self._room())

    def paint(self, painter: QPainter) -> None:
        block = self._block(self.width())
        left = max(0.0, (self.width() - self._room() - block.width) / 2) if self._centred else 0.0
        colour = self.look.colour(self._colour).name()
        middle = self.height() / 2
        draw_icon(painter, self._icon, colour, QPointF(left + self._size() / 2, middle), self._size())
        area = QRectF(left + self._room(), 0, self.width() - self._room(), self.height())
        block.paint(painter, area, QColor(colour), middle=True)
