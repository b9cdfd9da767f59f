"""The desk: what an officer's hands do with a form and its papers, shared by the screens and the commands.

Papers are made durable first; then the filing, its receipt and the draft's end are one transaction of the store. When
``hand_in`` returns, the dossier is safe, whatever happens next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from kiosk.clock import FilingMoment, FilingTime
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.answering import DRAFT, act_name, answer_act
from kiosk.domain.calendar import due
from kiosk.domain.case import DossierAct, Notice
from kiosk.domain.citizen import CardIdentity
from kiosk.domain.codes import ReceiptText
from kiosk.domain.form import FormContext, FormState
from kiosk.domain.likeness import likenesses
from kiosk.domain.paper import Absence
from kiosk.domain.party_card import PartyCard
from kiosk.domain.procedure import SIGNATURE, Procedure
from kiosk.domain.submission import DocumentRef, FiledFee, Filing, Submission
from kiosk.errors import AlreadyAnswered, AnswerEmpty, DocumentMissing, FieldInvalid, QuestionGone, SeemsFiled
from kiosk.procedures.form_parties import party_card
from kiosk.procedures.linked_parts import linked_parts
from kiosk.resources import catalogue_version
from kiosk.services.applicants import applicant_of, by_chip, card_issued
from kiosk.services.assisted_hand_in import AssistedHandIn
from kiosk.services.filed_sheet import office_values, sheet
from kiosk.services.officer_notes import alike_note, exception_events, filed_parties, officer_notes, paper_notes
from kiosk.services.printed_sheets import SheetMoment
from kiosk.services.signed_sheets import sheets_to_sign, signed_sheets

if TYPE_CHECKING:
    from kiosk.services.places import OfficePlaces
    from kiosk.store import LikeFiling, Store


@dataclass(frozen=True)
class BoundDocument:
    """One document as it will be sent: a PDF of one or more pages."""

    key: str  # the procedure's document key
    pdf: bytes = field(repr=False)
    pages: int = 1
    good: bool = True  # False: a page that is hard to read was kept against advice


@dataclass(frozen=True)
class Visitor:
    """Who stands at the desk: as the card said, or nobody known yet; what they agreed to; the language they read."""

    identity: CardIdentity | None = None
    consents: Mapping[str, bool] = field(default_factory=dict)
    language: str = "vi"
    others: Mapping[str, PartyCard] = field(default_factory=dict)  # by party: whose card was read beside theirs
    away: frozenset[str] = frozenset()  # parties who are not here


def signature_key(party: str) -> str:
    """The procedure's document key of a party's signature on the glass."""
    return SIGNATURE.format(party=party)


class FilingDesk:
    """Forms, papers and handing in, for one office. Safe to call from any thread; every call may touch the disk."""

    def __init__(
        self,
        store: Store,
        office: Office,
        filing_time: FilingTime,
        is_holiday: Callable[[date], bool],
        places: OfficePlaces | None = None,
        *,
        sample: bool = False,
    ) -> None:
        """``places``: the units around this office; without them addresses stay as they were written. ``sample``: in
        the demo, whose sheets say so."""
        self._store = store
        self._office = office
        self._time = filing_time
        self._is_holiday = is_holiday
        self._places = places
        self._sample = sample

    def context(self, visitor: Visitor) -> FormContext:
        """What a form may draw on right now."""
        now, places = self._moment(visitor), self._places
        day = now.at.date()
        office = office_values(self._office) | dict(places.codes(day) if places else {})
        units = places.forms if places else None
        cards = visitor.identity, office, visitor.consents, now.sure, units, visitor.others, visitor.away
        return FormContext(day, *cards)

    def day_off(self, day: date) -> bool:
        """Whether the office rests by law."""
        return self._is_holiday(day)

    def warm(self) -> None:
        """Read what the first address would otherwise wait for."""
        if self._places is not None:
            self._places.warm(self._time.now().date())

    def forget(self) -> None:
        """The visit is over: what its forms have read goes."""
        if self._places is not None:
            self._places.forget()

    def _moment(self, visitor: Visitor) -> FilingMoment:
        return self._time.moment(card_issued(visitor.identity))

    def party_card(self, identity: CardIdentity) -> PartyCard:
        """Another person's card, as a visit keeps it beside the visitor's."""
        return party_card(identity)

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
        assisted: AssistedHandIn | None = None,
        drawn: Mapping[str, str] | None = None,
        absent: Mapping[str, Absence] | None = None,
    ) -> Submission:
        """Take the dossier; the papers whose keys stand in ``later`` are brought to the counter instead; of those that
        cannot be had ``absent`` says why, and whether an officer has decided.

        ``beside`` are the codes of filings that it looks like, and that the person wants it filed beside; None: beside
        any. ``drawn``: what was signed on the glass, by party, as SVG. SeemsFiled where it looks like another;
        FieldInvalid or DocumentMissing name the first gap; StoreError if it could not be kept, AlreadyFiled where the
        draft became something else.

        Handing in the same draft again gives the same submission, never a second one: also after midnight, when the
        sheet's own date is another.
        """
        filed = self._store.outbox.of_draft(draft_id)
        if filed is not None and filed.filing.procedure == filling.procedure.code:  # of another the store says so
            return filed
        durable = assisted.papers if assisted else ()
        given = {paper.key for paper in papers} | {paper.key for paper in durable}
        self._complete(filling, visitor, given | set(later) | set(absent or {}))
        alike = likenesses(filling.procedure, sheet(filling))
        others = self._others(alike, visitor, beside)
        now = self._moment(visitor)
        papers = (*papers, *self._signed(filling, now.at, drawn or {}))
        documents = (*durable, *(self.keep(filling.procedure, paper) for paper in papers))
        filing = self._filing(filling, visitor, documents, tuple(sorted(later)))
        filing = replace(filing, filed_by=assisted.filed_by if assisted else None)
        unclear = [paper.key for paper in papers if not paper.good]
        notes = paper_notes(filling, given, unclear, absent or {})
        filing = replace(filing, notes=(*filing.notes, *notes, *map(alike_note, others)))
        due_at = self._due_at(filling, now.at)
        edition, owed = filling.procedure.source, sum(one.amount for one in filing.fees)
        owners = [one.number for one in filing.parties if one.owns]
        events = [*([assisted.event] if assisted else []), *exception_events(filling.procedure, absent or {})]
        within = self._store.dossier_book.noting(events)
        file = partial(self._store.outbox.file, alike=alike, edition=edition, owed=owed, owners=owners, within=within)
        return file(draft_id, filing, due_at, filed_at=now.at)

    def to_sign(self, filling: FormState, visitor: Visitor, drawn: Mapping[str, str]) -> tuple[bytes, ...]:
        """The official sheets that are signed on the glass, as PDF, as they stand now. SheetNotSet."""
        return sheets_to_sign(filling, self._sheet_moment(self._moment(visitor).at, drawn))

    def _signed(self, filling: FormState, at: datetime, drawn: Mapping[str, str]) -> Iterator[BoundDocument]:
        return (BoundDocument(*one) for one in signed_sheets(filling, self._sheet_moment(at, drawn)))

    def _sheet_moment(self, at: datetime, drawn: Mapping[str, str]) -> SheetMoment:
        return SheetMoment(self._office, at, signatures=drawn, sample=self._sample)

    def _others(
        self, alike: Collection[str], visitor: Visitor, beside: Collection[str] | None
    ) -> tuple[LikeFiling, ...]:
        """The filings here that this one looks like. SeemsFiled for one that the person has not been asked about."""
        others = self._store.outbox.like(alike)
        unasked = [one for one in others if beside is not None and one.code not in beside]
        if unasked:
            number = visitor.identity.citizen.id_number if visitor.identity else ""
            mine = bool(number) and self._store.drafts.owner_of(number) == unasked[0].owner
            day, who = f"{unasked[0].filed_at:%d/%m/%Y}", "same" if mine and by_chip(visitor.identity) else "other"
            numbers = " ".join(one.code for one in unasked)
            raise SeemsFiled(number=unasked[0].code, day=day, who=who, numbers=numbers, more=len(unasked) - 1)
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
                values = {**(problem.values or {}), "field": problem.field, "problem": problem.key}
                raise FieldInvalid(problem.key, **values)
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
            applicant=applicant_of(procedure, answers, visitor.identity, visitor.others),
            subject=filling.subject,
            answers=answers,
            documents=documents,
            consents=dict(visitor.consents),
            language=visitor.language,
            later=later,
            catalogue=catalogue_version(),
            notes=officer_notes(filling, self.context(visitor)),
            fees=tuple(FiledFee(*one) for one in filling.fees()),
            promise=filling.limit.promise,
            parties=filed_parties(filling, self.context(visitor)),
            order_days=procedure.order_days,
            linked=linked_parts(filling),
        )
