"""What the person came for: by what has happened, by everyday words, or what was done here before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.domain.procedure import Procedure
from kiosk.domain.visit import Move, VisitStep
from kiosk.procedures.procedure_search import ProcedureIndex
from kiosk.services.tracking import TrackedDossier
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import ChooseScreen, EventScreen, FindScreen, FoundProcedure, OfficerOnlyOverlay, Screen
from kiosk.ui.resident.parts import live_text
from kiosk.ui.tasks import Attempts


class ChoosingPresenter:
    """Steps CHOOSE, EVENT and FIND. ``take``: what is done with the code that was chosen."""

    def __init__(self, flow: Flow, savepoints: Savepoints, take: Callable[[str], None]) -> None:
        self._flow, self._savepoints, self._take = flow, savepoints, take
        look, strings = flow.look, flow.strings
        self._procedures: dict[str, Procedure] = {}  # taken up when somebody comes to choose: they are read late
        self._keys: dict[str, str] = {}
        self._index = ProcedureIndex(())
        self._looks = Attempts(flow.tasks)
        self._before: tuple[str, ...] = ()  # codes that this card's holder filed here, the newest first
        self._event = ""
        self.choose, self.event = ChooseScreen(look, strings), EventScreen(look, strings)
        self.find = FindScreen(look, strings)
        self.choose.eventChosen.connect(self._opened)
        self.choose.mine.connect(lambda: flow.move(Move.MINE))
        self.choose.moved.connect(lambda _: self._back_to_who())
        self.find.typed.connect(self._search)
        for screen in (self.choose, self.event):
            screen.findAsked.connect(lambda: flow.move(Move.FIND))
        for other in (self.event, self.find):
            other.chosen.connect(self._chosen)
            other.moved.connect(flow.move)
        for asking in (self.choose, self.find):
            asking.officerAsked.connect(flow.call_officer)
            asking.overlayAsked.connect(flow.overlay)

    def enter(self, step: VisitStep) -> Screen:
        self._take_up()
        if step is VisitStep.FIND:
            self._search("")
            return self.find
        if step is VisitStep.EVENT:
            self.event.offer(self._event, [self._offer_of(one) for one in self._offered(self._event)])
            return self.event
        return self._enter_choose()

    def _take_up(self) -> None:
        """What is offered, which is another on another day."""
        offered = {**self._flow.services.ended, **self._flow.services.procedures}
        if offered == self._procedures:
            return
        self._procedures = offered
        self._keys = {one.code: key for key, one in offered.items()}  # a portal may call it otherwise
        self._index = ProcedureIndex(offered.values())

    def _enter_choose(self) -> Screen:
        visit = self._flow.visit
        if visit.settle_holder():
            self._savepoints.with_card()
        identity = visit.visitor.identity
        self._before = ()
        self._looks.stop()
        if identity is not None:
            number, tracker = identity.citizen.id_number, self._flow.services.tracker
            self._looks.run("store", lambda _: tracker.of_person(number), self._remember, lambda _: None)
        self.choose.greet(identity.citizen.given_name if identity else "", self._counts())
        return self.choose

    def _counts(self) -> dict[str, int]:
        """How many procedures each life event leads to."""
        counts: dict[str, int] = {}
        for one in self._procedures.values():
            for event in one.events:
                counts[event] = counts.get(event, 0) + 1
        return counts

    def _offered(self, event: str) -> list[Procedure]:
        return [one for one in self._procedures.values() if event in one.events]

    def _opened(self, event: str) -> None:
        offered = self._offered(event)
        if len(offered) == 1:
            self._chosen(self._keys[offered[0].code])
            return
        self._event = event
        self._flow.move(Move.EVENT)

    def _chosen(self, code: str) -> None:
        """Under rules that are in force no longer nothing is begun: the kiosk may have gone on over the last night."""
        flow, procedure = self._flow, self._procedures[code]
        if not procedure.ended(flow.services.clock().date()):
            self._take(code)
            return
        name, line = live_text(flow.strings, procedure.name), flow.strings.phrase("officer.ended")
        note = OfficerOnlyOverlay(flow.look, flow.strings, name, line)
        note.officerAsked.connect(flow.call_officer)
        flow.overlay(note)

    def _remember(self, dossiers: Sequence[TrackedDossier]) -> None:
        codes = (one.submission.filing.procedure for one in dossiers)
        self._before = tuple(dict.fromkeys(self._keys[code] for code in codes if code in self._keys))

    def _search(self, typed: str) -> None:
        hits = self._index.search(typed)
        offers = [self._offer_of(hit.procedure, hit.phrase) for hit in hits]
        if not typed.strip():
            offers.sort(key=lambda one: self._rank(one.code))
        self.find.show_found(typed, offers)

    def _rank(self, code: str) -> int:
        """What was done here before comes first."""
        return self._before.index(code) if code in self._before else len(self._before)

    def _offer_of(self, one: Procedure, phrase: str = "") -> FoundProcedure:
        event = one.events[0] if one.events else ""
        key = self._keys[one.code]
        return FoundProcedure(key, event, one.name, one.line, phrase, before=key in self._before)

    def _back_to_who(self) -> None:
        """Who came with a card goes back to the greeting; who came without, to showing one."""
        visitor = self._flow.visit.visitor
        if visitor.identity is not None:
            self._flow.move(Move.BACK)
        elif visitor.consents.get("card", False):
            self._flow.go(VisitStep.IDENTIFY, forward=False)
        else:
            self._flow.go(VisitStep.CONSENT, forward=False)

    def leave(self, step: VisitStep) -> None:
        self._savepoints.stop()

    def wipe(self) -> None:
        self._before, self._event = (), ""
        for screen in (self.choose, self.event, self.find):
            screen.wipe()
