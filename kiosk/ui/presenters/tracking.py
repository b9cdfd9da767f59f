"""My dossiers, how far each has come, what the office asks for, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.domain.events import EventKind
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import KioskError
from kiosk.services.tracking import DossierView, TrackedDossier
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.answering import AnswerPresenter
from kiosk.ui.presenters.support import SupportPresenter
from kiosk.ui.resident import Screen, TrackScreen
from kiosk.ui.resident.lookup import LookupScreen
from kiosk.ui.resident.support import SupportKind
from kiosk.ui.strings import Text
from kiosk.ui.tasks import Attempts, Work

LOOK_EVERY = 0.25  # seconds between two looks for a slip under the camera
MOST_TRIES = 5
"""Codes and days of birth that do not fit, in one visit: then an officer helps."""


class TrackingPresenter:
    """Step TRACK. Who laid a card on the reader sees the dossiers of that card, and answers for them. Without a card
    one is shown to whoever knows its code and the day of birth of who filed it; nothing is answered so."""

    def __init__(self, flow: Flow, answers: AnswerPresenter) -> None:
        self._flow, self._answers = flow, answers
        self._tracker = flow.services.tracker
        self._looks = Attempts(flow.tasks)
        self.track, self.lookup = TrackScreen(flow.look, flow.strings), LookupScreen(flow.look, flow.strings)
        self._support = SupportPresenter(flow, self.track, self._back_to_dossier)
        self._dossiers: dict[str, DossierView] = {}
        self._shown: dict[str, TrackedDossier] = {}
        self._open = ""  # the code of the dossier that an answer was left for, or that is shown
        self._tries = 0
        self.track.opened.connect(self._show_one)
        self.track.answerAsked.connect(self._answer)
        self.track.officerAsked.connect(flow.call_officer)
        self.track.slipAsked.connect(self._print)
        self.track.helpAsked.connect(lambda code: self._ask(code, SupportKind.CALL))
        self.track.objectionAsked.connect(lambda code: self._ask(code, SupportKind.OBJECTION))
        self.track.withdrawAsked.connect(self._withdraw)
        self.track.moved.connect(lambda _: flow.move(Move.BACK))
        self.lookup.moved.connect(lambda _: flow.move(Move.BACK))
        self.lookup.asked.connect(self._open_by_birth)

    def enter(self, step: VisitStep) -> Screen:
        self.track.show_list(())
        self.track.prints = self._support.can_print()
        visit, tracker = self._flow.visit, self._tracker
        filed, self._open = visit.submission, visit.task.origin
        visit.end_task()
        if visit.visitor.identity is not None:
            number = visit.visitor.identity.citizen.id_number
            self._look_up(lambda _: tracker.of_person(number))
        elif filed is not None:
            self._look_up(lambda _: tracker.of_code(filed.code))
        else:
            self.lookup.begin()
            self._looks.run("camera", self._look_for_slip, self._slip_seen, lambda _: None)
            return self.lookup
        return self.track

    # --- without a card ---

    def _look_for_slip(self, work: Work) -> str | None:
        station = self._flow.services.station
        station.open()
        while not work.cancel.wait(LOOK_EVERY):
            for text in station.glimpse(back=False).codes:
                if code := self._tracker.code_of_slip(text):
                    return code
        return None

    def _slip_seen(self, code: str | None) -> None:
        if code is not None:
            self.lookup.take_code(code)

    def _open_by_birth(self, code: str, birth: str) -> None:
        if self._tries >= MOST_TRIES:
            self.lookup.refuse("lookup.too_many")
            return
        tracker = self._tracker
        self._looks.run("store", lambda _: tracker.of_birth(code, birth), self._open_looked_up, self._not_known)

    def _open_looked_up(self, dossiers: Sequence[TrackedDossier]) -> None:
        self._looks.stop()
        self._flow.shell.show_screen(self.track)
        self._flow.listening.entered(None)
        self._open = dossiers[0].submission.code
        self._show(dossiers)

    def _not_known(self, _error: KioskError) -> None:
        self._tries += 1
        self.lookup.refuse()

    # --- the dossiers ---

    def _look_up(self, work: Callable[[Work], Sequence[TrackedDossier]]) -> None:
        self._looks.run("store", work, self._show)

    def _show(self, dossiers: Sequence[TrackedDossier]) -> None:
        known = self._flow.visit.visitor.identity is not None
        self._shown = {one.submission.code: one for one in dossiers}
        views = [self._tracker.view(one, known=known) for one in dossiers]
        self._dossiers = {view.code: view for view in views}
        facts = ((view.code, view.official, view.subject) for view in views)
        self._flow.visit.private.update(word for words in facts for word in words if word)
        self.track.show_list(views)
        if self._open in self._dossiers:
            self._show_one(self._open)

    def _show_one(self, code: str) -> None:
        self._open = code
        self.track.show_one(self._dossiers[code])

    def _answer(self, code: str) -> None:
        dossier = self._shown[code]
        question = self._tracker.question(dossier)
        if question is not None:
            self._answers.begin(dossier.submission, question)

    # --- what can be asked for ---

    def _ask(self, code: str, kind: SupportKind) -> None:
        self._support.open(self._shown[code].submission, kind)

    def _back_to_dossier(self) -> None:
        self._flow.shell.show_screen(self.track, forward=False)
        self._flow.listening.entered(None)

    def _withdraw(self, code: str) -> None:
        self._support.ask_withdrawal(self._shown[code].submission)

    def _print(self, code: str) -> None:
        from kiosk.ui import slip

        flow, say = self._flow, self._flow.strings.phrase
        view = self._support.slip_view(self._shown[code].submission, self._dossiers[code])
        strip = slip.render_slip(view, flow.services.config.office, flow.strings)

        def tell(note: Text, kind: EventKind) -> None:
            flow.note(kind, code)
            self.track.tell(code, note, well=kind is EventKind.SLIP_PRINTED)

        flow.tasks.run(
            "printer",
            lambda _: flow.services.printer.print_strip(strip),
            done=lambda _: tell(say("track.slip_printed"), EventKind.SLIP_PRINTED),
            failed=lambda _: tell(say("track.slip_failed"), EventKind.SLIP_FAILED),
        )

    def leave(self, step: VisitStep) -> None:
        """What the store says later is shown to nobody: another may stand here then."""
        self._looks.stop()
        self._answers.stop()
        self._support.stop()

    def wipe(self) -> None:
        self._dossiers, self._shown, self._open, self._tries = {}, {}, "", 0
        self.track.wipe()
        self.lookup.wipe()
        self._support.wipe()
