"""Head and foot of a screen: whose kiosk it is, the three things that are always at hand, back and on."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.drawings.emblem import draw_emblem
from kiosk.ui.widgets.ground import Ground
from kiosk.ui.widgets.layouts import Column, Row
from kiosk.ui.widgets.progress import ProgressBar
from kiosk.ui.widgets.text import TextBlock, lay_out, natural_width
from kiosk.ui.widgets.tools import Tools


class Band(Painted):
    """The lacquer band with its gold hairline at the very top of a screen."""

    def height_for(self, width: int) -> int:
        return self.look.px(12)

    def paint(self, painter: QPainter) -> None:
        theme, gold = self.look.theme, self.look.px(3)
        painter.fillRect(self.rect(), QColor(theme.son))
        painter.fillRect(QRectF(0, self.height() - gold, self.width(), gold), QColor(theme.gold))


class OfficePlate(Painted):
    """The emblem's place, the commune and its province. ``step`` takes the province's line when the text is large."""

    def __init__(
        self, look: Look, strings: Strings, commune: str, province: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._strings, self._commune, self._province = strings, commune, province
        self._step: tuple[int, int] | None = None
        self._within: tuple[int, int] | None = None
        self.listen_to(strings)
        self.retranslate()

    def set_step(self, step: int, total: int) -> None:
        self._show_place((step, total) if total else None, self._within)

    def set_within(self, within: tuple[int, int] | None) -> None:
        """Which question of how many: with large letters it stands in the place of the step."""
        self._show_place(self._step, within)

    def _show_place(self, step: tuple[int, int] | None, within: tuple[int, int] | None) -> None:
        if (step, within) != (self._step, self._within):
            self._step, self._within = step, within
            self.retranslate()

    def spoken(self) -> str:
        return f"{self._commune}, {self._province}"

    def _lines(self) -> tuple[str, str]:
        if self.look.large and self._step:
            n, total = self._within or self._step
            key = "widget.question_short" if self._within else "widget.step_short"
            return self._commune, self._strings.say(key, n=n, total=total)
        return self._commune, self._province

    def _emblem(self) -> int:
        return 0 if self.look.large else self.look.px(82)

    def _roles(self) -> tuple[TextRole, TextRole]:
        return (TextRole.CHIP, TextRole.BODY_STRONG) if self.look.large else (TextRole.LEAD, TextRole.CHIP)

    def _left(self) -> int:
        return self._emblem() + self.look.px(20) if self._emblem() else 0

    def wanted_width(self) -> int:
        pairs = zip(self._lines(), self._roles(), strict=True)
        return self._left() + max(natural_width(self.look, line, role) for line, role in pairs) + self.look.px(4)

    def least_width(self) -> int:
        return min(self.wanted_width(), self.look.px(330))

    def height_for(self, width: int) -> int:
        words = sum(block.height for block in self._blocks(width - self._left()))
        return max(self._emblem(), words + self.look.px(8))

    def _blocks(self, room: float) -> tuple[TextBlock, TextBlock]:
        """Never shortened: a name that is long is set smaller, and then in two lines."""
        (first, second), large = self._lines(), self.look.large
        small, strong = self._roles()
        return (
            self._fitted(first, small, room, 500 if large else 600),
            self._fitted(second, strong, room, 700 if large else 500),
        )

    def _fitted(self, line: str, role: TextRole, room: float, weight: int) -> TextBlock:
        full, need = self.look.metrics.letters(role), natural_width(self.look, line, role) + self.look.px(6)
        size = full if need <= room else max(round(full * 0.6), self.look.px(25), math.floor(full * room / need))
        return lay_out(self.look, line, role, max(1.0, room + 2), size=min(full, size), weight=weight)

    def paint(self, painter: QPainter) -> None:
        if self._emblem():
            draw_emblem(
                painter, self.look, QRectF(0, (self.height() - self._emblem()) / 2, self._emblem(), self._emblem())
            )
        room, large = self.width() - self._left(), self.look.large
        first, second = self._blocks(room)
        top = (self.height() - first.height - second.height) / 2
        first.paint(painter, QRectF(self._left(), top, room, first.height), self.look.colour("ink"))
        area = QRectF(self._left(), top + first.height, room, second.height)
        second.paint(painter, area, self.look.colour("ink" if large else "ink2"))


class HeaderBar(Ground):
    """Band, place, tools and, once ``set_step`` was called, the progress. ``tools`` has the three signals.

    At 200 % the header keeps the commune, the step as 'Bước 3/6', and the tools; the segments fold away.
    """

    def __init__(
        self, look: Look, strings: Strings, commune: str, province: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "paper", parent)
        self.place = OfficePlate(look, strings, commune, province)
        self.tools = Tools(look, strings)
        self.progress = ProgressBar(look, strings)
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
        self.back_button = Button(look, strings.phrase("widget.back"), ButtonKind.SECONDARY, "arrow-left")
        self.back_button.clicked.connect(self.back)
        self.main: Button | None = None
        self._back_leads = False
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

    def set_back_leads(self, leads: bool) -> None:
        """What stands at the lower left is what one does next."""
        self._back_leads = leads
        self.back_button.set_kind(ButtonKind.PRIMARY if leads else ButtonKind.SECONDARY)
        self._fold()

    def _fold(self) -> None:
        alone = self.main is None
        self._row.setStretch(0, 1 if alone else 0)
        self.back_button.set_icon_only(self.look.large and not alone and not self._back_leads)
        if self.main is not None:
            self.main.set_icon_only(self.look.large and self._back_leads)
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
        self.place = OfficePlate(look, strings, commune, province)
        self.progress = ProgressBar(look, strings, show_next=False)
        self.progress.hide()
        self.tools = Tools(look, strings)
        self.back_button = Button(look, strings.phrase("widget.back"), ButtonKind.SECONDARY, "arrow-left", height=114)
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
