"""What one needs, how long it takes, what it costs: before the first question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from kiosk.domain.procedure import Procedure
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.resident.views import NeedView
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ChipTone, FactBand, IllustrationKind, Label, Note, PaperCard, PaperText

_PICTURES = {
    "birth-notice": IllustrationKind.BIRTH_PAPER,
    "card": IllustrationKind.ID_CARD,
    "marriage": IllustrationKind.MARRIAGE_PAPER,
}
_CHIPS = {
    "photograph": (ChipTone.ACTION, "camera"),
    "have": (ChipTone.OK, "check"),
    "lookup": (ChipTone.NEUTRAL, "database"),
}


class NeedsScreen(Screen):
    step = VisitStep.NEEDS
    ready = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("needs.you_need"))
        self._shown: tuple[Procedure, tuple[NeedView, ...]] | None = None
        look.changed.connect(self._rebuild)
        main = Button(look, self.say("needs.begin"), icon="arrow-right")
        main.clicked.connect(self.ready)
        self.set_footer(main, self.say("widget.back"))

    def show_needs(self, procedure: Procedure, papers: Sequence[NeedView]) -> None:
        self._shown = (procedure, tuple(papers))
        self.head.set_words(
            live_text(self.strings, procedure.name), self.say("needs.official", name=procedure.official)
        )
        self._rebuild()

    def _rebuild(self) -> None:
        if self._shown is None:
            return
        procedure, papers = self._shown
        title = Label(self.look, self.say("needs.you_need"), TextRole.H2)
        facts = self._facts(procedure)
        apart = self.look.text_percent > 125
        bands = [FactBand(self.look, (fact,)) for fact in facts] if apart else [FactBand(self.look, facts)]
        self.put(
            *bands,
            LeafRow((title,), keep=True, optional=True, air=8),
            LeafRow(tuple(self._paper(paper) for paper in papers), wide=2),
            LeafRow((Note(self.look, "heart-handshake", self.say("needs.missing")),), optional=True, low=True),
        )

    def _facts(self, procedure: Procedure) -> tuple[tuple[str, Text, Text], ...]:
        days = procedure.limit.working_days
        return (
            ("clock", self.say("needs.day" if days == 1 else "needs.days", n=days), self.say("needs.days_line")),
            self._price(procedure),
            ("map-pin", self.say("needs.place"), self.say("needs.place_line")),
        )

    def _price(self, procedure: Procedure) -> tuple[str, Text, Text]:
        """What filing itself costs; what is asked for besides, such as copies, is named where it is asked."""
        price = sum(fee.amount for fee in procedure.fees if not fee.per)
        if not price:
            return "gift", self.say("needs.free"), self.say("needs.free_line")
        return (
            "coin",
            self.say("needs.price", amount=spoken_times.money(self.strings, price)),
            self.say("needs.price_line"),
        )

    def wipe(self) -> None:
        self._shown = None
        super().wipe()

    def _paper(self, paper: NeedView) -> PaperCard:
        tone, icon = _CHIPS[paper.state]
        words = PaperText(
            title=live_text(self.strings, paper.name),
            lines=(live_text(self.strings, paper.note),),
            chip=self.say(f"needs.state.{paper.state}"),
            chip_tone=tone,
            chip_icon=icon,
        )
        return PaperCard(self.look, _PICTURES.get(paper.picture, IllustrationKind.PLAIN_PAPER), words)
