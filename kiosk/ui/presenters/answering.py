"""Answering the office from one's dossier: the question becomes a form, and goes the way of any form."""

from __future__ import annotations

from kiosk import catalogue
from kiosk.domain.answering import answer_form, begin_answer
from kiosk.domain.case import Notice
from kiosk.domain.draft import Draft
from kiosk.domain.submission import Submission
from kiosk.domain.visit import Move, VisitStep
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.presenters.filling import to_papers
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import ResumeOverlay
from kiosk.ui.visit_task import AnsweringTask


class AnswerPresenter:
    """Begins an answer, or takes up what the same card left of it."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints = flow, savepoints

    def begin(self, dossier: Submission, question: Notice) -> None:
        """Only for whose card was read in this visit: nobody else is shown the dossier."""
        flow, visit = self._flow, self._flow.visit
        form = answer_form(flow.services.made_under(dossier), question, catalogue.answer_texts())
        filling = begin_answer(form, dossier.filing)
        walk = Walk(filling, lambda: flow.services.desk.context(flow.visit.visitor))
        visit.begin_task(AnsweringTask(dossier, question), walk)
        self._savepoints.look_for(form.code, form.version, self._maybe_resume)

    def stop(self) -> None:
        self._savepoints.stop()

    def _maybe_resume(self, draft: Draft | None) -> None:
        if draft is None:
            self._go(resumed=False)
            return
        name, change = self._flow.strings.phrase("answer.this"), self._savepoints.change(draft)
        overlay = ResumeOverlay(self._flow.look, self._flow.strings, name, change)
        overlay.resumed.connect(lambda: self._savepoints.take_up(draft, lambda: self._go(resumed=True)))
        overlay.anew.connect(lambda: self._anew(draft))
        self._flow.shell.overlay(overlay)

    def _anew(self, draft: Draft) -> None:
        self._savepoints.discard(draft)
        self._go(resumed=False)

    def _go(self, *, resumed: bool) -> None:
        """To the first page of the form, or to the papers where it has none or all of it was answered before."""
        flow, walk = self._flow, self._flow.visit.walk
        flow.shell.overlay(None)
        if walk is None or flow.visit.step is not VisitStep.TRACK:  # the person left while the store was looked at
            return
        if walk.filling.pages() and (not resumed or walk.to_first_problem()):
            flow.move(Move.ANSWER)
        else:
            flow.visit.step = VisitStep.FORM
            to_papers(flow)
