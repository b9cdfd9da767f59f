"""The presenter of a procedure's needs and of its form, page by page, to where the papers begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kiosk.domain.appointment_slots import BETWEEN, slot_days
from kiosk.domain.checks import Level, Problem
from kiosk.domain.citizen import Method
from kiosk.domain.draft import Draft
from kiosk.domain.form import FormContext, Given, Origin
from kiosk.domain.party_card import PartyOffer
from kiosk.domain.procedure import Procedure, RequiredDocument
from kiosk.domain.visit import Move, VisitStep
from kiosk.services.places import PlacesOfDay
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.paper_names import name_of
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.presenters.table_pages import TablePages
from kiosk.ui.resident import FormScreen, NeedsScreen, ResumeOverlay, Screen
from kiosk.ui.resident.parts import live_text
from kiosk.ui.resident.views import FieldView, KnownFact, NeedView, field_views

Shown = tuple[Sequence[FieldView], Mapping[str, str], Mapping[str, Problem]]
"""A page's fields, their answers, and what does not hold of them."""


class FormPresenter:
    """Steps NEEDS and FORM."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints, self._matter = flow, savepoints, ""
        look, strings = flow.look, flow.strings
        self.needs, self.form = NeedsScreen(look, strings), FormScreen(look, strings)
        self.needs.ready.connect(self._to_page)
        self.needs.moved.connect(self._from_needs)
        self.form.answered.connect(self._answered)
        self.form.nextAsked.connect(self._forward)
        self.form.backAsked.connect(self._back)
        self.form.cards.asked.connect(self._invite)
        self.tables = TablePages(flow, savepoints, self._forward, self._back)

    # --- entering ---

    def enter(self, step: VisitStep) -> Screen:
        if self._matter != (matter := self._flow.visit.draft_id):
            self._matter, self.form.unfinished = matter, {}  # half a date of another matter goes
        return self.needs if step is VisitStep.NEEDS else self._enter_form()

    def take(self, code: str) -> None:
        """The procedure was chosen: what it takes, or what its holder left of it."""
        flow, visit = self._flow, self._flow.visit
        procedure = flow.services.procedures[code]
        if visit.procedure is procedure and visit.walk is not None and visit.submission is None:
            self.to_needs()
            return
        self._savepoints.look_for(procedure.code, procedure.version, lambda draft: self._begin(procedure, draft))

    def _begin(self, procedure: Procedure, draft: Draft | None) -> None:
        """Not before it is known what was left of it: who touches the tile again meanwhile is asked all the same."""
        visit = self._flow.visit
        visit.let_go()
        visit.procedure = procedure
        visit.walk = Walk(self._flow.services.desk.begin(procedure, visit.visitor), self._context)
        if draft is None:
            self.to_needs()
            return
        name, change = live_text(self._flow.strings, procedure.name), self._savepoints.change(draft)
        began = self._savepoints.begun_by(draft)
        overlay = ResumeOverlay(self._flow.look, self._flow.strings, name, change, began, shared=bool(draft.parties))
        overlay.resumed.connect(lambda: self._savepoints.take_up(draft, self._resume))
        overlay.anew.connect(lambda: self._anew(draft))
        self._flow.shell.overlay(overlay)

    def _anew(self, draft: Draft) -> None:
        self._flow.shell.overlay(None)
        self._savepoints.discard(draft)
        self.to_needs()

    def _resume(self) -> None:
        """To the first question that is open, or to the papers where none is."""
        self._flow.shell.overlay(None)
        self.to_needs()
        if self._walk.to_first_problem():
            self._to_page()
        else:
            self._flow.visit.step = VisitStep.FORM
            self._finished()

    def _from_needs(self, move: Move) -> None:
        if self._flow.visit.back_from_route():
            self._flow.go(VisitStep.FORM, forward=False)
        else:
            self._flow.move(move)

    def to_needs(self) -> None:
        """What the procedure in hand takes."""
        procedure = self._flow.visit.procedure
        assert procedure is not None
        charges = [one for one in self._walk.filling.charges() if not one.besides]
        self.needs.show_needs(procedure, self._needed(procedure), charges)
        self._flow.move(Move.CHOSEN)

    def _context(self) -> FormContext:
        return self._flow.services.desk.context(self._flow.visit.visitor)

    def _needed(self, procedure: Procedure) -> Sequence[NeedView]:
        filling, by_chip = self._walk.filling, self._by_chip
        return [
            NeedView(name_of(filling, item), item.note, item.picture, _state(item, by_chip=by_chip))
            for item in filling.documents()
        ]

    @property
    def _by_chip(self) -> bool:
        identity = self._flow.visit.visitor.identity
        return identity is not None and identity.method is Method.CHIP

    # --- the form ---

    def _enter_form(self) -> Screen:
        walk = self._walk
        if walk.table:
            return self.tables.enter(walk)
        self.form.within = (walk.number, walk.count)
        alone = next((key for key in self._flow.visit.mending if key in walk.page.fields), None)
        led = {walk.filling.procedure.field(key).halves: key for key in walk.page.fields}
        alone = led.get(alone, alone) if alone else None
        remark, self._flow.visit.remark = self._flow.visit.remark, ""
        self.form.cards.show_offers(walk.filling.offers(walk.page), remark)
        self.form.show_page(walk.page, *self._shown(_wrong(walk.ask())), self._known(), alone)
        return self.form

    def _to_page(self) -> None:
        """On to the question, unless it is another's matter too: they are invited first, once."""
        visit, walk = self._flow.visit, self._walk
        for offer in walk.filling.offers(walk.page):
            if offer.owns and not offer.refused and offer.party not in visit.called:
                visit.called.add(offer.party)
                self._invite(offer)
                return
        if visit.step is VisitStep.NEEDS:
            self._flow.move(Move.READY)
        else:
            self._flow.go(VisitStep.FORM)

    def _invite(self, offer: PartyOffer) -> None:
        visit = self._flow.visit
        visit.invited, visit.invited_from = offer, visit.step
        self._flow.move(Move.INVITE)

    @property
    def _walk(self) -> Walk:
        assert self._flow.visit.walk is not None
        return self._flow.visit.walk

    def _shown(self, problems: Sequence[Problem] = ()) -> Shown:
        walk = self._walk
        context, services = self._context(), self._flow.services
        places = PlacesOfDay(services.places, context.today)
        fields = field_views(walk.filling, walk.page, context, services.values, places)
        shown = self._with_slots(fields, context)
        first = {one.field: one for one in reversed(problems)}  # what cannot be comes before what it would mean
        return shown, walk.filling.values, first

    def _with_slots(self, fields: Sequence[FieldView], context: FormContext) -> Sequence[FieldView]:
        """A day that goes with its half is asked with it, as what can be had."""
        filling, day_off = self._walk.filling, self._flow.services.desk.day_off
        led = {one.field.halves for one in fields if one.field.halves}
        return [
            replace(one, slots=slot_days(filling, one.field, context, day_off)) if one.field.halves else one
            for one in fields
            if one.field.key not in led
        ]

    def _known(self) -> Sequence[KnownFact]:
        """What stands under a question: whose form it is, and whom it is about. A made name is neither."""
        filling = self._walk.filling
        procedure, page = filling.procedure, self._walk.page
        titles = {section.key: section.title for section in procedure.sections}
        named = (procedure.applicant["full_name"],) if procedure.names_applicant else ()
        keys = dict.fromkeys((*named, procedure.subject))
        return [
            KnownFact(titles[key.split(".")[0]], filling.value(key), filling.origin(key) is Origin.CARD)
            for key in keys
            if filling.value(key) and key not in page.fields
        ]

    def _answered(self, key: str, value: Given, how: str) -> None:
        walk, before = self._walk, self._walk.count
        half = walk.filling.procedure.field(key).halves
        if half and isinstance(value, str):
            value, _, part = value.partition(BETWEEN)
            walk.answer(half, part, Origin(how))
        walk.answer(key, value, Origin(how))
        if walk.count != before:
            self._flow.shell.set_within((walk.number, walk.count), walk.count - before)
        self.form.refresh(*self._shown())

    def _forward(self) -> None:
        walk, visit = self._walk, self._flow.visit
        problems = walk.ask()
        if visit.task.may_route and self._leads_away(problems):
            return
        if problems:
            if walk.table:
                self.tables.refuse(problems)
            else:
                self.form.refresh(*self._shown(problems))
            return
        self._savepoints.save()
        if walk.row is not None:
            self._row_forward()
            return
        if walk.forward_within(visit.mending) if visit.mending else walk.forward():
            self._to_page()
        elif visit.mending:
            self._mended()
        else:
            self._finished()

    def _row_forward(self) -> None:
        """The next of the row, its table, or the review from which this row was mended."""
        walk, visit = self._walk, self._flow.visit
        walk.row_forward()
        if walk.row is None and visit.mending and visit.mending[0] != walk.table:
            self._mended()
        else:
            self._flow.go(VisitStep.FORM)

    def _leads_away(self, problems: Sequence[Problem]) -> bool:
        """To where another procedure is offered, if a rule says that it is the right one."""
        visit, rules = self._flow.visit, [one.key for one in problems if one.level is Level.ROUTE]
        visit.route = self._walk.filling.route(rules[0]) if rules else None
        if visit.route is not None:
            self._flow.move(Move.ROUTE)
        return visit.route is not None

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
        if self._flow.visit.awaited():
            self._flow.move(Move.LATER)
        else:
            to_papers(self._flow)

    def _back(self) -> None:
        self._savepoints.save()  # who goes back loses nothing either
        mending = self._flow.visit.mending
        if self._walk.row is not None and (not mending or mending[0] == self._walk.row.table):
            self._walk.close_row()
            self._flow.go(VisitStep.FORM, forward=False)
        elif mending:
            self._walk.close_row()
            self._flow.go(VisitStep.REVIEW, forward=False)
        elif self._walk.back():
            self._flow.go(VisitStep.FORM, forward=False)
        else:
            self._flow.move(self._flow.visit.task.way_back)

    def leave(self, step: VisitStep) -> None:
        """What was just chosen leads on from the form alone."""
        self.form.stay()

    def wipe(self) -> None:
        for screen in (self.needs, self.form, self.tables):
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
    """What becomes of a paper; a card that was read is there already."""
    if item.handling == "shown" and item.picture == "card" and by_chip:
        return "have"
    return item.handling
