"""The languages there are, each by its own name; one that no speaker has checked says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from kiosk.language_packs import LanguagePack
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.resident.start import NAMES
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, ButtonKind
from kiosk.words import COMPLETE


class LanguageOverlay(Overlay):
    chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, strings: Strings, packs: Sequence[LanguagePack] = ()) -> None:
        super().__init__(look, strings)
        sample = self.say("language.sample")
        more = [self._language(one.code, one.name, sample if one.unproven else "") for one in packs]
        close = self.button("screen.close", ButtonKind.QUIET, self.closed)
        both = [self._language(code, NAMES[code]) for code in COMPLETE]
        self.fill("language", self.say("language.title"), "", *both, *more, close)

    def _language(self, code: str, name: str, note: Text = "") -> Button:
        button = Button(self.look, name, ButtonKind.SECONDARY, second=note, height=124)
        button.set_selected(code == self.strings.language)
        button.clicked.connect(lambda: self.chosen.emit(code))
        return button
