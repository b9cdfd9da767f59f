"""A person's dossiers, how far each has come, what the office asks for: for the kiosk's screen and for a counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk import catalogue
from kiosk.config import Office
from kiosk.domain.answering import answer_form, open_questions
from kiosk.domain.calendar import off
from kiosk.domain.case import Case, CaseStatus, DossierFee, Notice
from kiosk.domain.procedure import Procedure, Text
from kiosk.domain.submission import Legal, Submission, Sync
from kiosk.domain.vietqr import BankAccount, transfer
from kiosk.store import Store


@dataclass(frozen=True)
class AskedView:
    """What the office asks for, and what became of the answer. ``state``: open | ask (the counter) | waiting | sent |
    refused."""

    state: str
    words: str = ""  # the office's own
    papers: tuple[Text, ...] = ()
    in_words: bool = False  # nothing is to be photographed
    until: datetime | None = None
    late: bool = False  # its day has passed
    given: datetime | None = None  # when it was handed in here
    refused: str = ""  # why the office did not take it, in its words


@dataclass(frozen=True)
class DossierView:
    """One of the person's dossiers, for the list and for its own page."""

    code: str
    procedure: Text
    subject: str
    filed_at: datetime
    due_at: datetime | None  # None: the officer says
    sync: Sync
    official: str = ""
    legal: Legal | None = None
    note: str = ""  # the office's own words
    days_left: int = 0
    office: str = ""
    place: str = ""
    hours: str = ""
    asked: AskedView | None = None
    taken: datetime | None = None  # when the office got an answer that it no longer waits for
    handed_over: datetime | None = None
    owed: int = 0  # đồng that the office has not seen yet
    transfer: str = ""  # a VietQR's text for that sum; empty where it is paid at the counter alone


@dataclass(frozen=True)
class TrackedDossier:
    """What was filed, and what the office said of it; None: nothing yet."""

    submission: Submission
    status: CaseStatus | None


class DossierTracker:
    """``edition`` is a procedure as it was when the filing was handed in, None if it is gone; ``banks`` are the
    BINs that a transfer may name. The lists touch the disk; a view does not."""

    def __init__(
        self,
        store: Store,
        office: Office,
        edition: Callable[[Submission], Procedure | None],
        banks: frozenset[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._office = office
        self._edition = edition
        self._banks = banks
        self._clock = clock

    def of_person(self, id_number: str) -> tuple[TrackedDossier, ...]:
        """Those of the person whose card was read here, the newest first."""
        return self._tracked(*self._store.outbox.find(id_number))

    def of_code(self, code: str) -> tuple[TrackedDossier, ...]:
        """The one with this provisional code. UnknownCode."""
        return self._tracked(self._store.outbox.get(code))

    def question(self, dossier: TrackedDossier) -> Notice | None:
        """What can be answered first; None where nothing is asked, or the form's edition is gone."""
        first = next(iter(open_questions(dossier.status)), None) if dossier.status else None
        return first if first is not None and self.edition(dossier.submission) is not None else None

    def edition(self, submission: Submission) -> Procedure | None:
        """The rules it was handed in under; None where they are gone."""
        return self._edition(submission)

    def view(self, dossier: TrackedDossier, *, known: bool) -> DossierView:
        """``known``: whoever looks laid their card on the reader, and may answer."""
        submission, status, office = dossier.submission, dossier.status, self._office
        case = status.case if status else None
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
            days_left=working_days(self._clock().date(), due.date()) if due else 0,
            office=office.full_name,
            place=office.full_name,
            hours=office.hours,
            asked=self._asked(submission, status, known=known) if status else None,
            taken=_taken(status) if status else None,
            owed=owed(case),
            transfer=self._transfer(submission, case.fee) if case and case.fee and owed(case) else "",
            handed_over=case.handed_over if case else None,
        )

    def _tracked(self, *submissions: Submission) -> tuple[TrackedDossier, ...]:
        newest = sorted(submissions, key=lambda one: one.filed_at, reverse=True)
        return tuple(TrackedDossier(one, self._store.cases.case(one.code)) for one in newest)

    def _name(self, submission: Submission) -> Text:
        """What was filed; its code alone where the rules it was handed in under are gone."""
        procedure = self.edition(submission)
        return procedure.name if procedure else {"vi": submission.filing.procedure}

    def _asked(self, submission: Submission, status: CaseStatus, *, known: bool) -> AskedView | None:
        """The question that stands first: one that can be answered, else the last that was answered."""
        question, procedure = next(iter(open_questions(status)), None), self.edition(submission)
        if question is not None and procedure is not None and submission.legal in (Legal.SUPPLEMENT, Legal.PAYMENT):
            return self._open(question, procedure, known=known)
        given = [act for act in (*status.sent, *status.unsent) if act.answers]
        if not given or (given[-1].sent and given[-1].answers not in _names(status.case)):
            return None
        act = given[-1]
        state = "refused" if act.refused else "sent" if act.sent else "waiting"
        return AskedView(state, given=act.sent or act.made_at, refused=act.refused.partition(": ")[2] or act.refused)

    def _open(self, question: Notice, procedure: Procedure, *, known: bool) -> AskedView:
        form = answer_form(procedure, question, catalogue.answer_texts())
        return AskedView(
            state="open" if known else "ask",
            words=question.text,
            papers=tuple(item.name for item in form.documents if item.required),
            in_words=not form.documents,
            until=question.until,
            late=question.until is not None and question.until < self._clock(),
        )

    def _transfer(self, submission: Submission, fee: DossierFee) -> str:
        """The VietQR for what is owed; empty where the counter takes it alone."""
        own = BankAccount(self._office.bank, self._office.account)
        return transfer(fee.to, own, fee.amount - fee.paid, (fee.purpose, submission.code), self._banks)


def owed(case: Case | None) -> int:
    """đồng that the office has not seen yet."""
    return case.fee.amount - case.fee.paid if case and case.fee else 0


def working_days(today: date, due: date) -> int:
    """Working days after ``today`` up to ``due``; 0 when it is today or past."""
    days = (today + timedelta(days=n) for n in range(1, max(0, (due - today).days) + 1))
    return sum(not off(day, catalogue.is_holiday) for day in days)


def _names(case: Case) -> set[str]:
    return {notice.name for notice in case.notices}


def _taken(status: CaseStatus) -> datetime | None:
    """When the last answer went that the office no longer waits for."""
    open_ones = _names(status.case)
    return max((act.sent for act in status.sent if act.sent and act.answers not in open_ones), default=None)
