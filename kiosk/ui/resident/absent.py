"""A paper that cannot be had: why, by one touch, and the officer who decides what follows, later or on the spot."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.paper import ABSENT_REASONS, Absence
from kiosk.domain.procedure import RequiredDocument
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, Note, Tile

_ICONS = {"lost": "search", "never-given": "file-text", "held-elsewhere": "building-store", "other": "message-2"}


class AbsentScreen(Screen):
    """``chosen`` with one of ``ABSENT_REASONS``. ``officerHere``: an officer stands there, and decides now."""

    step = VisitStep.CAPTURE
    chosen = Signal(str)
    officerAsked = Signal()  # noqa: N815
    officerHere = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("absent.title"))
        self.tiles: dict[str, Tile] = {}
        self.here = Button(look, "")
        self.set_footer(None, self.say("widget.back"))

    def ask(self, document: RequiredDocument, before: Absence = "") -> None:
        self.head.set_words(self.say("absent.title"), live_text(self.strings, document.name))
        self.tiles = {reason: self._tile(reason, before) for reason in ABSENT_REASONS}
        officer, self.here = self._button("ways.officer", "bell"), self._button("absent.officer_here", "user")
        officer.clicked.connect(self.officerAsked)
        self.here.clicked.connect(self.officerHere)
        here = (self.here,) if document.instead else ()
        ways = here if self.look.large else (*here, officer)  # the head calls too
        self.put(
            LeafRow(tuple(self.tiles.values()), wide=2, grow=1.4),
            LeafRow((Note(self.look, "info-circle", self.say("absent.line")),), air=16, low=True, optional=True),
            *([LeafRow(ways, wide=2)] if ways else []),
        )

    def _button(self, key: str, icon: str) -> Button:
        return Button(self.look, self.say(key), ButtonKind.QUIET, icon, height=112, role=TextRole.SMALL_BUTTON)

    def _tile(self, reason: str, before: Absence) -> Tile:
        tile = Tile(self.look, _ICONS[reason], self.say(f"absent.{reason}"), "", flat=True)
        tile.set_selected(reason == before)
        tile.clicked.connect(lambda: self.chosen.emit(reason))
        return tile

    def wipe(self) -> None:
        self.tiles = {}
        super().wipe()
