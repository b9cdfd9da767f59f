"""What one needs, how long it takes, what it costs: before the first question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal

from kiosk.domain.charges import FeeCharge, total
from kiosk.domain.procedure import Procedure, TimeLimit
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.resident.views import NeedView
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ChipTone, FactBand, IllustrationKind, Label, Note, PaperCard, PaperText

PICTURES = {
    "birth-notice": IllustrationKind.BIRTH_PAPER,
    "card": IllustrationKind.ID_CARD,
    "death-notice": IllustrationKind.DEATH_PAPER,
    "home-paper": IllustrationKind.HOME_PAPER,
    "marriage": IllustrationKind.MARRIAGE_PAPER,
    "minutes": IllustrationKind.SIGNED_PAPER,
    "signed": IllustrationKind.SIGNED_PAPER,
    "stamped": IllustrationKind.STAMPED_PAPER,
}
_CHIPS = {
    "photographed": (ChipTone.ACTION, "camera"),
    "have": (ChipTone.OK, "check"),
    "shown": (ChipTone.ACTION, "hand-finger"),
    "brought": (ChipTone.ACTION, "file-text"),
    "looked-up": (ChipTone.NEUTRAL, "database"),
    "signed": (ChipTone.ACTION, "signature"),
    "blocks": (ChipTone.WARN, "alert-triangle"),
}


LONGEST_LEAD = 110
"""Letters of an official name that stand under the title; it stands whole on slip and receipt."""


class NeedsScreen(Screen):
    step = VisitStep.NEEDS
    ready = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("needs.you_need"))
        self._shown: tuple[Procedure, tuple[NeedView, ...], tuple[FeeCharge, ...]] | None = None
        look.changed.connect(self._rebuild)
        main = Button(look, self.say("needs.begin"), icon="arrow-right")
        main.clicked.connect(self.ready)
        self.set_footer(main, self.say("widget.back"))

    def show_needs(self, procedure: Procedure, papers: Sequence[NeedView], charges: Sequence[FeeCharge] = ()) -> None:
        """``charges``: what filing itself costs; what is asked for besides (copies) is named where it is asked."""
        self._shown = (procedure, tuple(papers), tuple(charges))
        self.head.set_words(live_text(self.strings, procedure.name), self._lead(procedure))
        self._rebuild()

    def _lead(self, procedure: Procedure) -> Text:
        """The official name; where that would fill a page, the procedure's own line."""
        if len(procedure.official) > LONGEST_LEAD and procedure.line:
            return live_text(self.strings, procedure.line)
        return self.say("needs.official", name=procedure.official)

    def _rebuild(self) -> None:
        if self._shown is None:
            return
        procedure, papers, charges = self._shown
        title = Label(self.look, self.say("needs.you_need"), TextRole.H2)
        facts = (self._days(procedure.limit), self._price(charges), self._where(procedure.limit))
        apart = self.look.text_percent > 125
        bands = [FactBand(self.look, (fact,)) for fact in facts] if apart else [FactBand(self.look, facts)]
        troubles = [self._trouble(one) for one in procedure.troubles]
        if not papers:
            self.put(*bands, LeafRow((Note(self.look, "file-text", self.say("needs.no_papers")),), air=8), *troubles)
            return
        self.put(
            *bands,
            LeafRow((title,), keep=True, optional=True, air=8),
            LeafRow(tuple(self._paper(paper) for paper in papers), wide=2),
            *troubles,
            *self._after(procedure, papers),
        )

    def _after(self, procedure: Procedure, papers: Sequence[NeedView]) -> tuple[LeafRow, ...]:
        """A dossier may be completed later, where there is anything to bring but one's own card; what the counter does
        at once may not."""
        if not procedure.order_days and not any(map(_comes_later, papers)):
            return ()
        key = "needs.at_counter" if procedure.order_days else "needs.missing"
        note = Note(self.look, "heart-handshake", self.say(key))
        return (LeafRow((note,), optional=True, low=True),)

    def _trouble(self, text: Mapping[str, str]) -> LeafRow:
        """What can go wrong, said before the first question."""
        return LeafRow((Note(self.look, "info-circle", live_text(self.strings, text)),))

    def _days(self, limit: TimeLimit) -> tuple[str, Text, Text]:
        """How long it takes; where no day can be promised, that is what is said."""
        if limit.promise:
            return "clock", self.say(f"needs.no_day.{limit.promise}"), self.say(f"needs.no_day.{limit.promise}_line")
        days = limit.working_days
        key = "half_day" if limit.half else "day" if days == 1 else "days"
        return "clock", self.say(f"needs.{key}", n=days), self.say("needs.days_line")

    def _where(self, limit: TimeLimit) -> tuple[str, Text, Text]:
        line = "needs.place_none" if limit.promise == "nothing" else "needs.place_line"
        return "map-pin", self.say("needs.place"), self.say(line)

    def _price(self, charges: Sequence[FeeCharge]) -> tuple[str, Text, Text]:
        """A price that nobody has told this kiosk is asked of the officer, never guessed."""
        price = total(charges)
        if price is None:
            by_case = all(one.by_case for one in charges if one.amount is None)
            key = "needs.price_case" if by_case else "needs.price_unknown"
            return "coin", self.say(key), self.say(f"{key}_line")
        if not price:
            return "gift", self.say("needs.free"), self.say("needs.free_line")
        here = spoken_times.money(self.strings, price)
        online = sum((one.amount or 0) if one.online is None else one.online for one in charges)
        if online < price:
            there = spoken_times.money(self.strings, online)
            return "coin", self.say("needs.price", amount=here), self.say("needs.price_online", amount=there)
        line = "needs.price_maybe" if any(one.maybe and one.amount for one in charges) else "needs.price_line"
        amount = "needs.price_from" if any(one.counted for one in charges) else "needs.price"
        return "coin", self.say(amount, amount=here), self.say(line)

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
        return PaperCard(self.look, PICTURES.get(paper.picture, IllustrationKind.PLAIN_PAPER), words)


def _comes_later(paper: NeedView) -> bool:
    """Whether it is a paper that somebody may not have with them, and bring another day."""
    return paper.state in ("photographed", "brought", "shown") and paper.picture != "card"
