"""What is at hand on every screen: being read to, language, text size, calling an officer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.labels import CENTRE
from kiosk.ui.widgets.layouts import Row
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import lay_out, natural_width

GAP = 12
"""Base pixels between two."""


class ToolButton(Pressable):
    """An icon over a word: language, text size, call an officer. At 200 % the word goes, unless ``keeps_word``."""

    def __init__(
        self, look: Look, icon: str, text: Text, short: Text = "", calling: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._text, self._short, self._calling = icon, text, short or text, calling
        self._working = False
        self.listen(text, short)
        self.retranslate()

    def set_text(self, text: Text) -> None:
        self._text = self._short = text
        self.listen(text)
        self.retranslate()

    def set_working(self, icon: str, working: bool) -> None:
        """Show that what it began is under way."""
        self._icon, self._working = icon, working
        self.update()

    def spoken(self) -> str:
        return str(self._text)

    def ring_radius(self) -> float:
        return float(self.look.px(20))

    @property
    def _beside(self) -> bool:
        return self.look.large and self._calling

    def _word(self) -> str:
        """The short one where large letters leave less room."""
        return str(self._text if self.look.text_percent <= 125 else self._short)

    def wanted_width(self) -> int:
        if self.look.large and not self._calling:
            return self.look.px(112)
        words = natural_width(self.look, self._word(), TextRole.FLOOR)
        if self._beside:
            return words + self.look.px(60 + 28 * 2)
        return max(self.look.px(156), words + 2 * self.look.px(11))

    def least_width(self) -> int:
        return self.look.px(112)

    def height_for(self, width: int) -> int:
        letters = self.look.line_height(TextRole.FLOOR) if not self.look.large else 0
        return max(self.look.px(104), letters + self.look.px(40 + 24))

    def paint(self, painter: QPainter) -> None:
        theme, px, called = self.look.theme, self.look.px, self._calling
        fill = theme.tint if called else theme.surface
        text = theme.action_text if called else theme.ink
        edge, width = (theme.action_text, 2.5) if called else (theme.line, 2.0)
        if theme.edges and called:
            fill, text, edge = theme.ink, theme.paper, theme.ink
        if self._working:
            fill, text, edge = theme.action, theme.on_action, theme.action
        if self.down:
            fill, edge = (theme.sunk if not called else theme.track), theme.action_text
        rounded(
            painter,
            QRectF(self.rect()),
            px(20),
            fill,
            edge,
            (theme.edges and px(theme.edges)) or width * self.look.scale,
        )
        self._paint_content(painter, text)

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        px, middle = self.look.px, QRectF(self.rect()).center()
        roomy = self._beside and self.width() >= self.wanted_width() - px(8)
        if self.look.large and not roomy:
            draw_icon(painter, self._icon, colour, middle, px(56))
        elif roomy:
            draw_icon(painter, self._icon, colour, QPointF(px(54), middle.y()), px(56))
            word = lay_out(self.look, str(self._short), TextRole.FLOOR, self.width(), weight=700)
            word.paint(painter, QRectF(px(96), 0, self.width(), self.height()), QColor(colour), middle=True)
        else:
            self._paint_stacked(painter, colour)

    def _paint_stacked(self, painter: QPainter, colour: str) -> None:
        px = self.look.px
        text = self._word()
        room = self.width() - px(8)
        size, need = self.look.metrics.letters(TextRole.FLOOR), natural_width(self.look, text, TextRole.FLOOR)
        if need > room:
            text, need = str(self._short), natural_width(self.look, str(self._short), TextRole.FLOOR)
        fitted = size if need <= room else max(px(22), int(size * room / need))
        word = lay_out(self.look, text, TextRole.FLOOR, self.width(), CENTRE, size=fitted)
        top = (self.height() - px(40) - word.height) / 2
        draw_icon(painter, self._icon, colour, QPointF(self.width() / 2, top + px(20)), px(40))
        word.paint(painter, QRectF(0, top + px(40), self.width(), word.height), QColor(colour))


class Tools(Painted):
    """Being read to, language, text size, call an officer: at hand on every screen. Signals of those names."""

    listen_asked = Signal()
    language = Signal()
    text_size = Signal()
    call = Signal()

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._phrase = strings.phrase
        self.listen_button = ToolButton(look, "volume", strings.phrase("listen.button"))
        self.listen_button.clicked.connect(self.listen_asked)
        self.language_button = ToolButton(look, "language", strings.phrase("widget.language"))
        self.size_button = ToolButton(look, "text-size", strings.phrase("widget.text_size"))
        short = strings.phrase("widget.call_short")
        self.call_button = ToolButton(look, "bell", strings.phrase("widget.call"), short, calling=True)
        self.language_button.clicked.connect(self.language)
        self.size_button.clicked.connect(self.text_size)
        self.call_button.clicked.connect(self.call)
        self._buttons = (self.listen_button, self.language_button, self.size_button, self.call_button)
        row = Row(look, self, spacing=GAP, equal=True)
        for button in self._buttons:
            row.addWidget(button, 0)

    def offer_listening(self, offered: bool) -> None:
        """Whether there is a voice at all."""
        self.listen_button.setVisible(offered)
        self.restyle()

    def set_listening(self, on: bool) -> None:
        self.listen_button.set_text(self._phrase("listen.pause" if on else "listen.button"))
        self.listen_button.set_working("player-pause" if on else "volume", on)

    @property
    def _shown(self) -> tuple[ToolButton, ...]:
        return tuple(button for button in self._buttons if not button.isHidden())

    def wanted_width(self) -> int:
        return sum(button.wanted_width() for button in self._shown) + (len(self._shown) - 1) * self.look.px(GAP)

    def least_width(self) -> int:
        return sum(button.least_width() for button in self._shown) + (len(self._shown) - 1) * self.look.px(GAP)

    def height_for(self, width: int) -> int:
        return max(button.height_for(width // 3) for button in self._shown)
