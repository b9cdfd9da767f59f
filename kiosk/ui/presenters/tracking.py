"""My dossiers, how far each has come, and what the office asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.domain.visit import Move, VisitStep
from kiosk.services.tracking import DossierView, TrackedDossier
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.answering import AnswerPresenter
from kiosk.ui.resident import Screen, TrackScreen
from kiosk.ui.tasks import Attempts, Work


class Tracking:
    """Step TRACK. Only who laid a card on the reader sees dossiers, and answers for them: those of the same card."""

    def __init__(self, flow: Flow, answers: AnswerPresenter) -> None:
        self._flow, self._answers = flow, answers
        self._tracker = flow.services.tracker
        self._looks = Attempts(flow.tasks)
        self.track = TrackScreen(flow.look, flow.strings)
        self._dossiers: dict[str, DossierView] = {}
        self._shown: dict[str, TrackedDossier] = {}
        self._open = ""  # the code of the dossier that an answer was left for
        self.track.opened.connect(lambda code: self.track.show_one(self._dossiers[code]))
        self.track.answerAsked.connect(self._answer)
        self.track.officerAsked.connect(flow.call_officer)
        self.track.moved.connect(lambda _: flow.move(Move.BACK))

    def enter(self, step: VisitStep) -> Screen:
        self.track.show_list(())
        visit, tracker = self._flow.visit, self._tracker
        filed, self._open = visit.submission, visit.task.origin
        visit.end_task()
        if visit.visitor.identity is not None:
            number = visit.visitor.identity.citizen.id_number
            self._look_up(lambda _: tracker.of_person(number))
        elif filed is not None:
            self._look_up(lambda _: tracker.of_code(filed.code))
        return self.track

    def _look_up(self, work: Callable[[Work], Sequence[TrackedDossier]]) -> None:
        self._looks.run("store", work, self._show)

    def _show(self, dossiers: Sequence[TrackedDossier]) -> None:
        known = self._flow.visit.visitor.identity is not None
        self._shown = {one.submission.code: one for one in dossiers}
        views = [self._tracker.view(one, known=known) for one in dossiers]
        self._dossiers = {view.code: view for view in views}
        self.track.show_list(views)
        if self._open in self._dossiers:
            self.track.show_one(self._dossiers[self._open])

    def _answer(self, code: str) -> None:
        dossier = self._shown[code]
        question = self._tracker.question(dossier)
        if question is not None:
            self._answers.begin(dossier.submission, question)

    def leave(self, step: VisitStep) -> None:
        """What the store says later is shown to nobody: another may stand here then."""
        self._looks.stop()
        self._answers.stop()

    def wipe(self) -> None:
        self._dossiers, self._shown, self._open = {}, {}, ""
        self.track.wipe()
