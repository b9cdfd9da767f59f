"""What the person allows, each purpose on its own, with no answer given for them (Luật 91/2025)."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.visit import PURPOSES, VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, CardSurface, ChoicePair, InfoBlock, Note, PaperText, Rule

_ICONS = {"card": "id-badge", "notify": "message-2"}


class ConsentScreen(Screen):
    step = VisitStep.CONSENT
    agreed = Signal(dict)

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("consent.title"), strings.phrase("consent.lead"))
        self.leaves.SPREAD = 44
        self.pairs = {purpose: ChoicePair(look, strings) for purpose in PURPOSES}
        self.cards = {purpose: self._card(purpose) for purpose in PURPOSES}
        self.main = Button(look, self.say("screen.next"), icon="arrow-right")
        self.main.clicked.connect(self._give)
        self.main.missing.connect(self._show_missing)
        for pair in self.pairs.values():
            pair.chosen.connect(self._count)
        self.set_footer(self.main, self.say("widget.back"))
        self.put(
            LeafRow(tuple(self.cards.values()), wide=2, grow=1.25), LeafRow((self._promise(),), optional=True, low=True)
        )
        self._count()

    def _promise(self) -> CardSurface:
        """What becomes of it, and that a no costs nothing."""
        card = CardSurface(self.look, spacing=22, padding=(38, 30, 38, 30))
        promise = Note(self.look, "shield-check", self.say("consent.kept"))
        card.body.put(promise, Rule(self.look), Note(self.look, "heart-handshake", self.say("consent.note")))
        return card

    def _card(self, purpose: str) -> CardSurface:
        card = CardSurface(self.look, padding=(38, 34, 38, 34))
        words = PaperText(title=self.say(f"consent.{purpose}.title"), lines=(self.say(f"consent.{purpose}.line"),))
        card.body.put(InfoBlock(self.look, words, _ICONS[purpose]), None, self.pairs[purpose])
        return card

    def _open(self) -> list[str]:
        return [purpose for purpose, pair in self.pairs.items() if pair.value is None]

    def _count(self) -> None:
        left = len(self._open())
        self.main.set_waiting(self.say("consent.waiting", n=left) if left else None)

    def _show_missing(self) -> None:
        card = self.cards[self._open()[0]]
        self.leaves.show_cell(card)
        for other in self.cards.values():
            other.set_edge("action_text" if other is card else "line")

    def _give(self) -> None:
        self.agreed.emit({purpose: bool(pair.value) for purpose, pair in self.pairs.items()})

    def reset(self) -> None:
        """For the next person: nothing is chosen."""
        for pair in self.pairs.values():
            pair.set_value(None)
        for card in self.cards.values():
            card.set_edge("line")
        self.leaves.turn(0)
        self._count()

    def wipe(self) -> None:
        self.reset()
