"""One resumable pass over what waits: documents first, then the form, then the number. Never gives up, never repeats.

Status is written before the attempt and after it, so whatever instruction the power goes at, the item is either still
to be sent or delivered; the provisional code makes sending it again harmless.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.config import Office
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import FINAL, Legal, Submission
from kiosk.errors import KioskError, LineError, PortalDown, TransitionError, UnknownDocument
from kiosk.sync import wire
from kiosk.sync.link import LineState, state_after
from kiosk.sync.policy import Again, Park, Policy, Verdict, reason_of
from kiosk.sync.portal import Portal
from kiosk.sync.report import ItemReport, PassReport
from kiosk.sync.upload import DocumentStore, Tally, Uploader

LOOK_UPS = 20  # dossiers asked about in one pass, before anything is sent; the rest of the round comes with the next


class Outbox(Protocol):
    """What a pass needs of the store's outbox."""

    def due(self, now: datetime) -> tuple[Submission, ...]: ...
    def at_office(self, final: Collection[Legal]) -> tuple[str, ...]: ...
    def get(self, code: str) -> Submission: ...
    def pending_count(self) -> int: ...
    def begin(self, code: str) -> Submission: ...
    def settle(self, code: str, official: str) -> Submission: ...
    def retry(self, code: str, at: datetime | None, reason: str) -> Submission: ...
    def park(self, code: str, reason: str) -> Submission: ...
    def hurry_all(self, reason: str) -> None: ...
    def set_legal(self, code: str, legal: Legal, note: str = "") -> Submission: ...


class SyncStore(Protocol):
    @property
    def outbox(self) -> Outbox: ...
    @property
    def documents(self) -> DocumentStore: ...


PROBE_REST = 30.0  # seconds; the longest rest before a portal that is down is greeted again: 200 bytes


class _Stop(Exception):
    """All must wait ``wait`` seconds, because of ``error`` under one item."""

    def __init__(self, wait: float, error: KioskError) -> None:
        super().__init__(wait)
        self.wait = wait
        self.error = error


class Engine:
    """Passes, one at a time. ``clock`` gives aware moments; waits are measured by ``monotonic``, which no one resets.

    ``procedure`` finds a procedure by code; ``status_every`` seconds lie between two rounds of questions.
    """

    def __init__(
        self,
        store: SyncStore,
        portal: Portal,
        policy: Policy,
        clock: Callable[[], datetime],
        *,
        office: Office,
        procedure: Callable[[str], Procedure],
        status_every: float = 60.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.portal = portal
        self.status_every = status_every
        self._store = store
        self._policy = policy
        self._clock = clock
        self._office = office
        self._procedure = procedure
        self._monotonic = monotonic
        self._tally = Tally()
        self._uploader = Uploader(portal, store.documents, self._tally)
        self._line_was_up = False  # by its greeting: an item that fails on a line that greets keeps its own wait
        self._failures = 0  # greetings in a row that failed
        self._rest_until = float("-inf")
        self._rest_reason: KioskError | None = None
        self._round: list[str] = []  # codes still to be asked about in this round
        self._next_round = float("-inf")

    def run_once(self) -> PassReport:
        """One pass. LineError ends up in the report; StoreError goes up, and nothing is lost by it."""
        began, sent, payload = self._monotonic(), self.portal.bytes_sent, self._tally.bytes
        items: list[ItemReport] = []
        error = self._pass(items)
        return PassReport(
            line=state_after(error) if self.portal.is_set else LineState.UNSET,
            submissions=tuple(items),
            bytes_sent=self.portal.bytes_sent - sent,
            bytes_payload=self._tally.bytes - payload,
            seconds=self._monotonic() - began,
            error=error,
            rest=max(0.0, self._rest_until - self._monotonic()),
        )

    def waiting(self) -> bool:
        """Is there anything that has not arrived? What is parked counts too: it may be let go at any moment."""
        return self._store.outbox.pending_count() > 0

    def _pass(self, items: list[ItemReport]) -> KioskError | None:
        """The error that stopped all, or None."""
        if not self.portal.is_set:
            return None
        if self._monotonic() < self._rest_until:
            return self._rest_reason
        try:
            self.portal.hello()
        except LineError as error:
            self._line_was_up = False
            return self._stopped(error, self._greeting_wait(error))
        return self._work(items)

    def _work(self, items: list[ItemReport]) -> KioskError | None:
        self._failures = 0
        try:
            self._line_is_back()
            self._ask_office()
            self.portal.renew()
            for submission in self._store.outbox.due(self._clock()):
                self._attempt(submission, items)
        except _Stop as stop:
            return self._stopped(stop.error, stop.wait)
        except LineError as error:
            return self._stopped(error, self._greeting_wait(error))
        return None

    def _greeting_wait(self, error: LineError) -> float:
        """How long all rest when no item was under way. Never long: the next greeting costs next to nothing."""
        self._failures += 1
        verdict = self._policy.after(error, self._failures)
        asked = isinstance(error, PortalDown) and error.retry_after is not None
        wait = verdict.wait if isinstance(verdict, Again) else 0.0
        return wait if asked else min(wait, PROBE_REST)

    def _stopped(self, error: KioskError, wait: float) -> KioskError:
        """A dead line is greeted again with the next pass; a portal or a password in trouble is left alone a while."""
        self.portal.start_afresh()
        if state_after(error) in (LineState.PORTAL_DOWN, LineState.TECHNICIAN):
            self._rest_until, self._rest_reason = self._monotonic() + wait, error
        return error

    def _line_is_back(self) -> None:
        """Waits that a dead line caused end with it. Those that the portal asked for go on."""
        if self._line_was_up:
            return
        self._store.outbox.hurry_all("line.")
        self._line_was_up = True

    # --- one submission -----------------------------------------------------------------------------------------

    def _attempt(self, submission: Submission, items: list[ItemReport]) -> None:
        """Send one and note what became of it in ``items``. _Stop if all must wait."""
        code = submission.code
        try:
            begun = self._store.outbox.begin(code)
        except TransitionError:  # parked or delivered by another process since it was listed
            items.append(ItemReport(code, "skipped"))
            return
        try:
            standing = self._deliver(begun)
        except (LineError, UnknownDocument) as error:
            self._failed(begun, error, items)
        else:
            items.append(self._settled(code, standing))

    def _deliver(self, submission: Submission) -> wire.Standing:
        """Documents, smallest first, then the record. What the portal says of it."""
        by_size = sorted(submission.filing.documents, key=lambda item: item.size)
        urls = {item.sha256: self._uploader.deliver(item) for item in by_size}
        procedure = self._procedure(submission.filing.procedure)
        record = wire.record(submission, procedure, self._office, urls)
        answer = self.portal.register(record)
        self._tally.bytes += len(record["ToKhaiKiosk"].encode())
        return wire.standing(answer, wire.reference(submission))

    def _settled(self, code: str, standing: wire.Standing) -> ItemReport:
        try:
            self._store.outbox.settle(code, standing.official)
        except TransitionError:  # another process delivered the same, under the same key
            return ItemReport(code, "skipped", standing.official)
        self._store.outbox.set_legal(code, standing.legal, standing.note)
        return ItemReport(code, "delivered", standing.official)

    def _failed(self, submission: Submission, error: KioskError, items: list[ItemReport]) -> None:
        self.portal.start_afresh()
        code, reason = submission.code, reason_of(error)
        verdict = self._policy.after(error, submission.attempts)
        try:
            self._noted(submission, error, verdict, items)
        except TransitionError:  # an answer on a stick, or another process, was quicker
            items.append(ItemReport(code, "skipped", reason=reason))
        if isinstance(verdict, Again) and verdict.pause:
            raise _Stop(verdict.wait, error)

    def _noted(self, submission: Submission, error: KioskError, verdict: Verdict, items: list[ItemReport]) -> None:
        code, reason = submission.code, reason_of(error)
        if isinstance(verdict, Park):
            self._store.outbox.park(code, reason)
            items.append(ItemReport(code, "parked", reason=reason, error=error))
            return
        self._store.outbox.retry(code, self._clock() + timedelta(seconds=verdict.wait), reason)
        items.append(ItemReport(code, "postponed", reason=reason, error=error))

    # --- the office's word --------------------------------------------------------------------------------------

    def _ask_office(self) -> None:
        """Ask about the delivered dossiers, in rounds: a few with each pass, and a calm while between two rounds."""
        if not self._round and self._monotonic() >= self._next_round:
            self._next_round = self._monotonic() + self.status_every
            self._round = list(self._store.outbox.at_office(FINAL))
        for _ in range(min(LOOK_UPS, len(self._round))):
            self._ask_about(self._store.outbox.get(self._round[0]))
            self._round.pop(0)

    def _ask_about(self, item: Submission) -> None:
        try:
            standing = wire.standing(self.portal.look_up(item.official))
        except LineError as error:
            verdict = self._policy.after(error, 1)
            if isinstance(verdict, Again) and verdict.pause:
                raise
            self.portal.start_afresh()
            return  # an odd answer about one dossier: it is asked again with the next round
        if (standing.legal, standing.note) != (item.legal, item.legal_note):
            self._store.outbox.set_legal(item.code, standing.legal, standing.note)
