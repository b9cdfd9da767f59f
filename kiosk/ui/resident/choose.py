"""What is to be done, by what has happened in the family."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent

from kiosk.domain.life_events import LIFE_EVENTS
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import OfficerOnlyOverlay
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, ButtonKind, Tile
from kiosk.ui.widgets.paint import rounded

ICONS = {
    "birth": "baby-carriage",
    "identity": "id",
    "marriage": "hearts",
    "death": "candle",
    "home": "home",
    "land": "map-2",
    "support": "pig-money",
    "copies": "rubber-stamp",
    "business": "building-store",
}
"""What stands on the tile of each life event; words under ``choose.event.``."""


class QuietTile(Tile):
    """What the officer does and this kiosk does not: it lies flat, and can be asked about all the same."""

    def cast(self, painter: QPainter) -> None:
        """No shadow: it does not stand out."""

    def _paint_area(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        fill = theme.tint if self.down else theme.paper
        edge = theme.action_text if self.down else theme.line
        rounded(painter, QRectF(self.rect()), px(28), fill, edge, px(theme.edges or 2), dashed=bool(theme.edges))


class ChooseScreen(Screen):
    step = VisitStep.CHOOSE
    eventChosen = Signal(str)  # noqa: N815
    findAsked = Signal()  # noqa: N815
    mine = Signal()
    officerAsked = Signal()  # noqa: N815
    overlayAsked = Signal(object)  # noqa: N815 - a calm note for what the kiosk does not do yet

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("choose.title"))
        self.tiles: dict[str, Tile] = {}
        self.other: Tile | None = None
        self._name, self._offered = "", dict[str, int]()
        self._large, self._wide = look.text_percent > 125, False
        look.changed.connect(self._follow)
        past = Button(look, self.say("choose.mine"), ButtonKind.ALTERNATIVE, "file-text")
        past.clicked.connect(self.mine)
        self.set_footer(past, self.say("widget.back"))

    def greet(self, name: str, offered: Mapping[str, int]) -> None:
        """``name`` is the given name (empty without a card); ``offered``: how many procedures an event leads to."""
        self._name, self._offered = name, dict(offered)
        self.head.set_words(self.say("choose.title_name", name=name) if name else self.say("choose.title"))
        self._large, self._wide = self.look.text_percent > 125, self.width() > self.height()
        self.tiles = {event: self._tile(event, ICONS[event]) for event in LIFE_EVENTS}
        title, line = self.say("choose.find.title"), self.say("choose.find.line")
        self.other = Tile(self.look, "search", title, line, flat=self._large or self._wide, alternative=True)
        self.other.clicked.connect(self.findAsked)
        if self._wide and not self._large:  # three by three, and what is not among them as a row below
            self.put(LeafRow(tuple(self._ordered()), wide=3, grow=1.35), self.other)
        else:
            self.put(LeafRow((*self._ordered(), self.other), columns=2, wide=3, grow=1.35))

    def _ordered(self) -> list[Tile]:
        """In their order; with large letters, on two leaves, what the kiosk does itself comes first."""
        events = sorted(self.tiles, key=lambda event: event not in self._offered) if self._large else self.tiles
        return [self.tiles[event] for event in events]

    def _follow(self) -> None:
        """Large letters stand in rows, not in tiles; a lying page has another order."""
        now = (self.look.text_percent > 125, self.width() > self.height())
        if self.tiles and (self._large, self._wide) != now:
            self.greet(self._name, self._offered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._follow()

    def _tile(self, event: str, icon: str) -> Tile:
        here = event in self._offered
        line: Text = self.say(f"choose.event.{event}.line") if here else self.say("choose.officer")
        kind = Tile if here else QuietTile
        tile = kind(self.look, icon, self.say(f"choose.event.{event}.title"), line, flat=self._large)
        tile.clicked.connect(lambda: self._take(event))
        return tile

    def _take(self, event: str) -> None:
        if event in self._offered:
            self.eventChosen.emit(event)
            return
        note = OfficerOnlyOverlay(self.look, self.strings, self.say(f"choose.event.{event}.title"))
        note.officerAsked.connect(self.officerAsked)
        self.overlayAsked.emit(note)

    def wipe(self) -> None:
        self._name, self.tiles, self.other = "", {}, None
        self.head.set_words(self.say("choose.title"))
        super().wipe()
