"""One resumable pass over what waits: every form first, then papers, each followed by its number. Never gives up, never
repeats. What is filed while papers fill the line goes by beside them (``run_urgent``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from kiosk.config import Office
from kiosk.domain.procedure import Procedure
from kiosk.errors import KioskError, LineError, PortalClockOff, PortalDown
from kiosk.sync.inbox.poll import Inbox
from kiosk.sync.inbox.reconciler import Reconciler
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.inbox.status_rounds import StatusRounds
from kiosk.sync.inbox.unproven_receipts import Proving
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SyncStore
from kiosk.sync.queue.answers import AnswerSender
from kiosk.sync.queue.editions import FiledEditions
from kiosk.sync.queue.policy import Again, Policy, Turn
from kiosk.sync.queue.sending import Hands, ItemBug, Sender, Stop
from kiosk.sync.queue.suspicion import may_be_one
from kiosk.sync.queue.upload import Tally, Uploader
from kiosk.sync.queue.upload_window import PaperGate, WaitReason
from kiosk.sync.report import ItemReport, PassReport
from kiosk.sync.status.heartbeat import Heartbeat
from kiosk.sync.status.link_history import Diary, LinkHistory
from kiosk.sync.transport.link import LineState, state_after
from kiosk.sync.transport.priority_connection import Beside

LONG_DOWN = 60.0  # seconds; from then on a dead line is tried less often
TURN = "portal.turn"  # the note under which the portal's word about crowds is kept


class Engine:
    """Passes, one at a time. ``clock`` gives aware moments; waits are measured by ``monotonic``, which no one resets.

    ``procedure`` finds a procedure in force by code, for filings from before they kept their own; ``status_every``
    seconds lie between two rounds of questions.
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
        health: Heartbeat | None = None,
        metered: Callable[[], bool] = lambda: False,
        signers: Signers | None = None,
        item_bug: ItemBug | None = None,
    ) -> None:
        """``signers`` are those whose word on arrivals counts; without any, none is kept."""
        self.portal = portal
        self.status_every = status_every
        self._store = store
        self._policy = policy
        self._clock = clock
        self._monotonic = monotonic
        self._name = f"{office.unit}/{office.kiosk}"
        self._tally = Tally()
        self._diary = Diary(store.notes)
        self.gate = PaperGate(portal.hours, store.notes, metered)
        self._beside = Beside(portal)
        arrivals = ReceiptVerifier(store.arrivals, signers or Signers(), office, portal.successions)
        editions = FiledEditions(store, procedure)
        self._reconciler = Reconciler(store, portal, clock)
        sender = partial(
            Sender,
            store,
            policy=policy,
            clock=clock,
            office=office,
            editions=editions,
            tally=self._tally,
            hands=Hands(),
            arrivals=arrivals,
            item_bug=item_bug,
            number_twice=self._reconciler.number_twice,
            delivered=self._reconciler.delivered,
        )
        self._sender, self._urgent_sender = sender(portal), sender(self._beside, urgent=True)
        self.held: WaitReason | None = None  # why papers wait, by the last pass that found something waiting
        self.sending_papers = False  # then what is filed goes by ``run_urgent``
        self._line_was_up = False  # by its greeting: an item that fails on a line that greets keeps its own wait
        self._failures = 0  # greetings in a row that failed
        self._rest_until = float("-inf")
        self._rest_reason: KioskError | None = None
        self._down_since: float | None = None  # no answer from the portal since then
        self._quiet_until = float("-inf")  # a line that has been dead for long is left alone
        inbox = Inbox(store.cases, office.kiosk, self._reconciler.begin)
        self._status = StatusRounds(
            store.outbox, portal, inbox, self._reconciler, self._unless_all_must_wait, status_every, monotonic
        )
        uploader = Uploader(portal, store.documents, self._tally)
        self._answers = AnswerSender(
            store,
            uploader,
            arrivals,
            office=office,
            editions=editions,
            policy=policy,
            clock=clock,
            suspicion=self._sender.suspicion,
            delivered=self._reconciler.delivered,
        )
        self._health = health
        self._proving = Proving(
            portal, self._sender, store.arrivals, self._unless_all_must_wait, status_every, monotonic
        )

    def run_once(self, *, prompted: bool = False) -> PassReport:
        """One pass; ``prompted`` by a person or a filing, it tries a dead line at once.

        LineError ends up in the report; StoreError goes up, and nothing is lost by it.
        """
        began, sent, payload = self._monotonic(), self.portal.bytes_sent, self._tally.bytes
        items: list[ItemReport] = []
        error = self._pass(items, prompted)
        return PassReport(
            line=self._line(error),
            submissions=tuple(items),
            bytes_sent=self.portal.bytes_sent - sent,
            bytes_payload=self._tally.bytes - payload,
            seconds=self._monotonic() - began,
            error=error,
            rest=max(0.0, max(self._rest_until, self._quiet_until) - self._monotonic()),
        )

    def _line(self, error: KioskError | None) -> LineState:
        state = state_after(error) if self.portal.is_set else LineState.UNSET
        return LineState.CLOCK if state is LineState.UP and self.portal.clock_is_wrong else state

    @property
    def seen(self) -> LinkHistory | None:
        """How the last pass found the line; None before the first there ever was. From any thread."""
        return self._diary.latest

    def try_now(self) -> None:
        """A person wants it tried: no wait of ours counts any more, only the portal's. From any thread; a pass that is
        ``prompted`` has to follow."""
        self._quiet_until = float("-inf")
        reason = self._rest_reason
        if not (isinstance(reason, PortalDown) and reason.retry_after is not None):
            self._rest_until = float("-inf")
        self._store.outbox.hurry_all("line.")
        self._store.outbox.hurry_all("portal.")
        self._store.cases.hurry()

    def send_off(self, codes: Iterable[str]) -> None:
        """The papers of these go with the next pass, whatever the hour and the line. From any thread."""
        self.gate.send_off(codes)

    def note(self, report: PassReport, wait: float) -> None:
        """Keep what the pass found, for whoever asks how the line stands. ``wait``: seconds until the next pass."""
        self._diary.passed(report, self._clock(), wait, self.portal.rate)

    def waiting(self) -> bool:
        """Is there anything that has not arrived? What is parked counts too: it may be let go at any moment."""
        return self._store.outbox.pending_count() > 0 or bool(self._store.cases.unsent())

    def _pass(self, items: list[ItemReport], prompted: bool) -> KioskError | None:
        """The error that stopped all, or None."""
        if not self.portal.is_set:
            return None
        if self._monotonic() < (self._rest_until if prompted else max(self._rest_until, self._quiet_until)):
            return self._rest_reason
        self._reconciler.about_to_greet()
        try:
            self.portal.hello()
        except LineError as error:
            self._line_was_up = False
            if isinstance(error, PortalClockOff):
                self._store.alarms.report("portal-clock")
            return self._stopped(error, self._greeting_wait(error))
        return self._work(items)

    def _work(self, items: list[ItemReport]) -> KioskError | None:
        self._failures, self._down_since, self._quiet_until = 0, None, float("-inf")
        self._sender.suspicion.begin()
        self._reconciler.greeted()
        try:
            self._line_is_back()
            self._status.ask()
            self._tell_office(self._answers.announce)
            if self._health is not None:
                self._tell_office(self._health.tell)
            self._tell_office(Portal.renew)
            if self.waiting():
                self.held = self.gate.held(self._clock())
                self._sender.forms(items, alone=self.held is not None)
                self._papers(items, self.held)
            self._proving.round(lambda: self.gate.held(self._clock()) is None)
            self._note_turn()
        except Stop as stop:
            return self._stopped(stop.error, stop.wait)
        except LineError as error:
            return self._stopped(error, self._greeting_wait(error))
        return None

    def _papers(self, items: list[ItemReport], reason: WaitReason | None) -> None:
        self.sending_papers = True
        try:
            self._tell_office(self._answers.send)
            tried = {item.code for item in items}
            for submission in self._store.outbox.due(self._clock()):
                if submission.code not in tried and self.gate.lets_through(submission, reason):
                    self._sender.papers(submission, items)
        finally:
            self.sending_papers = False

    def run_urgent(self) -> tuple[str, ...]:
        """Forms that were filed since the papers under way were begun, over a connection of their own; from another
        thread than ``run_once``. The codes that the office has now. What fails waits for the next pass, like all else.
        """
        self._beside.follow()
        self._urgent_sender.suspicion.begin()
        try:
            self._beside.get_ready()
            return tuple(self._urgent_sender.forms([]))
        except (Stop, LineError):
            return ()

    def _greeting_wait(self, error: LineError) -> float:
        self._failures += 1
        return self._policy.greet(error, self._failures)

    def _stopped(self, error: KioskError, wait: float) -> KioskError:
        """A dead line is greeted again with the next pass; a portal or a password in trouble is left alone a while."""
        self.portal.start_afresh()
        now = self._monotonic()
        if state_after(error) in (LineState.PORTAL_DOWN, LineState.TECHNICIAN):
            self._rest_until, self._rest_reason = now + wait, error
            return error
        self._down_since = now if self._down_since is None else self._down_since
        if now - self._down_since > LONG_DOWN:
            self._quiet_until = now + self._policy.look(now - self._down_since, self._turn())
        self._rest_reason = error
        return error

    def network_is_back(self) -> float:
        """The machine has a network again: seconds until this kiosk's turn to come. From any thread."""
        now = self._monotonic()
        wait = self._policy.back(now - self._down_since, self._turn()) if self._down_since is not None else 0.0
        self._quiet_until = now + wait
        return wait

    def _turn(self) -> Turn | None:
        turn = self.portal.turn or Turn.of(self._store.notes.get(TURN))
        return turn.of_kiosk(self._name) if turn else None

    def _note_turn(self) -> None:
        if self.portal.turn and self._store.notes.get(TURN) != self.portal.turn.told():
            self._store.notes.set(TURN, self.portal.turn.told())

    def _line_is_back(self) -> None:
        """Waits that a dead line caused end with it. Those that the portal asked for go on."""
        if self._line_was_up:
            return
        self._store.outbox.hurry_all("line.")
        self._line_was_up = True

    def _tell_office(self, what: Callable[[Portal], object]) -> None:
        """Answers to questions of the office; how this kiosk is. An odd reply to them stops nothing else."""
        try:
            what(self.portal)
        except LineError as error:
            self._unless_all_must_wait(error)

    def _unless_all_must_wait(self, error: LineError) -> None:
        """An errand failed: the pass goes on where the portal still greets, and ends where it does not."""
        verdict = self._policy.after(error, 1)
        if isinstance(verdict, Again) and verdict.pause:
            if not may_be_one(error):
                raise error
            self.portal.start_afresh()
            self.portal.hello()
        self.portal.start_afresh()
