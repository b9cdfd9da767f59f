"""Looking over it once more, handing it in, and the slip to go home with."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from kiosk.devices.ports import State, Strip
from kiosk.domain.answering import added
from kiosk.domain.case import DossierAct
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Submission, Sync
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import FieldInvalid, KioskError, SeemsFiled
from kiosk.ui.flow import Flow
from kiosk.ui.resident import (
    FilingScreen,
    PrintState,
    ReceivedScreen,
    ReviewScreen,
    Screen,
    SeemsFiledOverlay,
)
from kiosk.ui.resident.views import ReceivedView
from kiosk.ui.reviewing import review_cards


class HandingIn(QObject):
    """Steps REVIEW, FILING and RECEIVED. Commit first, then speak: RECEIVED is entered when the store has it."""

    _store_changed = Signal()

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._flow = flow
        self._beside: set[str] = set()  # codes of what it looks like, and shall be handed in beside
        look, strings = flow.look, flow.strings
        self.review = ReviewScreen(look, strings)
        self.filing = FilingScreen(look, strings)
        self.received = ReceivedScreen(look, strings)
        self.review.edit.connect(self._edit)
        self.review.editPaper.connect(self._edit_paper)
        self.review.fileAsked.connect(lambda: flow.move(Move.FILE))
        self.review.moved.connect(lambda _: self._back())
        self.received.printAsked.connect(self._print)
        self.received.finishAsked.connect(lambda: flow.leave("finished"))
        self.received.mine.connect(lambda: flow.move(Move.MINE))
        self._store_changed.connect(self._look_again)
        flow.services.store.outbox.subscribe(self._store_changed.emit)

    # --- entering ---

    def enter(self, step: VisitStep) -> Screen:
        if step is VisitStep.REVIEW:
            return self._enter_review()
        if step is VisitStep.FILING:
            self.filing.tell("documents")
            self._hand_in()
            return self.filing
        return self.received

    def _enter_review(self) -> Screen:
        visit = self._flow.visit
        assert visit.walk is not None
        visit.mending = ()
        visit.match_papers()
        procedure = visit.walk.filling.procedure
        cards = review_cards(visit.walk.filling, visit.papers, self._flow.strings)
        self.review.show_cards(cards, procedure.oath, "answer" if visit.answering else "review")
        return self.review

    def _edit(self, part: str) -> None:
        visit = self._flow.visit
        assert visit.walk is not None
        visit.mending = tuple(part.split())
        visit.walk.to_sections(visit.mending)
        self._flow.move(Move.EDIT)

    def _edit_paper(self, key: str) -> None:
        visit = self._flow.visit
        visit.mending = (key,)
        visit.paper = next(index for index, paper in enumerate(visit.papers) if paper.document.key == key)
        self._flow.move(Move.EDIT_PAPER)

    def _back(self) -> None:
        """To the last paper, or to the form where there is none."""
        if self._flow.visit.papers:
            self._flow.move(Move.BACK)
        else:
            self._flow.move(Move.EDIT)

    # --- handing in ---

    def _hand_in(self) -> None:
        visit, services = self._flow.visit, self._flow.services
        assert visit.walk is not None
        draft_id, filling = visit.draft_id, visit.walk.filling
        visitor = replace(visit.visitor, language=self._flow.strings.language)  # it may have changed on the way
        papers, later, beside = visit.for_the_desk(), visit.brought_later(), frozenset(self._beside)
        if visit.answering is not None:
            code, question = visit.answering.dossier.code, visit.answering.question
            self._flow.tasks.run(
                "store",
                lambda _: services.desk.answer(draft_id, code, question, filling, visitor, papers, later),
                done=self._answered,
                failed=self._not_filed,
            )
            return
        self._flow.tasks.run(
            "store",
            lambda _: services.desk.hand_in(draft_id, filling, visitor, papers, later, beside=beside),
            done=self._filed,
            failed=self._not_filed,
        )

    def _filed(self, submission: Submission) -> None:
        self._flow.visit.submission = submission
        self.received.show_received(self._view(submission))
        self._flow.move(Move.FILED)

    def _answered(self, act: DossierAct) -> None:
        answering = self._flow.visit.answering
        assert answering is not None
        answering.act = act
        self.received.show_received(self._answer_view(act))
        self._flow.move(Move.FILED)

    def _not_filed(self, error: KioskError) -> None:
        """Nothing is lost: all of it is still in hand, and the same draft can be handed in again."""
        self._flow.move(Move.NOT_FILED)
        if isinstance(error, FieldInvalid) and self._to_question():
            return
        if isinstance(error, SeemsFiled):
            self._ask_beside(error)
            return
        _, message, remedy = self._flow.told(error)
        self.review.show_problem(message, remedy)

    def _ask_beside(self, error: SeemsFiled) -> None:
        """Only the other filing's code and day are said, whoever stands here."""
        flow, number = self._flow, str(error.values["number"])
        line = flow.strings.phrase(f"seems_filed.{error.values['who']}", number=number, day=error.values["day"])
        overlay = SeemsFiledOverlay(flow.look, flow.strings, line)
        overlay.closed.connect(lambda: flow.shell.overlay(None))
        overlay.anyway.connect(lambda: self._hand_in_beside(number))
        flow.shell.overlay(overlay)

    def _hand_in_beside(self, number: str) -> None:
        self._beside.add(number)
        self._flow.shell.overlay(None)
        self._flow.move(Move.FILE)

    def _to_question(self) -> bool:
        """To the question itself, with what does not hold beside it; False where no page asks it."""
        visit = self._flow.visit
        if visit.walk is None or not visit.walk.to_first_problem():
            return False
        visit.mending = (visit.walk.page.section,)
        self._flow.move(Move.EDIT)
        return True

    def _view(self, submission: Submission) -> ReceivedView:
        procedure = self._flow.services.made_under(submission)
        names = {item.key: item.name for item in procedure.documents}
        identity = self._flow.visit.visitor.identity
        return ReceivedView(
            code=submission.code,
            receipt=submission.receipt,
            procedure=procedure.name,
            subject=submission.filing.subject,
            filed_at=submission.filed_at,
            due_at=submission.due_at if submission.filing.day_is_sure else None,
            sync=submission.sync,
            official=submission.official,
            can_print=self._flow.services.printer.health().state is not State.MISSING,
            applicant=submission.filing.applicant.full_name,
            name=identity.citizen.given_name if identity else "",
            documents=tuple((names[item.key], item.pages) for item in submission.filing.documents),
            notify=submission.filing.consents.get("notify", False),
        )

    def _answer_view(self, act: DossierAct) -> ReceivedView:
        """The answer's own receipt: the dossier's code, what came with it, signed over what the office is told."""
        visit, desk = self._flow.visit, self._flow.services.desk
        assert visit.answering is not None and visit.procedure is not None and act.made is not None
        names = {item.key: item.name for item in visit.procedure.documents}
        pages = {paper.document.key: paper.scan.pages for paper in visit.papers if paper.scan is not None}
        view = self._view(visit.answering.dossier)
        return replace(
            view,
            receipt=desk.receipt_of(act),
            filed_at=act.made,
            sync=_sync_of(act),
            documents=tuple((names[key], pages.get(key, count)) for key, count in added(act).items()),
            answer=True,
        )

    # --- afterwards ---

    def _look_again(self) -> None:
        """The store changed: has it arrived?"""
        visit, cases = self._flow.visit, self._flow.services.store.cases
        if visit.answering is not None:
            act = visit.answering.act
            if act is not None and act.sent is None:
                name = act.name
                self._flow.tasks.run("store", lambda _: cases.noted(name), done=self._answer_arrived)
            return
        submission = visit.submission
        if submission is None or submission.sync is Sync.DELIVERED:
            return
        outbox, code = self._flow.services.store.outbox, submission.code
        self._flow.tasks.run("store", lambda _: outbox.get(code), done=self._arrived)

    def _arrived(self, submission: Submission) -> None:
        self._flow.visit.submission = submission
        self.received.set_sync(submission.sync, submission.official)

    def _answer_arrived(self, act: DossierAct | None) -> None:
        answering = self._flow.visit.answering
        if act is not None and answering is not None:
            answering.act = act
            self.received.set_sync(_sync_of(act), answering.dossier.official)

    def _print(self) -> None:
        from kiosk.ui import slip

        flow, answering = self._flow, self._flow.visit.answering
        submission = answering.dossier if answering else flow.visit.submission
        assert submission is not None
        view = self._answer_view(answering.act) if answering and answering.act else self._view(submission)
        strip: Strip = slip.render_slip(view, flow.services.config.office, flow.strings)
        self.received.set_printing(PrintState.PRINTING)
        flow.tasks.run(
            "printer",
            lambda _: flow.services.printer.print_strip(strip),
            done=lambda _: self._printed(submission.code),
            failed=self._not_printed,
        )

    def _printed(self, code: str) -> None:
        self._flow.note(EventKind.SLIP_PRINTED, code)
        self.received.set_printing(PrintState.PRINTED)

    def _not_printed(self, error: KioskError) -> None:
        self._flow.note(EventKind.SLIP_FAILED, code=error.code)
        self.received.set_printing(PrintState.FAILED)

    def leave(self, step: VisitStep) -> None:
        if step is VisitStep.REVIEW:
            self.review.clear_problem()

    def wipe(self) -> None:
        self._beside.clear()
        for screen in (self.review, self.filing, self.received):
            screen.wipe()


def _sync_of(act: DossierAct) -> Sync:
    """Where an answer is on its way, in the words of a filing's."""
    return Sync.PARKED if act.refused else Sync.DELIVERED if act.sent else Sync.QUEUED
