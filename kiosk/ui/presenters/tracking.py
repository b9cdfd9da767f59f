"""My dossiers, how far each has come, and what the office asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kiosk import catalogue
from kiosk.domain.answering import answer_form, open_questions
from kiosk.domain.calendar import off
from kiosk.domain.case import Case, CaseStatus, DossierFee
from kiosk.domain.procedure import Procedure, Text
from kiosk.domain.submission import Legal, Submission
from kiosk.domain.vietqr import BankAccount, transfer
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import FormError
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.answering import AnswerPresenter
from kiosk.ui.resident import Screen, TrackScreen
from kiosk.ui.resident.views import AskedView, DossierView

Found = tuple[Submission, CaseStatus | None]


class Tracking:
    """Step TRACK. Only who laid a card on the reader sees dossiers, and answers for them: those of the same card."""

    def __init__(self, flow: Flow, answers: AnswerPresenter) -> None:
        self._flow, self._answers = flow, answers
        self.track = TrackScreen(flow.look, flow.strings)
        self._dossiers: dict[str, DossierView] = {}
        self._shown: dict[str, Found] = {}
        self._open = ""  # the code of the dossier that an answer was left for
        self.track.opened.connect(lambda code: self.track.show_one(self._dossiers[code]))
        self.track.answerAsked.connect(self._answer)
        self.track.officerAsked.connect(flow.call_officer)
        self.track.moved.connect(lambda _: flow.move(Move.BACK))

    def enter(self, step: VisitStep) -> Screen:
        self.track.show_list(())
        visit, store = self._flow.visit, self._flow.services.store
        outbox, filed, answering = store.outbox, visit.submission, visit.answering
        self._open = answering.dossier.code if answering else ""
        visit.end_answer()

        def with_cases(submissions: Sequence[Submission]) -> list[Found]:
            return [(item, store.cases.case(item.code)) for item in submissions]

        if visit.visitor.identity is not None:
            number = visit.visitor.identity.citizen.id_number
            self._flow.tasks.run("store", lambda _: with_cases(outbox.find(number)), done=self._show)
        elif filed is not None:
            self._flow.tasks.run("store", lambda _: with_cases((outbox.get(filed.code),)), done=self._show)
        return self.track

    def _show(self, dossiers: Sequence[Found]) -> None:
        newest = sorted(dossiers, key=lambda item: item[0].filed_at, reverse=True)
        self._shown = {item[0].code: item for item in newest}
        views = [self._view(*item) for item in newest]
        self._dossiers = {view.code: view for view in views}
        self.track.show_list(views)
        if self._open in self._dossiers:
            self.track.show_one(self._dossiers[self._open])

    def _answer(self, code: str) -> None:
        submission, standing = self._shown[code]
        question = next(iter(open_questions(standing)), None) if standing else None
        if question is not None and self._made_under(submission) is not None:
            self._answers.begin(submission, question)

    def _view(self, submission: Submission, standing: CaseStatus | None) -> DossierView:
        services = self._flow.services
        office = services.config.office
        case = standing.case if standing else None
        due = (case and case.due) or (submission.due_at if submission.filing.day_is_sure else None)
        return DossierView(
            code=submission.code,
            procedure=self._name(submission),
            subject=submission.filing.subject,
            filed_at=submission.filed_at,
            due_at=due,
            sync=submission.sync,
            official=submission.official,
            legal=submission.legal,
            note=submission.legal_note,
            days_left=working_days(services.clock().date(), due.date()) if due else 0,
            office=office.full_name,
            place=office.full_name,
            hours=office.hours,
            asked=self._asked(submission, standing) if standing else None,
            taken=_taken(standing) if standing else None,
            owed=owed(case),
            transfer=self._transfer(submission, case.fee) if case and case.fee and owed(case) else "",
            handed_over=case.handed_over if case else None,
        )

    def _name(self, made: Submission) -> Text:
        """What was filed; its code alone where the rules it was made under are gone."""
        procedure = self._made_under(made)
        return procedure.name if procedure else {"vi": made.filing.procedure}

    def _made_under(self, made: Submission) -> Procedure | None:
        try:
            return self._flow.services.made_under(made)
        except FormError:
            return None

    def _asked(self, submission: Submission, standing: CaseStatus) -> AskedView | None:
        """The question that stands first: one that can be answered, else the last that was answered."""
        question, known = next(iter(open_questions(standing)), None), self._flow.visit.visitor.identity is not None
        procedure = self._made_under(submission)
        if question is not None and procedure is not None and submission.legal in (Legal.SUPPLEMENT, Legal.PAYMENT):
            form = answer_form(procedure, question, catalogue.answer_texts())
            return AskedView(
                state="open" if known else "ask",
                words=question.text,
                papers=tuple(item.name for item in form.documents if item.required),
                in_words=not form.documents,
                until=question.until,
                late=question.until is not None and question.until < self._flow.services.clock(),
            )
        given = [act for act in (*standing.sent, *standing.unsent) if act.answers]
        if not given or (given[-1].sent and given[-1].answers not in _names(standing.case)):
            return None
        act = given[-1]
        state = "refused" if act.refused else "sent" if act.sent else "waiting"
        return AskedView(state, given=act.sent or act.made, refused=act.refused.partition(": ")[2] or act.refused)

    def _transfer(self, submission: Submission, fee: DossierFee) -> str:
        """The VietQR for what is owed; empty where the counter takes it alone."""
        office, banks = self._flow.services.config.office, self._flow.services.banks
        own = BankAccount(office.bank, office.account)
        return transfer(fee.to, own, fee.amount - fee.paid, (fee.purpose, submission.code), banks)

    def leave(self, step: VisitStep) -> None:
        pass

    def wipe(self) -> None:
        self._dossiers, self._shown, self._open = {}, {}, ""
        self.track.wipe()


def owed(case: Case | None) -> int:
    """đồng that the office has not seen yet."""
    return case.fee.amount - case.fee.paid if case and case.fee else 0


def _names(case: Case) -> set[str]:
    return {notice.name for notice in case.notices}


def _taken(standing: CaseStatus) -> datetime | None:
    """When the last answer went that the office no longer waits for."""
    open_ones = _names(standing.case)
    return max((act.sent for act in standing.sent if act.sent and act.answers not in open_ones), default=None)


def working_days(today: date, due: date) -> int:
    """Working days after ``today`` up to ``due``; 0 when it is today or past."""
    days = (today + timedelta(days=n) for n in range(1, max(0, (due - today).days) + 1))
    return sum(not off(day, catalogue.is_holiday) for day in days)
