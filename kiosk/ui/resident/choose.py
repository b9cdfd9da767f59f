"""What is to be done, by what has happened in the family."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter

from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import OfficerOnlyOverlay
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, ButtonKind, Tile
from kiosk.ui.widgets.paint import rounded

EVENTS = {
    "birth": "baby-carriage",
    "marriage": "hearts",
    "death": "candle",
    "home": "home",
    "land": "map-2",
    "support": "pig-money",
    "copies": "rubber-stamp",
    "trade": "building-store",
}
"""Life events in the order of the tiles, with their icons; words under ``choose.event.``."""


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
    chosen = Signal(str)
    mine = Signal()
    officerAsked = Signal()  # noqa: N815
    overlayAsked = Signal(object)  # noqa: N815 - a calm note for what the kiosk does not do yet

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("choose.title"))
        self.tiles: dict[str, Tile] = {}
        self._name, self._offered = "", dict[str, str]()
        self._large = look.text_percent > 125
        look.changed.connect(self._follow)
        past = Button(look, self.say("choose.mine"), ButtonKind.ALTERNATIVE, "file-text")
        past.clicked.connect(self.mine)
        self.set_footer(past, self.say("widget.back"))

    def greet(self, name: str, offered: Mapping[str, str]) -> None:
        """``name`` is the given name (empty without a card); ``offered`` says which event leads to which procedure."""
        self._name, self._offered = name, dict(offered)
        self.head.set_words(self.say("choose.title_name", name=name) if name else self.say("choose.title"))
        self._large = self.look.text_percent > 125
        self.tiles = {event: self._tile(event, icon) for event, icon in EVENTS.items()}
        self.put(LeafRow(tuple(self.tiles.values()), columns=2, wide=3, grow=1.35))

    def _follow(self) -> None:
        """Large letters stand in rows, not in tiles."""
        if self.tiles and self._large != (self.look.text_percent > 125):
            self.greet(self._name, self._offered)

    def _tile(self, event: str, icon: str) -> Tile:
        here = event in self._offered
        line: Text = self.say(f"choose.event.{event}.line") if here else self.say("choose.officer")
        kind = Tile if here else QuietTile
        tile = kind(self.look, icon, self.say(f"choose.event.{event}.title"), line, flat=self._large)
        tile.clicked.connect(lambda: self._take(event))
        return tile

    def _take(self, event: str) -> None:
        if event in self._offered:
            self.chosen.emit(self._offered[event])
            return
        note = OfficerOnlyOverlay(self.look, self.strings, self.say(f"choose.event.{event}.title"))
        note.officerAsked.connect(self.officerAsked)
        self.overlayAsked.emit(note)

    def wipe(self) -> None:
        self._name, self.tiles = "", {}
        self.head.set_words(self.say("choose.title"))
        super().wipe()
