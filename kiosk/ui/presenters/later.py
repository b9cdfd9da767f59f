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
        self._number = number
        self._savepoints.keep_waiting(number, lambda: self._flow.move(Move.FILED), self._not_kept)

    def _not_kept(self, error: KioskError) -> None:
        _, message, remedy = self._flow.error_words(error)
        self.later.show_problem(message, remedy)

    def leave(self, step: VisitStep) -> None:
        """Nothing is held."""

    def wipe(self) -> None:
        self._number = ""
        self.later.wipe()
        self.ending.wipe()
