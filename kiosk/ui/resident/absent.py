"""A paper that cannot be had: why, by one touch, and the officer who decides what follows."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.paper import ABSENT_REASONS
from kiosk.domain.procedure import RequiredDocument
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, Note, Tile

_ICONS = {"lost": "search", "never-given": "file-text", "held-elsewhere": "building-store", "other": "message-2"}


class AbsentScreen(Screen):
    """``chosen`` with one of ``ABSENT_REASONS``."""

    step = VisitStep.CAPTURE
    chosen = Signal(str)
    officerAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("absent.title"))
        self.tiles: dict[str, Tile] = {}
        self.set_footer(None, self.say("widget.back"))

    def ask(self, document: RequiredDocument, before: str = "") -> None:
        self.head.set_words(self.say("absent.title"), live_text(self.strings, document.name))
        self.tiles = {reason: self._tile(reason, before) for reason in ABSENT_REASONS}
        officer = Button(
            self.look, self.say("ways.officer"), ButtonKind.QUIET, "bell", height=112, role=TextRole.SMALL_BUTTON
        )
        officer.clicked.connect(self.officerAsked)
        self.put(
            LeafRow(tuple(self.tiles.values()), wide=2, grow=1.4),
            LeafRow((Note(self.look, "info-circle", self.say("absent.line")),), air=16, low=True, optional=True),
            LeafRow((officer,), optional=self.look.large),  # the head has it too
        )

    def _tile(self, reason: str, before: str) -> Tile:
        tile = Tile(self.look, _ICONS[reason], self.say(f"absent.{reason}"), "", flat=True)
        tile.set_selected(reason == before)
        tile.clicked.connect(lambda: self.chosen.emit(reason))
        return tile

    def wipe(self) -> None:
        self.tiles = {}
        super().wipe()
