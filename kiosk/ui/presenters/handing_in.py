"""Looking over it once more, handing it in, and the slip to go home with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from kiosk.domain import form
from kiosk.domain.charges import total
from kiosk.domain.device_health import State
from kiosk.domain.events import EventKind
from kiosk.domain.form import given_from
from kiosk.domain.procedure import Text
from kiosk.domain.strip import Strip
from kiosk.domain.submission import Submission
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import FieldInvalid, KioskError, SeemsFiled
from kiosk.ui.filed_view import filed_view
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.resident import (
    FilingScreen,
    PrintState,
    ReceivedScreen,
    ReviewScreen,
    Screen,
    SeemsFiledOverlay,
)
from kiosk.ui.resident.views import ReceivedView
from kiosk.ui.reviewing import review_folds
from kiosk.ui.visit_task import Handover, VisitTask
from kiosk.ui.visiting import PartySignature

Signatures = Mapping[str, PartySignature | None]


class HandingInPresenter(QObject):
    """Steps REVIEW, FILING and RECEIVED. Commit first, then speak: RECEIVED is entered when the store has it."""

    _store_changed = Signal()

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._flow = flow
        look, strings = flow.look, flow.strings
        self.review = ReviewScreen(look, strings)
        self.filing = FilingScreen(look, strings)
        self.received = ReceivedScreen(look, strings)
        self.review.edit.connect(self._edit)
        self.review.editPaper.connect(self._edit_paper)
        self.review.fileAsked.connect(self._file)
        self.review.moved.connect(lambda _: self._back())
        self.received.printAsked.connect(self._print)
        self._rating = ""
        self.received.rated.connect(self._rated)
        self.received.finishAsked.connect(lambda: flow.leave("finished"))
        self.received.mine.connect(lambda: flow.move(Move.MINE))
        self.received.anotherAsked.connect(self._begin_another)
        self._store_changed.connect(self._look_again)
        flow.services.records.subscribe(self._store_changed.emit)

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
        visit.mending, visit.signatures = (), {}
        visit.match_papers()
        filling = visit.walk.filling
        fallen = visit.looked_over(filling)
        folds = review_folds(filling, visit.papers, self._flow.strings, fallen, asked_alone=visit.task.asked_alone)
        family = "order" if filling.procedure.order_days else visit.task.words
        self.review.show_folds(folds, filling.procedure.oath, family)
        return self.review

    def _edit(self, key: str) -> None:
        """One line alone, and back."""
        visit = self._flow.visit
        assert visit.walk is not None
        table, _, row = key.rpartition(".")
        there = visit.walk.to_row(table, int(row)) if row.isdecimal() else visit.walk.to_field(key)
        if there:
            visit.mending = (key,)
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

    def _file(self) -> None:
        self._flow.move(Move.SIGN if self._flow.visit.unsigned() else Move.FILE)

    def _hand_in(self) -> None:
        visit, services = self._flow.visit, self._flow.services
        assert visit.walk is not None
        visitor = replace(visit.visitor, language=self._flow.strings.language)  # it may have changed on the way
        papers, later, beside = visit.for_the_desk(), visit.brought_later(), frozenset(visit.beside)
        absent, drawn = visit.absent_papers(), visit.drawn()
        goods = Handover(visit.draft_id, visit.walk.filling, visitor, papers, later, beside, drawn, absent)
        task = visit.task
        self._flow.tasks.run(
            "store", lambda _: task.hand_in(services.desk, goods), done=self._filed, failed=self._not_filed
        )

    def _filed(self, outcome: object) -> None:
        self._flow.visit.task.keep(outcome)
        view = self._view()
        self.received.show_received(view)
        self._flow.move(Move.OWED if total(view.charges) else Move.FILED)

    def _not_filed(self, error: KioskError) -> None:
        """Nothing is lost: all of it is still in hand, and the same draft can be handed in again."""
        signed = self._flow.visit.signatures
        self._flow.move(Move.NOT_FILED)
        if isinstance(error, FieldInvalid) and self._to_question():
            return
        if isinstance(error, SeemsFiled):
            self._ask_beside(error, signed)
            return
        _, message, remedy = self._flow.error_words(error)
        self.review.show_problem(message, remedy)

    def _ask_beside(self, error: SeemsFiled, signed: Signatures) -> None:
        """Only the first other's code and day are said, whoever stands here. Asked once, of all of them. What was
        ``signed`` for this very filing holds where it is handed in all the same."""
        flow, values = self._flow, error.values
        key = f"seems_filed.{values['who']}{'_many' if values['more'] else ''}"
        line = flow.strings.phrase(key, number=values["number"], day=values["day"], more=values["more"])
        numbers = str(values["numbers"]).split()
        overlay = SeemsFiledOverlay(flow.look, flow.strings, line)
        overlay.closed.connect(lambda: flow.shell.overlay(None))
        overlay.anyway.connect(lambda: self._hand_in_beside(numbers, signed))
        flow.shell.overlay(overlay)

    def _hand_in_beside(self, numbers: Iterable[str], signed: Signatures) -> None:
        self._flow.visit.beside.update(numbers)
        self._flow.visit.signatures = dict(signed)
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

    def _view(self) -> ReceivedView:
        """The receipt of what was handed in."""
        visit = self._flow.visit
        assert visit.task.dossier is not None and visit.procedure is not None
        pages = {paper.document.key: paper.scan.pages for paper in visit.papers if paper.scan is not None}
        view = self._dossier_view(visit.task.dossier)
        return visit.task.receipt(view, self._flow.services.desk, visit.procedure, pages)

    def _dossier_view(self, submission: Submission) -> ReceivedView:
        procedure = self._flow.services.made_under(submission)
        identity = self._flow.visit.visitor.identity
        view = filed_view(submission, procedure, self._flow.services.config.office)
        return replace(
            view,
            charges=self._flow.visit.walk.filling.charges() if self._flow.visit.walk else (),
            can_print=self._flow.services.printer.health().state is not State.MISSING,
            name=identity.citizen.given_name if identity else "",
            notify=submission.filing.consents.get("notify", False),
            another=self._another(),
        )

    def _another(self) -> Text | None:
        procedure = self._flow.visit.procedure
        return procedure.another if procedure is not None and procedure.another else None

    # --- afterwards ---

    def _begin_another(self) -> None:
        """A second filing: what may be kept of the first stands in it, and only the rest is asked."""
        flow, visit = self._flow, self._flow.visit
        assert visit.walk is not None and visit.procedure is not None
        desk, keys = flow.services.desk, visit.procedure.another_keys
        filling, context = desk.begin(visit.procedure, visit.visitor), desk.context(visit.visitor)
        for key, entry in visit.walk.filling.given.items():
            if key in keys:
                filling = form.answer(filling, key, given_from(entry.plain()), entry.origin, context)
        visit.begin_another(Walk(filling, lambda: desk.context(flow.visit.visitor), keys))
        flow.move(Move.ANOTHER)

    def _look_again(self) -> None:
        """The store changed: has it arrived?"""
        task = self._flow.visit.task
        news = task.news(self._flow.services.records)
        if news is not None:
            self._flow.tasks.run("store", lambda _: news(), done=lambda outcome: self._arrived(task, outcome))

    def _arrived(self, task: VisitTask, outcome: object | None) -> None:
        """Of what stands on the screen; what was handed in before, or by another card's holder, is not."""
        if outcome is not None and task.dossier is not None and task is self._flow.visit.task:
            task.keep(outcome)
            self.received.set_sync(task.sync, task.dossier.official)

    def _print(self) -> None:
        from kiosk.ui import slip

        flow, submission = self._flow, self._flow.visit.task.dossier
        assert submission is not None
        view = self._view()
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

    def _rated(self, how: str) -> None:
        self._rating = how

    def leave(self, step: VisitStep) -> None:
        if step is VisitStep.RECEIVED and self._rating:
            self._flow.note(EventKind.VISIT_RATED, how=self._rating)  # the last word, and of nobody
            self._rating = ""
        if step is VisitStep.REVIEW:
            self.review.clear_problem()

    def wipe(self) -> None:
        for screen in (self.review, self.filing, self.received):
            screen.wipe()
