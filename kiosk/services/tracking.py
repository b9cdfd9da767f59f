"""A person's dossiers, how far each has come, what the office asks for: for the kiosk's screen and for a counter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk import catalogue
from kiosk.config import Office
from kiosk.domain.answering import answer_form, open_questions
from kiosk.domain.calendar import off
from kiosk.domain.case import Case, CaseStatus, DossierFee, Notice
from kiosk.domain.codes import ReceiptText, normal
from kiosk.domain.procedure import Procedure, Text
from kiosk.domain.submission import Legal, Submission, Sync
from kiosk.domain.vietqr import BankAccount, transfer
from kiosk.errors import ReceiptError, UnknownCode
from kiosk.services.dossier_requests import DossierRequests
from kiosk.services.place_of_return import place_of_return
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
    words: Text = field(default_factory=dict)  # the procedure's own for its status; empty where it has none
    owed: int = 0  # đồng that the office has not seen yet
    fee_settled: bool = False  # the office named a fee, and has seen all of it
    objection_answer: Notice | None = None  # the last one: what the office says to who did not agree
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
        slips: Callable[[str], ReceiptText] | None = None,
    ) -> None:
        """``slips``: what a slip's QR says, once its signature was looked at; None where none is read."""
        self._slips = slips
        self.requests = DossierRequests(store, clock)
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

    def code_of_slip(self, text: str) -> str | None:
        """The dossier's code in a slip's QR; None for any other text, and for a slip that no kiosk of here made."""
        if self._slips is None:
            return None
        try:
            return self._slips(text).code
        except ReceiptError:
            return None

    def of_birth(self, code: str, birth: str) -> tuple[TrackedDossier, ...]:
        """The one with this code, of whoever filed it and was born then. UnknownCode where both do not fit: which of
        them does not is nobody's business."""
        submission = self._store.outbox.get(normal(code) or code.strip().upper())
        procedure, given = self.edition(submission), numbers_in(birth)
        answers = submission.filing.answers
        known = (answers.get(key, {}).get("value", "") for key in _born(procedure)) if procedure else ()
        if len(given) not in (1, 3) or given not in map(numbers_in, known):
            raise UnknownCode("no such dossier of that day", number=code)
        return self._tracked(submission)

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
        due = (case and case.due) or (submission.due_at if submission.filing.has_due_day else None)
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
            words=self._words(submission),
            days_left=working_days(self._clock().date(), due.date()) if due else 0,
            office=office.full_name,
            place=place_of_return(self.edition(submission), office),
            hours=office.hours,
            asked=self._asked(submission, status, known=known) if status else None,
            taken=_taken(status) if status else None,
            owed=owed(case),
            fee_settled=bool(case and case.fee and case.fee.amount and not owed(case)),
            transfer=self._transfer(submission, case.fee) if case and case.fee and owed(case) else "",
            handed_over=case.handed_over if case else None,
            objection_answer=_objection_answer(case) if case else None,
        )

    def _tracked(self, *submissions: Submission) -> tuple[TrackedDossier, ...]:
        newest = sorted(submissions, key=lambda one: one.filed_at, reverse=True)
        return tuple(TrackedDossier(one, self._store.cases.case(one.code)) for one in newest)

    def _name(self, submission: Submission) -> Text:
        """What was filed; its code alone where the rules it was handed in under are gone."""
        procedure = self.edition(submission)
        return procedure.name if procedure else {"vi": submission.filing.procedure}

    def _words(self, submission: Submission) -> Text:
        """What that procedure itself says of the status that the dossier has."""
        procedure = self.edition(submission) if submission.legal is not None else None
        return procedure.statuses.get(submission.legal.value, {}) if procedure and submission.legal else {}

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


def numbers_in(day: str) -> tuple[int, ...]:
    """08/03/1962 and 8.3.1962 are the same day; 1962 alone is a year."""
    return tuple(map(int, re.findall(r"[0-9]+", day)))


def _born(procedure: Procedure) -> tuple[str, ...]:
    """The fields of the applicant's own day of birth."""
    section = procedure.applicant.get("full_name", "").partition(".")[0]
    return tuple(one.key for one in procedure.fields if one.born and one.key.startswith(f"{section}."))


def owed(case: Case | None) -> int:
    """đồng that the office has not seen yet."""
    return case.fee.amount - case.fee.paid if case and case.fee else 0


def working_days(today: date, due: date) -> int:
    """Working days after ``today`` up to ``due``; 0 when it is today or past."""
    days = (today + timedelta(days=n) for n in range(1, max(0, (due - today).days) + 1))
    return sum(not off(day, catalogue.is_holiday) for day in days)


def _objection_answer(case: Case) -> Notice | None:
    answers = [one for one in case.notices if one.answers_objection]
    return max(answers, key=lambda one: one.at, default=None)


def _names(case: Case) -> set[str]:
    return {notice.name for notice in case.notices}


def _taken(status: CaseStatus) -> datetime | None:
    """When the last answer went that the office no longer waits for."""
    open_ones = _names(status.case)
    return max((act.sent for act in status.sent if act.sent and act.answers not in open_ones), default=None)
