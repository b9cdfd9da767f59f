"""The end of a line or a row, which is one target as a whole: to mend what it says, to take it away."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.paint import rounded


class EndCell(Pressable):
    """``named`` is what it is about, for the ear; ``word`` the key of what it does."""

    word = ""

    def __init__(self, look: Look, strings: Strings, named: Text, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._named = strings, named
        self.listen_to(strings)
        self.retranslate()

    def spoken(self) -> str:
        return f"{self._strings.say(self.word)}: {self._named}"

    def paint(self, painter: QPainter) -> None:
        px, area = self.look.px, QRectF(self.rect())
        if self.down:
            rounded(painter, area.adjusted(px(6), px(6), -px(6), -px(6)), px(16), self.look.theme.tint)
        painter.fillRect(QRectF(0, px(12), px(2), self.height() - px(24)), self.look.colour("line"))
        self.paint_words(painter)

    def paint_words(self, painter: QPainter) -> None:
        """Its picture and its word."""
