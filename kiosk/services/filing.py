"""The desk: what an officer's hands do with a form and its papers, shared by the screens and the commands.

Papers are made durable first; then the filing, its receipt and the draft's end are one transaction of the store. When
``hand_in`` returns, the dossier is safe, whatever happens next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.answering import DRAFT, act_name, answer_act
from kiosk.domain.calendar import due
from kiosk.domain.case import DossierAct, Notice
from kiosk.domain.citizen import CardIdentity, CardVerdict, Method
from kiosk.domain.codes import ReceiptText
from kiosk.domain.form import FormContext, FormState
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Applicant, DocumentRef, Filing, Submission
from kiosk.errors import AlreadyAnswered, AnswerEmpty, DocumentMissing, FieldInvalid, QuestionGone
from kiosk.resources import catalogue_version
from kiosk.store import Store


@dataclass(frozen=True)
class BoundDocument:
    """One document as it will be sent: a PDF of one or more pages."""

    key: str  # the procedure's document key
    pdf: bytes = field(repr=False)
    pages: int = 1


@dataclass(frozen=True)
class Visitor:
    """Who stands at the desk: as the card said, or nobody known yet; what they agreed to; the language they read."""

    identity: CardIdentity | None = None
    consents: Mapping[str, bool] = field(default_factory=dict)
    language: str = "vi"


class FilingDesk:
    """Forms, papers and handing in, for one office. Safe to call from any thread; every call may touch the disk."""

    def __init__(
        self,
        store: Store,
        office: Office,
        clock: Callable[[], datetime],
        is_holiday: Callable[[date], bool],
    ) -> None:
        self._store = store
        self._office = office
        self._clock = clock
        self._is_holiday = is_holiday

    def around(self, visitor: Visitor) -> FormContext:
        """What a form may draw on right now."""
        return FormContext(self._clock().date(), visitor.identity, office_values(self._office), visitor.consents)

    def begin(self, procedure: Procedure, visitor: Visitor) -> FormState:
        return form.begin(procedure, self.around(visitor))

    def due_at(self, procedure: Procedure) -> datetime:
        """Until when the result is promised, if the dossier is received now."""
        return due(self._clock(), procedure.limit, self._is_holiday, time.fromisoformat(self._office.closing))

    def hand_in(
        self,
        draft_id: str,
        filling: FormState,
        visitor: Visitor,
        papers: Sequence[BoundDocument],
        later: Collection[str] = (),
    ) -> Submission:
        """Take the dossier; the papers whose keys stand in ``later`` are brought to the counter instead.

        FieldInvalid or DocumentMissing name the first gap; StoreError if it could not be kept.

        Handing in the same draft again gives the same submission, never a second one: also after midnight, when the
        sheet's own date is another.
        """
        if (made := self._store.outbox.of_draft(draft_id)) is not None:
            return made
        self._complete(filling, visitor, {paper.key for paper in papers} | set(later))
        kept = tuple(self.keep(filling.procedure, paper) for paper in papers)
        filing = self._filing(filling, visitor, kept, tuple(sorted(later)))
        return self._store.outbox.file(draft_id, filing, self.due_at(filling.procedure))

    def answer(
        self,
        draft_id: str,
        code: str,
        question: Notice,
        filling: FormState,
        visitor: Visitor,
        papers: Sequence[BoundDocument],
        later: Collection[str] = (),
    ) -> DossierAct:
        """Take what the office asked for about the dossier ``code``; ``filling`` is of ``domain.answering``'s form.

        FieldInvalid or DocumentMissing name the first gap, AnswerEmpty where nothing is given; QuestionGone if the
        office waits for it no longer; AlreadyAnswered if another visit answered; StoreError if it could not be kept.
        The same draft handed in again gives the same act.
        """
        held = self._store.cases.noted(act_name(question))
        if held is None:
            held = self._answered(draft_id, code, question, filling, visitor, papers, later)
        if held.facts.get(DRAFT) != draft_id:
            raise AlreadyAnswered("by another visit", number=code)
        return held

    def _answered(
        self,
        draft_id: str,
        code: str,
        question: Notice,
        filling: FormState,
        visitor: Visitor,
        papers: Sequence[BoundDocument],
        later: Collection[str],
    ) -> DossierAct:
        asked = tuple(key for page in filling.procedure.pages for key in page.fields)
        self._complete(filling, visitor, {paper.key for paper in papers} | set(later), asked)
        standing = self._store.cases.case(code)
        if standing is None or question.name not in {notice.name for notice in standing.case.notices}:
            raise QuestionGone("it was answered or withdrawn meanwhile", number=code)
        kept = tuple(self.keep(filling.procedure, paper) for paper in papers)
        made = answer_act(question, code, filling, kept, later, draft_id)
        if made is None:
            raise AnswerEmpty(number=code)
        return self._store.cases.act(made, draft_id)

    def receipt_of(self, act: DossierAct) -> str:
        """The signed text of an answer's receipt: as a filing's, over what is told to the portal."""
        assert act.made is not None
        digest = hashlib.sha256(act.text().encode()).hexdigest()
        text = ReceiptText(
            act.code, self._office.unit, self._office.kiosk, act.made.replace(microsecond=0), digest[:16]
        )
        return text.signed(self._store.keys.sign)

    def _complete(
        self, filling: FormState, visitor: Visitor, given: Collection[str], asked: tuple[str, ...] | None = None
    ) -> None:
        """``asked``: the keys of what this form asks, where it is not the whole sheet."""
        for problem in filling.problems(self.around(visitor), asked):
            raise FieldInvalid(problem.key, field=problem.field, problem=problem.key)
        for document in filling.uploads():
            if document.required and document.key not in given:
                raise DocumentMissing(document.key, document=document.name["vi"])

    def keep(self, procedure: Procedure, paper: BoundDocument) -> DocumentRef:
        """Make one paper durable. Without a draft or a filing that names it, the next start sweeps it away."""
        name = f"{procedure.document(paper.key).key}.pdf"
        return self._store.documents.put(
            paper.pdf, key=paper.key, name=name, media_type="application/pdf", pages=paper.pages
        )

    def _filing(
        self, filling: FormState, visitor: Visitor, documents: tuple[DocumentRef, ...], later: tuple[str, ...]
    ) -> Filing:
        procedure = filling.procedure
        answers = sheet(filling)
        return Filing(
            procedure=procedure.code,
            version=procedure.version,
            prefix=procedure.prefix,
            unit=self._office.unit,
            kiosk=self._office.kiosk,
            applicant=_applicant(procedure, answers, visitor),
            subject=answers[procedure.subject]["value"],
            answers=answers,
            documents=documents,
            consents=dict(visitor.consents),
            language=visitor.language,
            later=later,
            catalogue=catalogue_version(),
        )


def office_values(office: Office) -> dict[str, str]:
    """What a form may take from the office: ``office.NAME`` in the procedure's data."""
    return {
        "name": f"{office.full_name}, {office.province}",
        "short": f"UBND {office.seat}",
        "place": f"{office.seat}, {office.province}",
        "health_station": f"{office.health_station}, {office.province}",
        "deceased": "Đã chết",
    }


def sheet(filling: FormState) -> dict[str, dict[str, str]]:
    """The answers as the official sheet prints them: the shown fields only, names in capitals."""
    made = {}
    for item in filling.procedure.fields:
        answer = filling.answers.get(item.key)
        if answer is not None and answer.value and filling.shown(item):
            value = answer.value.upper() if item.upper else answer.value
            made[item.key] = {"value": value, "origin": answer.origin.value}
    return made


def _applicant(
    procedure: Procedure,
    answers: Mapping[str, Mapping[str, str]],
    visitor: Visitor,
) -> Applicant:
    identity = visitor.identity

    def said(name: str) -> str:
        return answers.get(procedure.applicant.get(name, ""), {}).get("value", "")

    return Applicant(
        full_name=said("full_name"),
        id_number=said("id_number"),
        phone=said("phone"),
        method=(identity.method if identity else Method.MANUAL).value,
        access=identity.access if identity else "",
        standing=(identity.standing if identity else CardVerdict.UNPROVEN).value,
    )
