"""The papers, where one of several is enough: the person says first which one they have."""

from __future__ import annotations

from kiosk.domain import form
from kiosk.domain.events import EventKind
from kiosk.domain.form import NONE_TODAY, WAY, Origin, PaperWays
from kiosk.domain.paper import Absence, PaperException
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.visit import VisitStep
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.papers import PapersPresenter
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import Screen
from kiosk.ui.resident.absent import AbsentScreen
from kiosk.ui.resident.paper_exception import PaperExceptionScreen
from kiosk.ui.resident.parts import live_text
from kiosk.ui.resident.ways import WaysScreen
from kiosk.ui.staff.errand import StaffErrand
from kiosk.ui.strings import Strings


class PaperWaysPresenter(PapersPresenter):
    """Steps CAPTURE and RETAKE. A paper that stands for several is asked about before the camera looks for it; who has
    none of them today hands in all the same, and brings one: the dossier says so."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        super().__init__(flow, savepoints)
        self.ways = WaysScreen(flow.look, flow.strings)
        self._settled: set[str] = set()  # needs that were answered since one came to the papers
        self.ways.chosen.connect(self._choose)
        self.ways.officerAsked.connect(flow.call_officer)
        self.ways.moved.connect(lambda _: self._back())
        self.absent = AbsentScreen(flow.look, flow.strings)
        self.capture.absentAsked.connect(self._ask_why)
        self.absent.chosen.connect(self._cannot_be_had)
        self.absent.officerAsked.connect(flow.call_officer)
        self.absent.officerHere.connect(self._ask_ground)
        self.absent.moved.connect(lambda _: self._flow.go(VisitStep.CAPTURE, forward=False))
        self.exception = PaperExceptionScreen(flow.look, flow.strings)
        self.exception.chosen.connect(self._sign_exception)
        self.exception.moved.connect(lambda _: self._ask_why(forward=False))

    def enter(self, step: VisitStep) -> Screen:
        need = self._need()
        if step is VisitStep.CAPTURE and need is not None and self._open(need):
            self.ways.show_ways(need)
            return self.ways
        return super().enter(step)

    def _open(self, need: PaperWays) -> bool:
        """Nothing was said yet; or it was, and the person came back from the review to say otherwise."""
        if self._pages or self._wants_camera:
            return False
        back = bool(self._flow.visit.mending) and need.key not in self._settled
        return not need.chosen or back

    def _need(self) -> PaperWays | None:
        """That which the paper in hand answers; None where there is but one way."""
        visit = self._flow.visit
        if visit.walk is None or not visit.papers:
            return None
        key = self._paper.document.key
        return next((one for one in visit.walk.filling.ways() if any(way.key == key for way in one.ways)), None)

    def _choose(self, way: str) -> None:
        need, visit = self._need(), self._flow.visit
        if need is None or visit.walk is None:
            return
        self._settled.add(need.key)
        context = self._flow.services.desk.context(visit.visitor)
        visit.walk.filling = form.answer(visit.walk.filling, WAY + need.key, way, Origin.CHOSEN, context)
        visit.match_papers()
        brought = visit.walk.filling.brought()
        for paper in visit.papers:
            if any(one.key == paper.document.key for one in need.ways):
                paper.later = paper.document.key in brought
        self._savepoints.save()
        if way == NONE_TODAY or way in brought or not any(one.document.key == way for one in visit.papers):
            self._next_paper()
            return
        visit.paper = next(at for at, one in enumerate(visit.papers) if one.document.key == way)
        self._flow.go(VisitStep.CAPTURE)

    def _ask_why(self, *, forward: bool = True) -> None:
        self._eyes.stop()
        self.absent.ask(self._paper.document, self._paper.absent)
        self._flow.shell.show_screen(self.absent, forward)

    def _ask_ground(self) -> None:
        self.exception.ask(self._paper.document)
        self._flow.shell.show_screen(self.exception, True)

    def _sign_exception(self, ground: str) -> None:
        """The officer's word counts once they have signed in, and for the paper they were shown."""
        flow, visit, paper = self._flow, self._flow.visit, self._paper

        def about(strings: Strings) -> str:
            why = strings.say(f"officer_note.exception_why.{ground}")
            return strings.say("exception.about", paper=live_text(strings, paper.document.name), why=why)

        def grant(officer: StaffSession) -> None:
            if flow.visit is visit and visit.step is VisitStep.CAPTURE and self._paper is paper:
                flow.note(EventKind.PAPER_EXCEPTED, by=officer.about, document=paper.document.key, ground=ground)
                self._cannot_be_had(PaperException(ground, officer.number, officer.person))

        flow.errand_came.emit(StaffErrand(StaffAct.EXCEPTION, grant, about))

    def _cannot_be_had(self, reason: Absence) -> None:
        """The officer decides, or has; until then the dossier goes without it, and says so."""
        self._wants_camera = False
        self._paper.cannot_be_had(reason)
        self._next_paper()

    def leave(self, step: VisitStep) -> None:
        super().leave(step)
        if not self._flow.visit.mending:
            self._settled.clear()

    def wipe(self) -> None:
        super().wipe()
        self._settled.clear()
        self.ways.wipe()
        self.absent.wipe()
        self.exception.wipe()
