"""What every screen of a visit is, and the few parts that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain import procedure
from kiosk.domain.visit import Move, VisitStep
from kiosk.ui.resident.leaves import LeafRow, Leaves
from kiosk.ui.strings import Phrase, Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ChipTone, Column, Ground, Label, Painted, Pressable, Rail, Row, Stack, StatusChip
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.paint import clip_rounded, rounded
from kiosk.ui.widgets.text import lay_out

COVERED = "covered"
"""A property of what opens a card: nobody sees it from elsewhere (``ui/mirror.py``)."""


@dataclass(frozen=True)
class Live(Phrase):
    """Words that are made anew whenever the language changes: a procedure's own text, a date, a list."""

    make: Callable[[Strings], str] = field(default=lambda _: "")

    def __str__(self) -> str:
        return self.make(self.strings)


def live(strings: Strings, make: Callable[[Strings], str]) -> Live:
    return Live(strings, "", {}, make)


def live_text(strings: Strings, text: procedure.Text) -> Live:
    """A procedure's sentence in the language in use, with {you} and {You} filled; empty where it has none."""
    return live(strings, lambda now: fill(now, text))


def within(strings: Strings, text: procedure.Text) -> Live:
    """The same inside a sentence: its first letter is small."""
    return live(strings, lambda now: small(fill(now, text)))


def small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def fill(strings: Strings, text: procedure.Text) -> str:
    sentence = text.get(strings.language, text.get("vi", ""))
    key = f"address.{strings.address.value}"
    return sentence.replace("{you}", strings.words.say(f"{key}.you")).replace("{You}", strings.words.say(f"{key}.You"))


@dataclass(frozen=True)
class FooterSpec:
    """What a screen wants at its foot: its one button, and what stands at the lower left (None: nothing)."""

    main: Button | None = None
    back: Text | None = None
    back_icon: str = "arrow-left"
    back_leads: bool = False  # what stands at the lower left is what one does next
    frame: bool = True  # False: no header, no footer, the whole glass


class ScreenHead(Stack):
    """The question of a screen and the sentence under it. On the rail of a lying screen it is set smaller."""

    def __init__(self, look: Look, title: Text, lead: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(look, spacing=6, parent=parent)
        self.heading, self.small = Label(look, title, TextRole.H1), Label(look, title, TextRole.H2)
        self.lead = Label(look, lead, TextRole.LEAD, "ink2")
        self.badge = StatusChip(look, "")
        self._row = Row(look, spacing=20)
        self._row.addWidget(self.heading, 1)
        self._row.addWidget(self.small, 1)
        self._row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(self._row)
        self.column.addWidget(self.lead)
        self.apart = Label(look, lead, TextRole.LEAD, "ink2")
        self._badge: Text = ""
        self._on_rail, self._short, self._shorter = False, False, False
        look.changed.connect(self.fold)
        self.fold()

    def set_words(self, title: Text, lead: Text = "") -> None:
        for label in (self.heading, self.small):
            label.set_text(title)
        for label in (self.lead, self.apart):
            label.set_text(lead)
        self.fold()

    def set_badge(self, text: Text) -> None:
        self._badge = text
        self.badge.set_state(text, ChipTone.NEUTRAL)
        self.fold()

    def set_on_rail(self, on_rail: bool) -> None:
        """The question goes to the rail; its sentence, ``apart``, stays with the page."""
        self._on_rail = on_rail
        self.fold()

    def _long(self) -> bool:
        """More than three lines on the rail."""
        room = self.look.px(Rail.WIDTH - 98)
        return lay_out(self.look, self.heading.text(), TextRole.H1, room, balance=True).lines > 3

    def set_short(self, short: bool, shorter: bool = False) -> None:
        """Leave the sentence out where large letters need the room; ``shorter``: on a lying screen in any size."""
        self._short, self._shorter = short, shorter
        self.fold()

    def fold(self) -> None:
        tight = self._on_rail and (self.look.text_percent > 125 or self._long())
        self._row.setDirection(Row.Direction.TopToBottom if self._on_rail else Row.Direction.LeftToRight)
        self.heading.setVisible(not tight)
        self.small.setVisible(tight)
        crowded = self.look.text_percent > 125 or (self._shorter and self._on_rail)
        shown = bool(self.lead.text()) and not (self._short and crowded)
        self.lead.setVisible(shown and not self._on_rail)
        self.apart.setVisible(shown and self._on_rail)
        self.badge.setVisible(bool(str(self._badge)))


class Screen(Ground):
    """One decision. Subclasses fill ``leaves`` and say what stands at the foot; ``moved(Move)`` leads on."""

    step: ClassVar[VisitStep]
    within: tuple[int, int] | None = None  # which question of how many, within its step
    moved = Signal(object)
    footer_changed = Signal()

    def __init__(self, look: Look, strings: Strings, title: Text, lead: Text = "") -> None:
        super().__init__(look)
        self.strings = strings
        self.head = ScreenHead(look, title, lead)
        self.leaves = Leaves(look, strings)
        self.bottom = QVBoxLayout()
        self._room = Column(look, spacing=26, margins=(56, 30, 56, 24))
        self._room.addWidget(self.head)
        self._room.addWidget(self.head.apart)
        self._room.addWidget(self.leaves, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._room, 1)
        outer.addLayout(self.bottom)
        self._footer = FooterSpec(back=self.say("widget.back"))

    # --- for subclasses ---

    def say(self, key: str, /, **values: object) -> Phrase:
        return self.strings.phrase(key, **values)

    def put(self, *items: QWidget | LeafRow) -> None:
        self.leaves.set_blocks(items)

    def set_footer(self, main: Button | None = None, back: Text | None = None, back_icon: str = "arrow-left") -> None:
        self._footer = FooterSpec(main, back, back_icon)
        self.footer_changed.emit()

    # --- what the shell asks ---

    @property
    def footer(self) -> FooterSpec:
        return self._footer

    def title(self) -> str:
        return self.head.heading.text()

    def go_back(self) -> None:
        """Back was pressed."""
        self.moved.emit(Move.BACK)

    def take_head(self) -> ScreenHead:
        """Lend the question to the rail of a lying screen."""
        self._room.removeWidget(self.head)
        self.head.set_on_rail(True)
        return self.head

    def give_head(self) -> None:
        self._room.insertWidget(0, self.head)
        self.head.set_on_rail(False)
        self.head.setVisible(self._footer.frame)

    def retranslate(self) -> None:
        """Phrases follow the language by themselves; screens with more to do override this."""

    def rest_touches(self) -> None:
        """The page has changed under the finger: a second touch meant the page before."""
        for one in self.leaves.findChildren(Pressable):
            one.rest()

    def wipe(self) -> None:
        """Forget everything personal."""
        self.leaves.clear()


class PageView(Painted):
    """A whole page, never cropped: as large as fits, on the tint. ``set_mark`` frames the spot that is meant."""

    role = AccessRole.PICTURE

    def __init__(self, look: Look, name: Text = "", edge: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._name, self._edge = name, edge
        self._image: QImage | None = None
        self._mark: tuple[tuple[float, float], ...] = ()
        self._of = (1.0, 1.0)
        self._loupe: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.listen(name)
        self.retranslate()

    def set_image(self, image: QImage | None) -> None:
        self._image = None if image is None or image.isNull() else image
        self.update()

    def set_mark(self, corners: Sequence[tuple[float, float]] | None, of: tuple[float, float] = (1.0, 1.0)) -> None:
        """``corners`` in the pixels of a picture of size ``of``."""
        self._mark, self._of = tuple(corners or ()), of
        self.update()

    def set_loupe(self, image: QImage | None) -> None:
        """The marked spot, magnified, in the corner that is farthest from it."""
        self._loupe = None if image is None or image.isNull() else image
        self.update()

    def clear(self) -> None:
        self._image, self._mark, self._loupe = None, (), None
        self.update()

    def spoken(self) -> str:
        return str(self._name)

    def hasHeightForWidth(self) -> bool:
        return False

    def height_for(self, width: int) -> int:
        return self.look.px(620)

    def wanted_width(self) -> int:
        return self.look.px(460)

    def least_width(self) -> int:
        return self.look.px(240)

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        edge = self.look.colour(self._edge).name()
        rounded(painter, area, px(28), "#5E4632", edge, px(theme.edges or 5))
        if self._image is None:
            return
        inner = area.adjusted(px(22), px(22), -px(22), -px(22))
        scale = min(inner.width() / self._image.width(), inner.height() / self._image.height())
        size = QRectF(0, 0, self._image.width() * scale, self._image.height() * scale)
        size.moveCenter(inner.center())
        painter.drawImage(size, self._image)
        self._paint_mark(painter, size)

    def _paint_mark(self, painter: QPainter, size: QRectF) -> None:
        if len(self._mark) < 3:
            return
        across, down = size.width() / self._of[0], size.height() / self._of[1]
        points = [QPointF(size.left() + x * across, size.top() + y * down) for x, y in self._mark]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("#FFFFFF", 12), (self.look.theme.err if not self.look.theme.edges else "#96130D", 6)):
            painter.setPen(QPen(QColor(colour), self.look.px(width)))
            painter.drawPolygon(QPolygonF(points))
        if self._loupe is not None:
            self._paint_loupe(painter, self._loupe, QPolygonF(points).boundingRect())

    def _paint_loupe(self, painter: QPainter, loupe: QImage, spot: QRectF) -> None:
        px, area = self.look.px, QRectF(self.rect())
        side = min(area.width(), area.height()) * 0.46
        left = spot.center().x() > area.center().x()
        above = spot.center().y() > area.center().y()
        inset = px(18)
        place = QRectF(
            inset if left else area.width() - side - inset, inset if above else area.height() - side - inset, side, side
        )
        red = self.look.theme.err if not self.look.theme.edges else "#96130D"
        painter.setPen(QPen(QColor(red), px(4)))
        painter.drawLine(spot.center(), place.center())
        painter.save()
        clip_rounded(painter, place, px(24))
        painter.drawImage(place, loupe)
        painter.restore()
        rounded(painter, place, px(24), "", "#FFFFFF", px(10))
        rounded(painter, place, px(24), "", red, px(6))
