"""What one of two has said is kept until the other comes."""

from __future__ import annotations

from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import KioskError
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import KeptScreen, LaterScreen, Screen
from kiosk.ui.resident.parts import Live, within


class LaterPresenter:
    """Steps LATER and KEPT. Commit first, then speak: KEPT is entered when the store has it."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints = flow, savepoints
        self._number = ""
        self._keeping: object | None = None  # what the store is asked to keep, until it answers or the page is left
        self.later, self.ending = LaterScreen(flow.look, flow.strings), KeptScreen(flow.look, flow.strings)
        self.later.keepAsked.connect(self._keep)
        self.later.moved.connect(flow.move)
        self.ending.finishAsked.connect(lambda: flow.leave("finished"))

    def enter(self, step: VisitStep) -> Screen:
        if step is VisitStep.LATER:
            self.later.ask(self._party())
            return self.later
        days = self._flow.services.config.keeping.draft_days
        self.ending.show_kept(self._party(), opens=bool(self._number), days=int(days))
        return self.ending

    def _party(self) -> Live:
        visit = self._flow.visit
        assert visit.walk is not None
        return within(self._flow.strings, visit.walk.filling.party_names()[visit.awaited()[0]])

    def _keep(self, number: str) -> None:
        """Asked again before the store has answered, it is kept once; who goes back before stays where they are."""
        if self._keeping is not None:
            return
        self._number, keeping = number, object()
        self._keeping = keeping
        self._savepoints.keep_waiting(
            number, lambda: self._go_on(keeping), lambda error: self._not_kept(keeping, error)
        )

    def _go_on(self, keeping: object) -> None:
        if keeping is self._keeping:
            self._flow.move(Move.FILED)

    def _not_kept(self, keeping: object, error: KioskError) -> None:
        if keeping is not self._keeping:
            return
        self._keeping = None
        _, message, remedy = self._flow.error_words(error)
        self.later.show_problem(message, remedy)

    def leave(self, step: VisitStep) -> None:
        """What the store says later is told to nobody."""
        self._keeping = None

    def wipe(self) -> None:
        self._number = ""
        self.later.wipe()
        self.ending.wipe()
