"""What the person came for, what it takes, and the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.domain.checks import Problem
from kiosk.domain.citizen import Method
from kiosk.domain.draft import Draft
from kiosk.domain.form import FormContext, Origin
from kiosk.domain.procedure import Procedure, RequiredDocument
from kiosk.domain.visit import Move, VisitStep
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import ChooseScreen, FormScreen, NeedsScreen, ResumeOverlay, Screen
from kiosk.ui.resident.parts import live_text
from kiosk.ui.resident.views import FieldView, KnownFact, NeedView, field_views

Shown = tuple[Sequence[FieldView], Mapping[str, str], Mapping[str, Problem]]
"""A page's fields, their answers, and what does not hold of them."""


class FormPresenter:
    """Steps CHOOSE, NEEDS and FORM."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints = flow, savepoints
        look, strings = flow.look, flow.strings
        self.choose = ChooseScreen(look, strings)
        self.needs = NeedsScreen(look, strings)
        self.form = FormScreen(look, strings)
        self.choose.chosen.connect(self._chosen)
        self.choose.mine.connect(lambda: flow.move(Move.MINE))
        self.choose.officerAsked.connect(flow.call_officer)
        self.choose.overlayAsked.connect(flow.overlay)
        self.choose.moved.connect(lambda _: self._back_to_who())
        self.needs.ready.connect(lambda: flow.move(Move.READY))
        self.needs.moved.connect(flow.move)
        self.form.answered.connect(self._answered)
        self.form.nextAsked.connect(self._forward)
        self.form.backAsked.connect(self._back)

    # --- entering ---

    def enter(self, step: VisitStep) -> Screen:
        if step is VisitStep.CHOOSE:
            return self._enter_choose()
        return self.needs if step is VisitStep.NEEDS else self._enter_form()

    def _enter_choose(self) -> Screen:
        if self._flow.visit.settle_holder():
            self._savepoints.with_card()
        identity = self._flow.visit.visitor.identity
        offered = {item.life_event: item.code for item in self._flow.services.procedures.values()}
        self.choose.greet(identity.citizen.given_name if identity else "", offered)
        return self.choose

    def _chosen(self, code: str) -> None:
        flow, visit = self._flow, self._flow.visit
        procedure = flow.services.procedures[code]
        if visit.procedure is procedure and visit.walk is not None:
            self._to_needs()
            return
        self._savepoints.look_for(procedure.code, procedure.version, lambda draft: self._begin(procedure, draft))

    def _begin(self, procedure: Procedure, draft: Draft | None) -> None:
        """Not before it is known what was left of it: who touches the tile again meanwhile is asked all the same."""
        visit = self._flow.visit
        visit.procedure = procedure
        visit.walk = Walk(self._flow.services.desk.begin(procedure, visit.visitor), self._context)
        if draft is None:
            self._to_needs()
            return
        name, change = live_text(self._flow.strings, procedure.name), self._savepoints.change(draft)
        overlay = ResumeOverlay(self._flow.look, self._flow.strings, name, change)
        overlay.resumed.connect(lambda: self._savepoints.take_up(draft, self._resume))
        overlay.anew.connect(lambda: self._anew(draft))
        self._flow.shell.overlay(overlay)

    def _anew(self, draft: Draft) -> None:
        self._flow.shell.overlay(None)
        self._savepoints.discard(draft)
        self._to_needs()

    def _resume(self) -> None:
        """To the first question that is open, or to the papers where none is."""
        self._flow.shell.overlay(None)
        self._to_needs()
        if self._walk.to_first_problem():
            self._flow.move(Move.READY)
        else:
            self._flow.visit.step = VisitStep.FORM
            self._finished()

    def _to_needs(self) -> None:
        procedure = self._flow.visit.procedure
        assert procedure is not None
        self.needs.show_needs(procedure, self._needed(procedure))
        self._flow.move(Move.CHOSEN)

    def _context(self) -> FormContext:
        return self._flow.services.desk.context(self._flow.visit.visitor)

    def _needed(self, procedure: Procedure) -> Sequence[NeedView]:
        walk = self._flow.visit.walk
        assert walk is not None
        by_chip = self._by_chip
        return [
            NeedView(item.name, item.note, item.picture, _state(item, by_chip=by_chip))
            for item in walk.filling.documents()
            if item.upload or by_chip
        ]

    @property
    def _by_chip(self) -> bool:
        identity = self._flow.visit.visitor.identity
        return identity is not None and identity.method is Method.CHIP

    def _back_to_who(self) -> None:
        """Who came with a card goes back to the greeting; who came without, to showing one."""
        identity = self._flow.visit.visitor.identity
        if identity is not None:
            self._flow.move(Move.BACK)
        elif self._flow.visit.visitor.consents.get("card", False):
            self._flow.go(VisitStep.IDENTIFY, forward=False)
        else:
            self._flow.go(VisitStep.CONSENT, forward=False)

    # --- the form ---

    def _enter_form(self) -> Screen:
        walk = self._walk
        self.form.within = (walk.number, walk.count)
        alone = next((key for key in self._flow.visit.mending if key in walk.page.fields), None)
        self.form.show_page(walk.page, *self._shown(_wrong(walk.ask())), self._known(), alone)
        return self.form

    @property
    def _walk(self) -> Walk:
        assert self._flow.visit.walk is not None
        return self._flow.visit.walk

    def _shown(self, problems: Sequence[Problem] = ()) -> Shown:
        walk = self._walk
        fields = field_views(walk.filling, walk.page, self._context(), self._flow.services.values)
        return fields, walk.filling.values, {problem.field: problem for problem in problems}

    def _known(self) -> Sequence[KnownFact]:
        """What stands under a question: whose form it is, and whom it is about; not a page of data."""
        filling = self._walk.filling
        procedure, page = filling.procedure, self._walk.page
        titles = {section.key: section.title for section in procedure.sections}
        keys = (procedure.applicant["full_name"], procedure.subject)
        return [
            KnownFact(titles[key.split(".")[0]], filling.value(key), filling.origin(key) is Origin.CARD)
            for key in keys
            if filling.value(key) and key not in page.fields
        ]

    def _answered(self, key: str, value: str, how: str) -> None:
        walk, before = self._walk, self._walk.count
        walk.answer(key, value, Origin(how))
        if walk.count != before:
            self._flow.shell.set_within((walk.number, walk.count), walk.count - before)
        self.form.refresh(*self._shown())

    def _forward(self) -> None:
        walk, visit = self._walk, self._flow.visit
        if problems := walk.ask():
            self.form.refresh(*self._shown(problems))
            return
        self._savepoints.save()
        if walk.forward_within(visit.mending) if visit.mending else walk.forward():
            self._flow.go(VisitStep.FORM)
        elif visit.mending:
            self._mended()
        else:
            self._finished()

    def _mended(self) -> None:
        """Back to the review, unless the change brought a question: that is asked first."""
        visit, walk = self._flow.visit, self._walk
        if walk.to_other_than(visit.asked):
            visit.asked |= {walk.page.key}
            visit.mending = (walk.page.key,)
            self._flow.go(VisitStep.FORM)
        elif walk.to_first_problem():
            self._flow.go(VisitStep.FORM)
        else:
            self._finished()

    def _finished(self) -> None:
        to_papers(self._flow)

    def _back(self) -> None:
        self._savepoints.save()  # who goes back loses nothing either
        if self._flow.visit.mending:
            self._flow.go(VisitStep.REVIEW, forward=False)
        elif self._walk.back():
            self._flow.go(VisitStep.FORM, forward=False)
        else:
            self._flow.move(self._flow.visit.task.way_back)

    def leave(self, step: VisitStep) -> None:
        if step is VisitStep.CHOOSE:
            self._savepoints.stop()

    def wipe(self) -> None:
        for screen in (self.choose, self.needs, self.form):
            screen.wipe()


def _wrong(problems: Sequence[Problem]) -> list[Problem]:
    """What is there already and does not hold, from an earlier visit or left so: said as the page opens."""
    return [one for one in problems if one.key != "missing"]


def to_papers(flow: Flow) -> None:
    """From the form's end to the first paper that is missing, or to the review."""
    visit = flow.visit
    visit.match_papers()
    missing = visit.next_missing()
    visit.paper = missing if missing is not None else 0
    flow.move(Move.PAPERS_DONE if missing is None else Move.FORM_DONE)


def _state(item: RequiredDocument, *, by_chip: bool) -> str:
    if item.upload:
        return "photograph"
    return "have" if by_chip else "lookup"
