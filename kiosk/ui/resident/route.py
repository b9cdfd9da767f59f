"""Another procedure is the right one: why, what is taken along, and the way back; or who does it, where not here."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.procedure import Text as ProcedureText
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Banner, Button, ButtonKind, CardSurface, ChipTone, InfoBlock, Note, PaperText


class RouteScreen(Screen):
    step = VisitStep.ROUTE
    goAsked = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815
    mendAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        self.go = Button(look, self.say("route.go"), icon="arrow-right")
        self.go.clicked.connect(self.goAsked)
        self.call = Button(look, self.say("officer.call"), icon="bell")
        self.call.clicked.connect(self.officerAsked)
        self.set_footer(self.go, self.say("widget.back"))

    def offer(
        self, why: ProcedureText, now: ProcedureText, other: ProcedureText | None, *, carried: int, by_card: bool
    ) -> None:
        """``other``: what it is called; None where this kiosk does not do it. ``carried``: answers taken along;
        ``by_card``: the card that was read serves there too."""
        self.head.set_words(self.say("route.title"), live_text(self.strings, why))
        doing = Banner(self.look, ChipTone.NEUTRAL, self.say("route.now"), live_text(self.strings, now), "file-text")
        mend = Button(
            self.look, self.say("route.mend"), ButtonKind.QUIET, "pencil", height=104, role=TextRole.SMALL_BUTTON
        )
        mend.clicked.connect(self.mendAsked)
        ahead = self._elsewhere() if other is None else self._there(other, carried, by_card=by_card)
        self.put(doing, *ahead, LeafRow((mend,), low=True))
        self.set_footer(self.call if other is None else self.go, self.say("widget.back"))

    def _there(self, other: ProcedureText, carried: int, *, by_card: bool) -> list[LeafRow]:
        card = CardSurface(self.look, padding=(38, 34, 38, 34))
        words = PaperText(title=live_text(self.strings, other), lines=(self.say("route.to"),))
        card.body.put(InfoBlock(self.look, words, "arrow-right"))
        notes = [Note(self.look, "check", self.say("route.carried", n=carried))] if carried else []
        notes += [Note(self.look, "check", self.say("route.card"))] if by_card else []
        return [LeafRow((card,)), *(LeafRow((one,)) for one in notes)]

    def _elsewhere(self) -> list[LeafRow]:
        words = self.say("route.officer"), self.say("route.officer_line")
        return [LeafRow((Banner(self.look, ChipTone.NETWORK, *words, "heart-handshake"),))]

    def wipe(self) -> None:
        self.head.set_words("")
        super().wipe()
