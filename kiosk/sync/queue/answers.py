"""What was done here about a dossier that the office asked about: sent until the portal has taken it, once.

The answer goes under the office's own name for its question, so that sending it again is harmless. Where the portal
takes forms ahead of their papers, an answer is announced ahead of its own too: the office knows before they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk.config import Office
from kiosk.domain.answering import papers_of
from kiosk.domain.case import CaseStatus, DossierAct
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import DocumentRef, Submission
from kiosk.errors import ItemRefused, UnknownCode, UnknownDocument
from kiosk.sync import wire
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier
from kiosk.sync.portal import Portal
from kiosk.sync.queue.dossier import dossier_of
from kiosk.sync.queue.policy import reason_of
from kiosk.sync.queue.upload import DocumentStore, Uploader


class ActCases(Protocol):
    def case(self, code: str) -> CaseStatus | None: ...
    def unsent(self) -> tuple[DossierAct, ...]: ...
    def taken(self, name: str) -> None: ...
    def refused(self, name: str, reason: str) -> None: ...


class AnswerOutbox(Protocol):
    def get(self, code: str) -> Submission: ...


class AnswerStore(Protocol):
    @property
    def cases(self) -> ActCases: ...
    @property
    def outbox(self) -> AnswerOutbox: ...
    @property
    def documents(self) -> DocumentStore: ...


class AnswerSender:
    def __init__(
        self,
        store: AnswerStore,
        uploader: Uploader,
        arrivals: ReceiptVerifier,
        *,
        office: Office,
        procedure: Callable[[str], Procedure],
    ) -> None:
        self._store = store
        self._uploader = uploader
        self._arrivals = arrivals
        self._office = office
        self._procedure = procedure
        self._announced: set[str] = set()  # names; after a restart each is announced once more, which is harmless

    def announce(self, portal: Portal) -> int:
        """Send every answer's words, without its papers; how many. What brings no paper is done with that."""
        sent = 0
        for act in self._store.cases.unsent():
            if act.answers and act.name not in self._announced and (portal.takes_forms_first or not act.documents):
                sent += self._sent(portal, act, papers=not act.documents)
                self._announced.add(act.name)
        return sent

    def send(self, portal: Portal) -> int:
        """Send what waits, papers and all; how many the portal took. LineError as the line is; what is refused stays
        for a person."""
        return sum(self._sent(portal, act, papers=True) for act in self._store.cases.unsent() if act.answers)

    def _sent(self, portal: Portal, act: DossierAct, *, papers: bool) -> bool:
        try:
            submission = dossier_of(self._store, act)
            if not submission.official:
                return False  # its dossier goes first
            portal.supplement(self._record(submission, act, papers=papers))
            if papers:
                self._store.cases.taken(act.name)
        except (ItemRefused, UnknownCode, UnknownDocument) as error:
            self._store.cases.refused(act.name, reason_of(error))
            return False
        return True

    def _record(self, submission: Submission, act: DossierAct, *, papers: bool) -> wire.Record:
        brought = papers_of(act, self._store.documents.get)
        urls = self._delivered(submission, brought) if papers else {}
        procedure = self._procedure(submission.filing.procedure)
        record = wire.record(submission, procedure, self._office, {})
        return wire.supplement(record, procedure, act.answers, act.text(), brought, urls)

    def _delivered(self, submission: Submission, papers: Sequence[DocumentRef]) -> dict[str, str]:
        """Where they are, by SHA-256; the portal's word that they arrived is kept with the filing."""
        about = wire.filing_name(self._office, submission.code)
        places = {paper: self._uploader.deliver(paper, about) for paper in papers}
        self._arrivals.keep(submission.code, {paper: place.arrival for paper, place in places.items()})
        return {paper.sha256: place.url for paper, place in places.items()}
