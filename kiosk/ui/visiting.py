"""What one visit has in hand: nothing of it outlives the visit, and nothing of it is written but through the store."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from kiosk.domain.form import FormState
from kiosk.domain.paper import ScannedDocument
from kiosk.domain.procedure import Procedure, RequiredDocument
from kiosk.domain.submission import DocumentRef, Submission
from kiosk.domain.visit import VisitStep
from kiosk.services.filing import BoundDocument, Visitor
from kiosk.ui.form_cursor import Walk
from kiosk.ui.pages import Pages
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
    good: bool = True  # False: a page that is hard to read was kept all the same
    ref: DocumentRef | None = None  # once it is durable

    def bring_later(self) -> None:
        """The person brings it to the counter; a picture taken before is let go, so that it is never both."""
        self.later, self.scan, self.ref = True, None, None
        self.pages.clear()


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
    beside: set[str] = field(default_factory=set)  # codes of what it looks like, and shall be handed in beside
    holder: str = ""  # the number on the card whose work is in hand; empty without a card

    def settle_holder(self) -> bool:
        """Who stands here is known anew. Nobody goes on with what another card's holder has in hand: that comes back to
        that card alone, by its savepoint. True where somebody who typed so far has now laid a card down."""
        identity = self.visitor.identity
        number, before = identity.citizen.id_number if identity else "", self.holder
        self.holder = number
        if before and number != before:
            self._let_go()
        return bool(number) and not before

    def _let_go(self) -> None:
        self.draft_id, self.procedure, self.walk = new_draft_id(), None, None
        self.papers, self.paper, self.mending = [], 0, ()
        self.filed = self.asked = frozenset()
        self.filing, self.other_task, self.beside = FilingTask(), None, set()

    @property
    def task(self) -> VisitTask:
        return self.other_task or self.filing

    @property
    def submission(self) -> Submission | None:
        """What was filed in this visit."""
        return self.filing.submission

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
        self.papers = [by_key.get(item.key, PaperInHand(item)) for item in self.walk.filling.uploads()]
        self.paper = min(self.paper, max(0, len(self.papers) - 1))

    def next_missing(self) -> int | None:
        """The first paper that is neither bound nor brought later; None if all are settled."""
        open_ones = (index for index, paper in enumerate(self.papers) if paper.scan is None and not paper.later)
        return next(open_ones, None)

    def brought_later(self) -> tuple[str, ...]:
        return tuple(paper.document.key for paper in self.papers if paper.later)

    def for_the_desk(self) -> tuple[BoundDocument, ...]:
        bound = ((paper.document.key, paper.scan) for paper in self.papers)
        return tuple(BoundDocument(key, scan.pdf, scan.pages) for key, scan in bound if scan is not None)
