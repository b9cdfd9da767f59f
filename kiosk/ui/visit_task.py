"""What a person is doing in a visit, as a value: filing, or answering the office. Each task is one class.

A presenter never asks which of them it is: it asks the task for its words, its way and its hand-in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from kiosk.domain.answering import added
from kiosk.domain.case import DossierAct, Notice
from kiosk.domain.form import FormState
from kiosk.domain.paper import Absence
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import AT_COUNTER, Submission, Sync
from kiosk.domain.visit import ANSWER_WAYS, WAYS, Move, ProgressSegment, VisitStep
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.services.visit_records import VisitRecords
from kiosk.ui.resident.views import ReceivedView


@dataclass(frozen=True)
class Handover:
    """All that goes over the desk when a person hands in. ``beside``: codes that it looks like and is filed beside."""

    draft_id: str
    form: FormState
    visitor: Visitor
    papers: Sequence[BoundDocument]
    later: Collection[str] = ()
    beside: Collection[str] = ()
    drawn: Mapping[str, str] = field(default_factory=dict, repr=False)  # signatures by party, as SVG
    absent: Mapping[str, Absence] = field(default_factory=dict)  # why a paper is not there, by its key


class VisitTask(Protocol):
    """What the presenters of form, papers, review and receipt need to know of it."""

    @property
    def segments(self) -> Mapping[VisitStep, ProgressSegment]:
        """The progress bar of its way."""

    @property
    def words(self) -> str:
        """The family of words of its review and its receipt."""

    @property
    def asked_alone(self) -> bool:
        """Whether its review shows only what its pages ask; the rest is filed already."""

    @property
    def may_route(self) -> bool:
        """Whether a rule may lead it away to another procedure."""

    @property
    def may_lack_papers(self) -> bool:
        """Whether the officer is told of a paper that cannot be had."""

    @property
    def is_signed(self) -> bool:
        """Whether the parties sign it on the glass."""

    @property
    def way_back(self) -> Move:
        """Where one step back from its first page leads."""

    @property
    def dossier(self) -> Submission | None:
        """The submission that it is about; None while there is none yet."""

    @property
    def origin(self) -> str:
        """The code of the dossier that it was begun from; empty where it was begun at the start."""

    @property
    def sync(self) -> Sync:
        """Where what was handed in is on its way."""

    def hand_in(self, desk: FilingDesk, goods: Handover) -> object:
        """Commit it; on the store's lane. The errors of ``FilingDesk``."""

    def keep(self, outcome: Any) -> None:
        """What ``hand_in`` or ``news`` gave."""

    def news(self, records: VisitRecords) -> Callable[[], object | None] | None:
        """A look, on the store's lane, at whether it has arrived; None where there is nothing to wait for."""

    def receipt(
        self, view: ReceivedView, desk: FilingDesk, procedure: Procedure, pages: Mapping[str, int]
    ) -> ReceivedView:
        """Its own receipt, over that of the dossier; ``pages`` that came with it, by the key of the paper."""


@dataclass
class FilingTask:
    """A procedure is begun and handed in."""

    submission: Submission | None = None  # once it is durable

    segments = WAYS
    words = "review"
    asked_alone = False
    may_route = may_lack_papers = is_signed = True
    way_back = Move.BACK
    origin = ""

    @property
    def dossier(self) -> Submission | None:
        return self.submission

    @property
    def sync(self) -> Sync:
        return self.submission.sync if self.submission else Sync.QUEUED

    def hand_in(self, desk: FilingDesk, goods: Handover) -> Submission:
        return desk.hand_in(
            goods.draft_id,
            goods.form,
            goods.visitor,
            goods.papers,
            goods.later,
            beside=frozenset(goods.beside),
            drawn=goods.drawn,
            absent=goods.absent,
        )

    def keep(self, outcome: Submission) -> None:
        self.submission = outcome

    def news(self, records: VisitRecords) -> Callable[[], object | None] | None:
        if self.submission is None or self.submission.sync in (Sync.DELIVERED, *AT_COUNTER):
            return None
        code = self.submission.code
        return lambda: records.submission(code)

    def receipt(
        self, view: ReceivedView, desk: FilingDesk, procedure: Procedure, pages: Mapping[str, int]
    ) -> ReceivedView:
        return view


@dataclass
class AnsweringTask:
    """A question of the office about one dossier is answered."""

    dossier: Submission
    question: Notice
    act: DossierAct | None = None  # once it is durable

    segments = ANSWER_WAYS
    words = "answer"
    asked_alone = True
    may_route = may_lack_papers = is_signed = False
    way_back = Move.MINE

    @property
    def origin(self) -> str:
        return self.dossier.code

    @property
    def sync(self) -> Sync:
        """In the words of a filing's."""
        if self.act is None or not (self.act.refused or self.act.sent):
            return Sync.QUEUED
        return Sync.PARKED if self.act.refused else Sync.DELIVERED

    def hand_in(self, desk: FilingDesk, goods: Handover) -> DossierAct:
        code, question = self.dossier.code, self.question
        return desk.answer(goods.draft_id, code, question, goods.form, goods.visitor, goods.papers, goods.later)

    def keep(self, outcome: DossierAct) -> None:
        self.act = outcome

    def news(self, records: VisitRecords) -> Callable[[], object | None] | None:
        if self.act is None or self.act.sent is not None:
            return None
        name = self.act.name
        return lambda: records.act(name)

    def receipt(
        self, view: ReceivedView, desk: FilingDesk, procedure: Procedure, pages: Mapping[str, int]
    ) -> ReceivedView:
        """The dossier's code, what came with the answer, signed over what the office is told."""
        if self.act is None or self.act.made_at is None:
            return view
        names = {item.key: item.name for item in procedure.documents}
        documents = tuple((names[key], pages.get(key, count)) for key, count in added(self.act).items())
        signed = desk.receipt_of(self.act)
        return replace(
            view, receipt=signed, filed_at=self.act.made_at, sync=self.sync, documents=documents, answer=True
        )
