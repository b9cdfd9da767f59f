"""What was done here about a dossier that the office asked about: sent until the portal has taken it, once.

The answer goes under the office's own name for its question, so that sending it again is harmless. Where the portal
takes forms ahead of their papers, an answer is announced ahead of its own too: the office knows before they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from kiosk.config import Office
from kiosk.domain.answering import papers_of
from kiosk.domain.case import DossierAct
from kiosk.domain.submission import DocumentRef, Submission
from kiosk.errors import ItemFails, KioskError, StoreError, UnknownCode, UnknownDocument
from kiosk.sync import wire
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SyncStore
from kiosk.sync.queue.dossier import dossier_of
from kiosk.sync.queue.editions import FiledEditions
from kiosk.sync.queue.policy import Again, Park, Policy, reason_of
from kiosk.sync.queue.suspicion import Suspicion, counts, may_be_one
from kiosk.sync.queue.upload import Uploader


class AnswerSender:
    def __init__(
        self,
        store: SyncStore,
        uploader: Uploader,
        arrivals: ReceiptVerifier,
        *,
        office: Office,
        editions: FiledEditions,
        policy: Policy,
        clock: Callable[[], datetime],
        suspicion: Suspicion,
        delivered: Callable[[str], object] = lambda _: None,
    ) -> None:
        """``delivered`` hears the portal's word on its store with each yes."""
        self._store = store
        self._uploader = uploader
        self._arrivals = arrivals
        self._office = office
        self._editions = editions
        self._policy = policy
        self._clock = clock
        self._suspicion = suspicion
        self._delivered_word = delivered
        self._announced: set[str] = set()  # names; after a restart each is announced once more, which is harmless

    def announce(self, portal: Portal) -> int:
        """Send every answer's words, without its papers; how many. What brings no paper is done with that."""
        sent = 0
        for act in self._due():
            if act.name not in self._announced and (portal.takes_forms_first or not act.documents):
                sent += self._sent(portal, act, papers=not act.documents)
                self._announced.add(act.name)
        return sent

    def send(self, portal: Portal) -> int:
        """Send what waits, papers and all; how many the portal took. LineError as the line is; what is refused stays
        for a person."""
        return sum(self._sent(portal, act, papers=True) for act in self._due())

    def _due(self) -> tuple[DossierAct, ...]:
        return tuple(act for act in self._store.cases.due(self._clock()) if act.is_sent)

    def _sent(self, portal: Portal, act: DossierAct, *, papers: bool) -> bool:
        try:
            submission = dossier_of(self._store, act)
            if not submission.official:
                return False  # its dossier goes first
            portal.supplement(self._record(submission, act, papers=papers))
            self._suspicion.served()
            self._delivered_word(portal.store_word)
            if papers:
                self._store.cases.taken(act.name)
        except (UnknownCode, UnknownDocument) as error:
            self._failed(portal, act, error)
            return False
        except StoreError:
            raise
        except KioskError as error:
            self._failed(portal, act, error)
            return False
        return True

    def _failed(self, portal: Portal, act: DossierAct, error: KioskError) -> None:
        """It waits, or a person has to see to it; what all must wait for is raised."""
        portal.start_afresh()
        verdict, faults = self._policy.after(error, act.faults + 1), act.faults
        if may_be_one(error) and self._suspicion.falls_on(act.name, error, portal):
            faults += counts(error)
            verdict = self._policy.own_fault(faults, faults)
        elif isinstance(verdict, Again) and verdict.pause:
            raise error
        if isinstance(verdict, Park):
            failed = ItemFails(error.detail, reason=error.code, count=faults) if faults > act.faults else error
            self._store.cases.refused(act.name, reason_of(failed))
        else:
            self._store.cases.postponed(act.name, self._clock() + timedelta(seconds=verdict.wait), faults)

    def _record(self, submission: Submission, act: DossierAct, *, papers: bool) -> wire.Record:
        brought = papers_of(act, self._store.documents.get)
        urls = self._delivered(submission, brought) if papers else {}
        procedure = self._editions.of(submission)
        record = wire.record(submission, procedure, self._office, {})
        return wire.of_act(record, procedure, act, brought, urls)

    def _delivered(self, submission: Submission, papers: Sequence[DocumentRef]) -> dict[str, str]:
        """Where they are, by SHA-256; the portal's word that they arrived is kept with the filing."""
        about = wire.filing_name(self._office, submission.code)
        places = {paper: self._uploader.deliver(paper, about) for paper in papers}
        self._arrivals.keep(submission.code, {paper: place.arrival for paper, place in places.items()})
        return {paper.sha256: place.url for paper, place in places.items()}
