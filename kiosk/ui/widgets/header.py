"""Head and foot of a screen: whose kiosk it is, the three things that are always at hand, back and on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets.base import Ground, Painted, Pressable
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.drawings.emblem import draw_emblem
from kiosk.ui.widgets.labels import CENTRE
from kiosk.ui.widgets.layouts import Column, Row
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.progress import Progress
from kiosk.ui.widgets.text import elided, lay_out, natural_width


class Band(Painted):
    """The lacquer band with its gold hairline at the very top of a screen."""

    def height_for(self, width: int) -> int:
        return self.look.px(12)

    def paint(self, painter: QPainter) -> None:
        theme, gold = self.look.theme, self.look.px(3)
        painter.fillRect(self.rect(), QColor(theme.son))
        painter.fillRect(QRectF(0, self.height() - gold, self.width(), gold), QColor(theme.gold))


class Place(Painted):
    """The emblem's place, the commune and its province. ``step`` takes the province's line when the text is large."""

    def __init__(
        self, look: Look, strings: Strings, commune: str, province: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._strings, self._commune, self._province = strings, commune, province
        self._step: tuple[int, int] | None = None
        self.listen_to(strings)
        self.retranslate()

    def set_step(self, step: int, total: int) -> None:
        self._step = (step, total) if total else None
        self.retranslate()

    def spoken(self) -> str:
        return f"{self._commune}, {self._province}"

    def _lines(self) -> tuple[str, str]:
        if self.look.large and self._step:
            n, total = self._step
            return self._commune, self._strings.say("widget.step_short", n=n, total=total)
        return self._commune, self._province

    def _emblem(self) -> int:
        return 0 if self.look.large else self.look.px(82)

    def _roles(self) -> tuple[Role, Role]:
        return (Role.CHIP, Role.BODY_STRONG) if self.look.large else (Role.LEAD, Role.CHIP)

    def _left(self) -> int:
        return self._emblem() + self.look.px(20) if self._emblem() else 0

    def wanted_width(self) -> int:
        pairs = zip(self._lines(), self._roles(), strict=True)
        return self._left() + max(natural_width(self.look, line, role) for line, role in pairs) + self.look.px(4)

    def least_width(self) -> int:
        return min(self.wanted_width(), self.look.px(330))

    def height_for(self, width: int) -> int:
        return max(self._emblem(), sum(self.look.line_height(role) for role in self._roles()) + self.look.px(8))

    def paint(self, painter: QPainter) -> None:
        if self._emblem():
            draw_emblem(
                painter, self.look, QRectF(0, (self.height() - self._emblem()) / 2, self._emblem(), self._emblem())
            )
        room, large = self.width() - self._left(), self.look.large
        texts = [elided(self.look, line, role, room) for line, role in zip(self._lines(), self._roles(), strict=True)]
        first = lay_out(self.look, texts[0], self._roles()[0], room + 2, weight=500 if large else 600)
        second = lay_out(self.look, texts[1], self._roles()[1], room + 2, weight=700 if large else 500)
        top = (self.height() - first.height - second.height) / 2
        first.paint(painter, QRectF(self._left(), top, room, first.height), self.look.colour("ink"))
        area = QRectF(self._left(), top + first.height, room, second.height)
        second.paint(painter, area, self.look.colour("ink" if large else "ink2"))


class ToolButton(Pressable):
    """An icon over a word: language, text size, call an officer. At 200 % the word goes, unless ``keeps_word``."""

    def __init__(
        self, look: Look, icon: str, text: Text, short: Text = "", calling: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._text, self._short, self._calling = icon, text, short or text, calling
        self.listen(text, short)
        self.retranslate()

    def set_text(self, text: Text) -> None:
        self._text = self._short = text
        self.listen(text)
        self.retranslate()

    def set_calling(self, calling: bool) -> None:
        """Light it: an officer has been called."""
        self._calling = calling
        self.update()

    def spoken(self) -> str:
        return str(self._text)

    def ring_radius(self) -> float:
        return float(self.look.px(20))

    @property
    def _beside(self) -> bool:
        return self.look.large and self._calling

    def wanted_width(self) -> int:
        if self.look.large and not self._calling:
            return self.look.px(112)
        words = natural_width(self.look, str(self._short if self._beside else self._text), Role.FLOOR)
        if self._beside:
            return words + self.look.px(60 + 28 * 2)
        return max(self.look.px(156), words + 2 * self.look.px(11))

    def least_width(self) -> int:
        return self.look.px(112)

    def height_for(self, width: int) -> int:
        letters = self.look.line_height(Role.FLOOR) if not self.look.large else 0
        return max(self.look.px(104), letters + self.look.px(40 + 24))

    def paint(self, painter: QPainter) -> None:
        theme, px, called = self.look.theme, self.look.px, self._calling
        fill = theme.tint if called else theme.surface
        text = theme.action_text if called else theme.ink
        edge, width = (theme.action_text, 2.5) if called else (theme.line, 2.0)
        if theme.edges and called:
            fill, text, edge = theme.ink, theme.paper, theme.ink
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
        if self.look.large and not self._beside:
            draw_icon(painter, self._icon, colour, middle, px(56))
        elif self._beside:
            draw_icon(painter, self._icon, colour, QPointF(px(54), middle.y()), px(56))
            word = lay_out(self.look, str(self._short), Role.FLOOR, self.width(), weight=700)
            word.paint(painter, QRectF(px(96), 0, self.width(), self.height()), QColor(colour), middle=True)
        else:
            self._paint_stacked(painter, colour)

    def _paint_stacked(self, painter: QPainter, colour: str) -> None:
        px = self.look.px
        text = str(self._text)
        room = self.width() - px(8)
        size, need = self.look.metrics.letters(Role.FLOOR), natural_width(self.look, text, Role.FLOOR)
        if need > room:
            text, need = str(self._short), natural_width(self.look, str(self._short), Role.FLOOR)
        fitted = size if need <= room else max(px(22), int(size * room / need))
        word = lay_out(self.look, text, Role.FLOOR, self.width(), CENTRE, size=fitted)
        top = (self.height() - px(40) - word.height) / 2
        draw_icon(painter, self._icon, colour, QPointF(self.width() / 2, top + px(20)), px(40))
        word.paint(painter, QRectF(0, top + px(40), self.width(), word.height), QColor(colour))


class Tools(Painted):
    """Language, text size, call an officer: at hand on every screen. Signals of those names."""

    language = Signal()
    text_size = Signal()
    call = Signal()

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.language_button = ToolButton(look, "language", strings.phrase("widget.language"))
        self.size_button = ToolButton(look, "text-size", strings.phrase("widget.text_size"))
        short = strings.phrase("widget.call_short")
        self.call_button = ToolButton(look, "bell", strings.phrase("widget.call"), short, calling=True)
        self.language_button.clicked.connect(self.language)
        self.size_button.clicked.connect(self.text_size)
        self.call_button.clicked.connect(self.call)
        self._buttons = (self.language_button, self.size_button, self.call_button)
        row = Row(look, self, spacing=18, equal=True)
        for button in self._buttons:
            row.addWidget(button, 0)

    def wanted_width(self) -> int:
        return sum(button.wanted_width() for button in self._buttons) + 2 * self.look.px(18)

    def least_width(self) -> int:
        return sum(button.least_width() for button in self._buttons) + 2 * self.look.px(18)

    def height_for(self, width: int) -> int:
        return max(button.height_for(width // 3) for button in self._buttons)


class Header(Ground):
    """Band, place, tools and, once ``set_step`` was called, the progress. ``tools`` has the three signals.

    At 200 % the header keeps the commune, the step as 'Bước 3/6', and the tools; the segments fold away.
    """

    def __init__(
        self, look: Look, strings: Strings, commune: str, province: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "paper", parent)
        self.place = Place(look, strings, commune, province)
        self.tools = Tools(look, strings)
        self.progress = Progress(look, strings)
        self._has_step = False
        bar = Row(look, spacing=20)
        bar.addWidget(self.place, 1)
        bar.addWidget(self.tools, 0)
        inner = Column(look, spacing=20, margins=(56, 20, 56, 10))
        inner.addLayout(bar)
        inner.addWidget(self.progress)
        Column(look, self, spacing=0).put(Band(look), inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look.changed.connect(self._fold)
        self._fold()

    def set_step(self, step: int, total: int, name: Text, following: Text = "") -> None:
        self._has_step = True
        self.place.set_step(step, total)
        self.progress.set_step(step, total, name, following)
        self._fold()

    def clear_step(self) -> None:
        self._has_step = False
        self.place.set_step(0, 0)
        self._fold()

    def _fold(self) -> None:
        self.progress.setVisible(self._has_step and not self.look.large)

    def paint_ground(self, painter: QPainter) -> None:
        super().paint_ground(painter)
        edges = self.look.px(self.look.theme.edges)
        if edges:
            painter.fillRect(QRectF(0, self.height() - edges, self.width(), edges), self.look.colour("line"))


class Footer(Ground):
    """Back at the lower left, always; the way on beside it. ``back`` when it is pressed.

    ``set_main(button)`` gives it the screen's one button; None leaves Back alone, as wide as the screen.
    """

    back = Signal()

    def __init__(self, look: Look, strings: Strings, main: Button | None = None, parent: QWidget | None = None) -> None:
        super().__init__(look, "surface", parent)
        self.back_button = Button(look, strings.phrase("widget.back"), Kind.SECONDARY, "arrow-left")
        self.back_button.clicked.connect(self.back)
        self.main: Button | None = None
        self._row = Row(look, self, spacing=24, margins=(56, 32, 56, 38), equal=True)
        self._row.addWidget(self.back_button, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look.changed.connect(self._fold)
        self.set_main(main)

    def set_main(self, button: Button | None) -> None:
        if self.main is not None:
            self._row.removeWidget(self.main)
            self.main.setParent(None)
        self.main = button
        if button is not None:
            self._row.addWidget(button, 1)
        self._fold()

    def _fold(self) -> None:
        alone = self.main is None
        self._row.setStretch(0, 1 if alone else 0)
        self.back_button.set_icon_only(self.look.large and not alone)
        width = 200 if self.look.large else 292
        self.back_button.setMinimumWidth(0 if alone else self.look.px(width))
        self.back_button.setMaximumWidth(
            16777215 if alone else max(self.look.px(width), self.back_button.wanted_width())
        )

    def paint_ground(self, painter: QPainter) -> None:
        super().paint_ground(painter)
        width = self.look.px(self.look.theme.edges or 2)
        painter.fillRect(QRectF(0, 0, self.width(), width), self.look.colour("line"))


class Rail(Ground):
    """The left rail of a lying screen: place and progress above, ``body`` for the question, tools and Back below."""

    back = Signal()
    WIDTH = 520

    def __init__(
        self, look: Look, strings: Strings, commune: str, province: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "paper", parent)
        self.place = Place(look, strings, commune, province)
        self.progress = Progress(look, strings, show_next=False)
        self.progress.hide()
        self.tools = Tools(look, strings)
        self.back_button = Button(look, strings.phrase("widget.back"), Kind.SECONDARY, "arrow-left", height=114)
        self.back_button.clicked.connect(self.back)
        self.body = Column(look, spacing=28)
        column = Column(look, self, spacing=20, margins=(56, 52, 42, 40))
        column.put(self.place, 30, self.progress, 16, self.body, None, self.tools, self.back_button)
        look.changed.connect(self._size)
        self._size()

    def set_step(self, step: int, total: int, name: Text, following: Text = "") -> None:
        self.place.set_step(step, total)
        self.progress.set_step(step, total, name, following)
        self.progress.show()

    def _size(self) -> None:
        self.setFixedWidth(self.look.px(self.WIDTH))

    def paint_ground(self, painter: QPainter) -> None:
        super().paint_ground(painter)
        painter.fillRect(QRectF(self.width() - 2, 0, 2, self.height()), self.look.colour("line"))
