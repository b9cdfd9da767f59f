"""One submission on its way: its form first, so that the office sees it, then its papers, the smallest first.

Status is written before the attempt and after it, so whatever instruction the power goes at, the item is either still
to be sent or delivered; the provisional code makes sending it again harmless.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from kiosk.config import Office
from kiosk.domain.submission import DocumentRef, Submission, Sync
from kiosk.errors import (
    ItemFails,
    KioskError,
    NumberTwice,
    StoreError,
    TransitionError,
    UnknownCode,
    UnknownDocument,
)
from kiosk.sync import wire
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SyncStore
from kiosk.sync.queue.editions import FiledEditions
from kiosk.sync.queue.policy import Again, Park, Policy, Verdict, reason_of
from kiosk.sync.queue.suspicion import Suspicion, counts, may_be_one
from kiosk.sync.queue.upload import Tally, Uploader, UploadPlace
from kiosk.sync.report import ItemReport

AHEAD = 30  # a form travels before papers so many times its length, and with them again: that costs next to nothing


ItemBug = Callable[[str, Exception], object]
"""Told of a bug under one item: its code, and what was raised."""


class Stop(Exception):
    """All must wait ``wait`` seconds, because of ``error`` under one item."""

    def __init__(self, wait: float, error: KioskError) -> None:
        super().__init__(wait)
        self.wait = wait
        self.error = error


class InFlight:
    """What the threads of one engine are sending: never the same at once. Between processes the store sees to that."""

    def __init__(self) -> None:
        self._codes: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def on(self, code: str) -> Iterator[bool]:
        """Whether ``code`` is ours until the block ends."""
        with self._lock:
            ours = code not in self._codes
            self._codes.add(code)
        try:
            yield ours
        finally:
            if ours:
                self._codes.discard(code)


class Sender:
    """Sends submissions over one portal's connection. ``urgent``: over a line that somebody else's papers fill."""

    def __init__(
        self,
        store: SyncStore,
        portal: Portal,
        policy: Policy,
        clock: Callable[[], datetime],
        *,
        office: Office,
        editions: FiledEditions,
        tally: Tally,
        in_flight: InFlight,
        arrivals: ReceiptVerifier,
        urgent: bool = False,
        item_bug: ItemBug | None = None,
        number_twice: Callable[[NumberTwice], object] = lambda _: None,
        delivered: Callable[[str], object] = lambda _: None,
    ) -> None:
        """``item_bug`` is told of a bug under one item, which then waits like any that fails; without one it goes up.
        ``delivered`` hears the portal's word on its store with each yes."""
        self._in_flight = in_flight
        self._arrivals = arrivals
        self._store = store
        self._portal = portal
        self._policy = policy
        self._clock = clock
        self._office = office
        self._editions = editions
        self._item_bug = item_bug
        self._number_twice = number_twice
        self._heard_with_yes = delivered
        self.suspicion = Suspicion()
        self._tally = tally
        self._urgent = urgent
        self._uploader = Uploader(portal, store.documents, tally)

    def forms(self, items: list[ItemReport], *, alone: bool = False) -> list[str]:
        """Every form that is to go ahead of its papers; the codes that the office has now. Stop if all must wait.
        ``alone``: the papers do not follow at once, so every form with papers goes ahead."""
        return [item.code for item in self.ahead(alone=alone) if self._form(item, items)]

    def ahead(self, *, alone: bool = False) -> list[Submission]:
        """Whose form is to go now, ahead of its papers."""
        if not self._portal.takes_forms_first:
            return []
        return [item for item in self._store.outbox.due(self._clock()) if self._goes_ahead(item, alone)]

    def papers(self, submission: Submission, items: list[ItemReport]) -> None:
        """Send the rest of one and note in ``items`` what became of it. Stop if all must wait."""
        with self._in_flight.on(submission.code) as ours:
            begun = self._begun(submission, items) if ours else None
            if begun is None:
                return
            with self._failing(begun, items):
                items.append(self._settled(begun.code, self._deliver(begun)))

    @property
    def believes(self) -> bool:
        """Is there anyone whose word on arrivals counts?"""
        return bool(self._arrivals.signers.keys)

    def prove(self, code: str) -> bool:
        """Have the portal's word about the papers of a delivered filing that lack it; what it has lost goes up again.
        Whether all of it could be believed. LineError; UnknownDocument if a paper is lost here."""
        submission = self._store.outbox.get(code)
        known = {item.sha256: item for item in submission.filing.documents}
        papers = [
            known.get(sha256) or DocumentRef("", sha256, size, "application/pdf", "bo_sung.pdf")
            for sha256, size in self._store.arrivals.missing(code)
        ]
        return self._arrivals.keep(code, {item: self._delivered(code, item).arrival for item in papers})

    def _goes_ahead(self, item: Submission, alone: bool) -> bool:
        papers = sum(document.size for document in item.filing.documents)
        worth_it = self._urgent or (alone and papers > 0) or papers > AHEAD * len(item.filing.canonical())
        return worth_it and item.sync is Sync.QUEUED and not item.official

    def _form(self, item: Submission, items: list[ItemReport]) -> bool:
        with self._in_flight.on(item.code) as ours:
            return ours and self._form_of(item, items)

    def _form_of(self, item: Submission, items: list[ItemReport]) -> bool:
        begun = self._begun(item, items)
        if begun is not None:
            with self._failing(begun, items):
                return self._numbered(item.code, self._register(begun, {}))
        return False

    def _numbered(self, code: str, standing: wire.DossierReply) -> bool:
        try:
            self._store.outbox.numbered(code, standing.official)
        except TransitionError:  # another process was quicker
            return False
        return True

    def _register(self, submission: Submission, urls: dict[str, str]) -> wire.DossierReply:
        record = wire.record(submission, self._editions.of(submission), self._office, urls)
        standing = wire.standing(self._portal.register(record), wire.reference(submission))
        self.suspicion.served()
        self._heard_with_yes(self._portal.store_word)
        return standing

    # --- all of it ------------------------------------------------------------------------------------------------

    def _begun(self, listed: Submission, items: list[ItemReport]) -> Submission | None:
        try:
            return self._store.outbox.claim(listed.code, listed)
        except TransitionError:  # another process has it, or has parked, tried or delivered it since it was listed
            items.append(ItemReport(listed.code, "skipped"))
            return None

    def _deliver(self, submission: Submission) -> wire.DossierReply:
        """Documents, smallest first, then the record. What the portal says of it."""
        by_size = sorted(submission.filing.documents, key=lambda item: item.size)
        places = {item: self._delivered(submission.code, item) for item in by_size}
        standing = self._register(submission, {item.sha256: place.url for item, place in places.items()})
        self._arrivals.keep(submission.code, {item: place.arrival for item, place in places.items()})
        self._tally.bytes += len(submission.filing.canonical())
        return standing

    def _delivered(self, code: str, document: DocumentRef) -> UploadPlace:
        return self._uploader.deliver(document, wire.filing_name(self._office, code))

    def _settled(self, code: str, standing: wire.DossierReply) -> ItemReport:
        try:
            self._store.outbox.settle(code, standing.official)
        except TransitionError:  # another process delivered the same, under the same key
            return ItemReport(code, "skipped", standing.official)
        self._store.outbox.set_legal(code, standing.legal, standing.note)
        return ItemReport(code, "delivered", standing.official)

    @contextmanager
    def _failing(self, submission: Submission, items: list[ItemReport]) -> Iterator[None]:
        """Whatever this item ends with is noted with it, and the next goes on; Stop if all must wait. What the store
        itself fails with goes up."""
        try:
            yield
        except (UnknownDocument, UnknownCode) as error:
            self._failed(submission, error, items)
        except StoreError:
            raise
        except NumberTwice as error:
            self._number_twice(error)
            self._failed(submission, error, items, own=True)
        except KioskError as error:
            self._failed(submission, error, items)
        except Exception as error:
            if self._item_bug is None:
                raise
            self._item_bug(submission.code, error)
            self._failed(submission, _odd(error), items, own=True)

    def _failed(self, submission: Submission, error: KioskError, items: list[ItemReport], *, own: bool = False) -> None:
        self._portal.start_afresh()
        verdict, faults = self._policy.after(error, submission.attempts), None
        if own or (may_be_one(error) and self.suspicion.falls_on(submission.code, error, self._portal)):
            faults = submission.faults + (own or counts(error))
            verdict = self._policy.own_fault(submission.attempts, faults)
            if isinstance(verdict, Park):
                error = ItemFails(error.detail, reason=error.code, count=faults)
        try:
            items.append(self._noted(submission, error, verdict, faults))
        except TransitionError:  # an answer on a stick, or another process, was quicker
            items.append(ItemReport(submission.code, "skipped", reason=reason_of(error)))
        if isinstance(verdict, Again) and verdict.pause:
            raise Stop(verdict.wait, error)

    def _noted(self, submission: Submission, error: KioskError, verdict: Verdict, faults: int | None) -> ItemReport:
        code, reason = submission.code, reason_of(error)
        if isinstance(verdict, Park):
            self._store.outbox.park(code, reason)
            return ItemReport(code, "parked", reason=reason, error=error)
        self._store.outbox.retry(code, self._clock() + timedelta(seconds=verdict.wait), reason, faults)
        return ItemReport(code, "postponed", reason=reason, error=error)


def _odd(error: Exception) -> KioskError:
    """A bug, as it is noted with the item it came under: its class alone."""
    return ItemFails(type(error).__name__, reason=type(error).__name__, count=1)
