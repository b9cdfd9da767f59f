"""On what ground an officer, who stands before the glass, lets a filing go without a paper."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.paper import EXCEPTION_GROUNDS
from kiosk.domain.procedure import RequiredDocument
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Note, Tile

_ICONS = {"looked-up": "search", "other-paper": "file-text", "follows": "clock", "urgent": "alert-triangle"}


class PaperExceptionScreen(Screen):
    """``chosen`` with one of ``EXCEPTION_GROUNDS``: nothing is decided before the officer has signed in."""

    step = VisitStep.CAPTURE
    chosen = Signal(str)

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("exception.title"))
        self.tiles: dict[str, Tile] = {}
        self.set_footer(None, self.say("widget.back"))

    def ask(self, document: RequiredDocument) -> None:
        self.head.set_words(self.say("exception.title"), live_text(self.strings, document.name))
        self.tiles = {ground: self._tile(ground) for ground in EXCEPTION_GROUNDS}
        self.put(
            LeafRow(tuple(self.tiles.values()), wide=2, grow=1.4),
            LeafRow((Note(self.look, "info-circle", self.say("exception.line")),), air=16, low=True, optional=True),
        )

    def _tile(self, ground: str) -> Tile:
        tile = Tile(self.look, _ICONS[ground], self.say(f"exception.{ground}"), "", flat=True)
        tile.clicked.connect(lambda: self.chosen.emit(ground))
        return tile

    def wipe(self) -> None:
        self.tiles = {}
        super().wipe()
