"""Another procedure is the right one: begun with what is known already, and left again for what one came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain import form
from kiosk.domain.form import FormState, Origin
from kiosk.domain.procedure import Procedure
from kiosk.domain.visit import Move, VisitStep
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import RouteScreen, Screen
from kiosk.ui.visiting import RoutedFrom, new_draft_id


class RoutePresenter:
    """Step ROUTE. ``begun`` is called when the other one's form is in hand. What one came from stays in hand until its
    way back is taken or the visit ends, and with its savepoint besides."""

    def __init__(self, flow: Flow, savepoints: Savepoints, begun: Callable[[], None]) -> None:
        self._flow, self._savepoints, self._begun = flow, savepoints, begun
        self.route = RouteScreen(flow.look, flow.strings)
        self.route.goAsked.connect(self._go)
        self.route.officerAsked.connect(flow.call_officer)
        self.route.mendAsked.connect(lambda: flow.move(Move.BACK))
        self.route.moved.connect(flow.move)

    def enter(self, step: VisitStep) -> Screen:
        visit = self._flow.visit
        assert visit.walk is not None and visit.route is not None
        other, filling = self._other(), visit.walk.filling
        by_card = visit.visitor.identity is not None
        name = other.name if other else None
        carried = len(visit.route.carried)
        self.route.offer(visit.route.why, filling.procedure.name, name, carried=carried, by_card=by_card)
        return self.route

    def _other(self) -> Procedure | None:
        route = self._flow.visit.route
        return self._flow.services.procedures.get(route.to) if route else None

    def _go(self) -> None:
        visit, other = self._flow.visit, self._other()
        assert visit.walk is not None and other is not None and visit.procedure is not None
        self._savepoints.save()
        visit.came_from = RoutedFrom(visit.procedure, visit.walk, visit.draft_id, tuple(visit.papers), visit.visitor)
        filling = self._taken_along(other)
        visit.procedure, visit.draft_id = other, new_draft_id()
        visit.papers, visit.paper, visit.mending = [], 0, ()
        visit.filed = visit.asked = frozenset()
        visit.signatures, visit.beside = {}, set()
        desk = self._flow.services.desk
        visit.walk = Walk(filling, lambda: desk.context(self._flow.visit.visitor))
        visit.match_papers()
        self._begun()

    def _taken_along(self, other: Procedure) -> FormState:
        """A fresh form with what is known; cards of parties that it does not have are let go."""
        visit, desk = self._flow.visit, self._flow.services.desk
        assert visit.route is not None
        filling = desk.begin(other, replace(visit.visitor, others={}, away=frozenset()))
        known = filling.party_names()
        others = {party: card for party, card in visit.visitor.others.items() if party in known}
        visit.visitor = replace(visit.visitor, others=others, away=frozenset())
        context = desk.context(visit.visitor)
        filling = filling.within(context)
        keys = {item.key for item in other.fields}
        for key, value in visit.route.carried.items():
            if key in keys:
                filling = form.answer(filling, key, value, Origin.TYPED, context)
        return filling

    def leave(self, step: VisitStep) -> None:
        """Nothing is held."""

    def wipe(self) -> None:
        self.route.wipe()
