"""The desk: what an officer's hands do with a form and its papers, shared by the screens and the commands.

Papers are made durable first; then the filing, its receipt and the draft's end are one transaction of the store. When
``hand_in`` returns, the dossier is safe, whatever happens next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from kiosk.clock import FilingMoment, FilingTime
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.answering import DRAFT, act_name, answer_act
from kiosk.domain.calendar import due
from kiosk.domain.case import DossierAct, Notice
from kiosk.domain.citizen import CardIdentity, CardVerdict, Method
from kiosk.domain.codes import ReceiptText
from kiosk.domain.form import FormContext, FormState
from kiosk.domain.likeness import likenesses
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Applicant, DocumentRef, Filing, Submission
from kiosk.errors import AlreadyAnswered, AnswerEmpty, DocumentMissing, FieldInvalid, QuestionGone, SeemsFiled
from kiosk.resources import catalogue_version
from kiosk.services.officer_notes import alike_note, officer_notes
from kiosk.store import LikeFiling, Store


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
        filing_time: FilingTime,
        is_holiday: Callable[[date], bool],
    ) -> None:
        self._store = store
        self._office = office
        self._time = filing_time
        self._is_holiday = is_holiday

    def context(self, visitor: Visitor) -> FormContext:
        """What a form may draw on right now."""
        now = self._moment(visitor)
        return FormContext(now.at.date(), visitor.identity, office_values(self._office), visitor.consents, now.sure)

    def _moment(self, visitor: Visitor) -> FilingMoment:
        return self._time.moment(_card_issued(visitor.identity))

    def begin(self, procedure: Procedure, visitor: Visitor) -> FormState:
        return form.begin(procedure, self.context(visitor))

    def _due_at(self, filling: FormState, received: datetime) -> datetime:
        """Until when the result of a dossier that was ``received`` then is promised."""
        return due(received, filling.limit, self._is_holiday, time.fromisoformat(self._office.closing))

    def hand_in(
        self,
        draft_id: str,
        filling: FormState,
        visitor: Visitor,
        papers: Sequence[BoundDocument],
        later: Collection[str] = (),
        *,
        beside: Collection[str] | None = (),
    ) -> Submission:
        """Take the dossier; the papers whose keys stand in ``later`` are brought to the counter instead.

        ``beside`` are the codes of filings that it looks like, and that the person wants it filed beside; None: beside
        any. SeemsFiled where it looks like another; FieldInvalid or DocumentMissing name the first gap; StoreError if
        it could not be kept.

        Handing in the same draft again gives the same submission, never a second one: also after midnight, when the
        sheet's own date is another.
        """
        if (filed := self._store.outbox.of_draft(draft_id)) is not None:
            return filed
        self._complete(filling, visitor, {paper.key for paper in papers} | set(later))
        alike = likenesses(filling.procedure, sheet(filling))
        others = self._others(alike, visitor, beside)
        documents = tuple(self.keep(filling.procedure, paper) for paper in papers)
        now = self._moment(visitor)
        filing = self._filing(filling, visitor, documents, tuple(sorted(later)))
        filing = replace(filing, notes=(*filing.notes, *map(alike_note, others)))
        due_at = self._due_at(filling, now.at)
        edition, owed = filling.procedure.source, sum(amount for _, _, amount in filling.fees())
        return self._store.outbox.file(
            draft_id, filing, due_at, filed_at=now.at, alike=alike, edition=edition, owed=owed
        )

    def _others(
        self, alike: Collection[str], visitor: Visitor, beside: Collection[str] | None
    ) -> tuple[LikeFiling, ...]:
        """The filings here that this one looks like. SeemsFiled for one that the person has not been asked about."""
        others = self._store.outbox.like(alike)
        unasked = [one for one in others if beside is not None and one.code not in beside]
        if unasked:
            number = visitor.identity.citizen.id_number if visitor.identity else ""
            mine = bool(number) and self._store.drafts.owner_of(number) == unasked[0].owner
            day, who = f"{unasked[0].filed_at:%d/%m/%Y}", "same" if mine and _by_chip(visitor) else "other"
            raise SeemsFiled(number=unasked[0].code, day=day, who=who)
        return others

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
        act = self._store.cases.noted(act_name(question))
        if act is None:
            act = self._answered(draft_id, code, question, filling, visitor, papers, later)
        if act.facts.get(DRAFT) != draft_id:
            raise AlreadyAnswered("by another visit", number=code)
        return act

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
        documents = tuple(self.keep(filling.procedure, paper) for paper in papers)
        act = answer_act(question, code, filling, documents, later, draft_id)
        if act is None:
            raise AnswerEmpty(number=code)
        return self._store.cases.act(act, draft_id)

    def receipt_of(self, act: DossierAct) -> str:
        """The signed text of an answer's receipt: as a filing's, over what is told to the portal."""
        assert act.made_at is not None
        digest = hashlib.sha256(act.text().encode()).hexdigest()
        text = ReceiptText(
            act.code, self._office.unit, self._office.kiosk, act.made_at.replace(microsecond=0), digest[:16]
        )
        return text.signed(self._store.keys.sign)

    def _complete(
        self, filling: FormState, visitor: Visitor, given: Collection[str], asked: tuple[str, ...] | None = None
    ) -> None:
        """``asked``: the keys of what this form asks, where it is not the whole sheet."""
        for problem in filling.problems(self.context(visitor), asked):
            if problem.level.stops:
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
            subject=filling.subject,
            answers=answers,
            documents=documents,
            consents=dict(visitor.consents),
            language=visitor.language,
            later=later,
            catalogue=catalogue_version(),
            notes=officer_notes(filling, self.context(visitor)),
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
    columns = {}
    for item in filling.procedure.fields:
        answer = filling.entries.get(item.key)
        if answer is not None and answer.value and filling.shown(item):
            value = answer.value.upper() if item.upper else answer.value
            columns[item.key] = {"value": value, "origin": answer.origin.value}
    return columns


def _by_chip(visitor: Visitor) -> bool:
    return visitor.identity is not None and visitor.identity.method is Method.CHIP


def _card_issued(identity: CardIdentity | None) -> date | None:
    """The day on which a card was issued that a chip vouches for: it has certainly passed."""
    if identity is None or identity.method is not Method.CHIP or identity.standing is CardVerdict.DOUBTFUL:
        return None
    parts = identity.authenticity
    if parts is not None and None in (parts.hashes, parts.signature):  # the list that would vouch was not read
        return None
    return identity.citizen.issued


def _applicant(
    procedure: Procedure,
    answers: Mapping[str, Mapping[str, str]],
    visitor: Visitor,
) -> Applicant:
    identity = visitor.identity

    def answer_to(name: str) -> str:
        return answers.get(procedure.applicant.get(name, ""), {}).get("value", "")

    return Applicant(
        full_name=answer_to("full_name"),
        id_number=answer_to("id_number"),
        phone=answer_to("phone"),
        method=(identity.method if identity else Method.MANUAL).value,
        access=identity.access if identity else "",
        standing=(identity.standing if identity else CardVerdict.UNPROVEN).value,
        card_expired=identity.expired if identity else False,
    )
