"""What one visit has in hand: nothing of it outlives the visit, and nothing of it is written but through the store."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from kiosk.domain.draft import Draft
from kiosk.domain.form import FormState
from kiosk.domain.paper import Absence, ScannedDocument
from kiosk.domain.party_card import PartyOffer
from kiosk.domain.procedure import Procedure, ProcedureRoute, RequiredDocument
from kiosk.domain.submission import DocumentRef, Submission
from kiosk.domain.visit import VisitStep
from kiosk.services.filing import BoundDocument, Visitor
from kiosk.services.savepoints import WaitingDraft
from kiosk.ui.form_cursor import Walk
from kiosk.ui.pages import Pages
from kiosk.ui.strings import Text
from kiosk.ui.visit_task import FilingTask, VisitTask


def new_draft_id() -> str:
    return uuid.uuid4().hex


@dataclass
class PaperInHand:
    """One required paper and what was photographed of it so far."""

    document: RequiredDocument
    pages: Pages = field(default_factory=Pages)
    scan: ScannedDocument | None = None
    later: bool = False  # the person brings it to the counter
    absent: Absence = ""  # why it is not there: what the person says, or the officer has decided
    good: bool = True  # False: a page that is hard to read was kept all the same
    ref: DocumentRef | None = None  # once it is durable

    def bring_later(self) -> None:
        """The person brings it to the counter; a picture taken before is let go, so that it is never both."""
        self.later, self.absent, self.scan, self.ref = True, "", None, None
        self.pages.clear()

    def cannot_be_had(self, reason: Absence) -> None:
        """It is neither photographed nor brought; ``reason`` goes to the officer, or is an officer's."""
        self.bring_later()
        self.later, self.absent = False, reason


@dataclass(frozen=True)
class PartySignature:
    """What somebody drew on the glass: a paper of its own, and as SVG for the sheet that it stands on."""

    document: BoundDocument
    svg: str = field(repr=False)


@dataclass(frozen=True)
class RoutedFrom:
    """A form that led to another procedure, as it was left."""

    procedure: Procedure
    walk: Walk
    draft_id: str
    papers: tuple[PaperInHand, ...]
    visitor: Visitor


@dataclass
class Visit:
    """The state of one visit. A new one is made when the last is over; there is no clearing of fields to forget."""

    step: VisitStep = VisitStep.START
    visitor: Visitor = field(default_factory=Visitor)
    draft_id: str = field(default_factory=new_draft_id)
    procedure: Procedure | None = None
    walk: Walk | None = None
    papers: list[PaperInHand] = field(default_factory=list)
    paper: int = 0  # which of them is under the camera
    mending: tuple[str, ...] = ()  # the field, the part or the paper that one came back from the review to change
    filed: frozenset[str] = frozenset()  # fields that had a value when all was looked over last
    asked: frozenset[str] = frozenset()  # pages that were asked then
    filing: FilingTask = field(default_factory=FilingTask)
    other_task: VisitTask | None = None  # while there is one, the form and the papers in hand are its
    invited: PartyOffer | None = None  # who is asked for their card, or was last
    invited_from: VisitStep = VisitStep.FORM
    called: set[str] = field(default_factory=set)  # parties who were invited once without having been asked for
    signatures: dict[str, PartySignature | None] = field(default_factory=dict)  # None: a finger, later
    route: ProcedureRoute | None = None  # the last one that was said
    came_from: RoutedFrom | None = None  # what it led away from, still in hand
    waiting: WaitingDraft | None = None  # what another has said before, with whom they share it
    begun: set[str] = field(default_factory=set)  # drafts of this holder's that were left for what is in hand
    lent: Draft | None = None  # as they had left it, until it is filed or kept anew
    remark: Text = ""  # what has just happened, said on the next page
    beside: set[str] = field(default_factory=set)  # codes of what it looks like, and shall be handed in beside
    private: set[str] = field(default_factory=set, repr=False)  # words of dossiers looked at: for no other ears
    holder: str = ""  # the number on the card whose work is in hand; empty without a card

    def settle_holder(self) -> bool:
        """Who stands here is known anew. Nobody goes on with what another card's holder has in hand: that comes back to
        that card alone, by its savepoint. True where somebody who typed so far has now laid a card down."""
        identity = self.visitor.identity
        number, before = identity.citizen.id_number if identity else "", self.holder
        self.holder = number
        if before and number != before:
            self.let_go()
            self.begun = set()
        return bool(number) and not before

    def let_go(self) -> None:
        """What is in hand was filed, or is kept by its savepoint; what comes next is begun anew, with nothing of it."""
        self.begun |= self.drafts()
        self.draft_id, self.procedure, self.walk = new_draft_id(), None, None
        self.papers, self.paper, self.mending = [], 0, ()
        self.filed = self.asked = frozenset()
        self.filing, self.other_task, self.beside = FilingTask(), None, set()
        self.visitor = replace(self.visitor, others={}, away=frozenset())
        self.invited, self.invited_from, self.called, self.remark = None, VisitStep.FORM, set(), ""
        self.signatures, self.waiting, self.lent, self.route, self.came_from = {}, None, None, None, None

    def drafts(self) -> set[str]:
        """What goes where who stands here wants all erased that they have filled in: not what another lent them."""
        behind = {self.came_from.draft_id} if self.came_from is not None else set()
        return self.begun | behind | ({self.draft_id} if self.lent is None else set())

    def back_from_route(self) -> bool:
        """Take up again what a route led away from; False where none did."""
        before, self.came_from = self.came_from, None
        if before is None:
            return False
        self.procedure, self.walk, self.draft_id = before.procedure, before.walk, before.draft_id
        self.papers, self.paper, self.mending, self.visitor = list(before.papers), 0, (), before.visitor
        return True

    def awaited(self) -> tuple[str, ...]:
        """Who is not here, and has not laid their card before either."""
        return tuple(sorted(self.visitor.away - self.visitor.others.keys()))

    def unsigned(self) -> tuple[str, ...]:
        """The parties who are still to sign what is in hand."""
        if self.walk is None or not self.task.is_signed:
            return ()
        return tuple(one for one in self.walk.filling.signers() if one not in self.signatures)

    def name_of(self, party: str) -> str:
        """What the party's own card says; else the visitor's."""
        card = self.visitor.others.get(party)
        identity = self.visitor.identity
        return card.name if card else identity.citizen.full_name if identity else ""

    @property
    def task(self) -> VisitTask:
        return self.other_task or self.filing

    @property
    def submission(self) -> Submission | None:
        """What was filed in this visit."""
        return self.filing.submission

    def begin_another(self, walk: Walk) -> None:
        """What was filed is filed; its papers and its signatures are its own."""
        self.draft_id, self.filing, self.walk = new_draft_id(), FilingTask(), walk
        self.papers, self.paper, self.mending = [], 0, ()
        self.filed = self.asked = frozenset()
        self.signatures, self.beside = {}, set()
        self.match_papers()

    def begin_task(self, task: VisitTask, walk: Walk) -> None:
        """What was in hand before stays with its savepoint."""
        self.other_task, self.draft_id = task, new_draft_id()
        self.procedure, self.walk = walk.filling.procedure, walk
        self.papers, self.paper, self.mending = [], 0, ()
        self.filed = self.asked = frozenset()
        self.match_papers()

    def end_task(self) -> None:
        """It was handed in, or the person went back to the dossier: a savepoint keeps what there is of it."""
        if self.other_task is not None:
            self.other_task, self.draft_id = None, new_draft_id()
            self.procedure, self.walk = None, None
            self.papers, self.paper, self.mending = [], 0, ()

    def looked_over(self, filling: FormState) -> frozenset[str]:
        """All is on the glass now. The fields that were there when it was last, and are not filed any more."""
        fallen = self.filed - filling.values.keys()
        self.filed = frozenset(filling.values)
        self.asked = frozenset(page.key for page in filling.pages())
        return fallen

    def match_papers(self) -> None:
        """Keep in hand what this case needs: what an answer made unnecessary goes, what it brought comes."""
        assert self.walk is not None
        by_key = {paper.document.key: paper for paper in self.papers}
        brought = self.walk.filling.brought()
        self.papers = [
            by_key.get(item.key, PaperInHand(item, later=item.key in brought)) for item in self.walk.filling.uploads()
        ]
        self.paper = min(self.paper, max(0, len(self.papers) - 1))

    def next_missing(self) -> int | None:
        """The first paper that is neither bound, nor brought later, nor impossible; None if all are settled."""
        settled = (bool(paper.scan) or paper.later or bool(paper.absent) for paper in self.papers)
        return next((index for index, one in enumerate(settled) if not one), None)

    def absent_papers(self) -> dict[str, Absence]:
        """Why each paper that is not there is not, by its key."""
        return {paper.document.key: paper.absent for paper in self.papers if paper.absent}

    def brought_later(self) -> tuple[str, ...]:
        return tuple(paper.document.key for paper in self.papers if paper.later)

    def for_the_desk(self) -> tuple[BoundDocument, ...]:
        bound = ((paper, paper.scan) for paper in self.papers)
        papers = (
            BoundDocument(paper.document.key, scan.pdf, scan.pages, paper.good)
            for paper, scan in bound
            if scan is not None
        )
        return (*papers, *(one.document for one in self.signatures.values() if one is not None))

    def drawn(self) -> dict[str, str]:
        """What was signed on the glass, by party, as SVG."""
        return {party: one.svg for party, one in self.signatures.items() if one is not None}
