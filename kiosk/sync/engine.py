"""One resumable pass over what waits: every form first, then papers, each followed by its number. Never gives up, never
repeats. What is filed while papers fill the line goes by beside them (``run_urgent``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiosk.domain.line_state import LineState
from kiosk.domain.queue_status import WaitReason
from kiosk.errors import KioskError, LineError, PortalClockOff
from kiosk.sync.line_waits import LineWaits, PortalTurn
from kiosk.sync.pass_settings import PassListeners, PassOffice, PassTiming
from kiosk.sync.pass_workers import workers_of
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SyncStore
from kiosk.sync.queue.policy import Again
from kiosk.sync.queue.sending import Stop
from kiosk.sync.queue.suspicion import may_be_one
from kiosk.sync.queue.upload_window import PaperGate
from kiosk.sync.report import ItemReport, PassReport
from kiosk.sync.status.link_history import Diary, LinkHistory
from kiosk.sync.transport.link import state_after
from kiosk.sync.transport.priority_connection import Beside

_CLOCK = "portal-clock"  # the alarm


class Engine:
    """Passes, one at a time."""

    def __init__(
        self,
        store: SyncStore,
        portal: Portal,
        timing: PassTiming,
        office: PassOffice,
        listeners: PassListeners | None = None,
    ) -> None:
        self.portal = portal
        self.status_every = timing.status_every
        self.gate = PaperGate(portal.hours, store.notes, timing.metered)
        self.wait_reason: WaitReason | None = None  # why papers wait, by the last pass that found something waiting
        self.sending_papers = False  # then what is filed goes by ``run_urgent``
        self._store, self._timing, self._listeners = store, timing, listeners or PassListeners()
        turn = PortalTurn(store.notes, office.name, lambda: portal.turn)
        self._waits = LineWaits(timing.policy, turn, timing.monotonic)
        self._diary, self._beside = Diary(store.notes), Beside(portal)
        ways = (portal, self._beside)
        self._workers = workers_of(store, ways, timing, office, self._listeners, self._unless_all_must_wait)

    def run_once(self, *, prompted: bool = False) -> PassReport:
        """One pass; ``prompted`` by a person or a filing, it tries a dead line at once.

        LineError ends up in the report; StoreError goes up, and nothing is lost by it.
        """
        began, sent, payload = self._timing.monotonic(), self.portal.bytes_sent, self._workers.tally.bytes
        news, answers = self._workers.status.news, len(self._store.cases.unsent())
        items: list[ItemReport] = []
        error = self._pass(items, prompted)
        return PassReport(
            line=self._line(error),
            submissions=tuple(items),
            bytes_sent=self.portal.bytes_sent - sent,
            bytes_payload=self._workers.tally.bytes - payload,
            seconds=self._timing.monotonic() - began,
            error=error,
            rest=self._waits.left,
            answers=max(0, answers - len(self._store.cases.unsent())),
            news=self._workers.status.news - news,
        )

    def _line(self, error: KioskError | None) -> LineState:
        state = state_after(error) if self.portal.is_set else LineState.UNSET
        return LineState.CLOCK if state is LineState.UP and self.portal.clock_is_wrong else state

    @property
    def history(self) -> LinkHistory | None:
        """How the last pass found the line; None before the first there ever was. From any thread."""
        return self._diary.latest

    def try_now(self) -> None:
        """A person wants it tried: no wait of ours counts any more, only the portal's. From any thread; a pass that is
        ``prompted`` has to follow."""
        self._waits.try_now()
        self._store.outbox.hurry_all("line.")
        self._store.outbox.hurry_all("portal.")
        self._store.cases.hurry()

    def send_off(self, codes: Iterable[str]) -> None:
        """The papers of these go with the next pass, whatever the hour and the line. From any thread."""
        self.gate.send_off(codes)

    def note(self, report: PassReport, wait: float) -> None:
        """Keep what the pass found, for whoever asks how the line stands. ``wait``: seconds until the next pass."""
        self._diary.passed(report, self._timing.clock(), wait, self.portal.rate)

    def waiting(self) -> bool:
        """Is there anything that has not arrived? What is parked counts too: it may be let go at any moment."""
        return self._store.outbox.pending_count() > 0 or bool(self._store.cases.unsent())

    def _pass(self, items: list[ItemReport], prompted: bool) -> KioskError | None:
        """The error that stopped all, or None."""
        if not self.portal.is_set:
            return None
        if self._waits.is_resting(prompted=prompted):
            return self._waits.reason
        self._workers.reconciler.about_to_greet()
        try:
            self.portal.hello()
        except LineError as error:
            self._waits.went_down()
            if isinstance(error, PortalClockOff):
                self._say_clock_is_off()
            return self._stopped(error, self._waits.after_greeting(error))
        return self._work(items)

    def _say_clock_is_off(self) -> None:
        """Once, until it is over: each report is an entry of the journal, and a greeting comes every half minute."""
        if all(alarm.name != _CLOCK for alarm in self._store.alarms.all()):
            self._store.alarms.report(_CLOCK)

    def _work(self, items: list[ItemReport]) -> KioskError | None:
        self._waits.greeted()
        self._workers.sender.suspicion.begin()
        self._workers.reconciler.greeted()
        try:
            if self._waits.came_up():
                self._store.alarms.clear(_CLOCK)
                self._store.outbox.hurry_all("line.")  # waits that a dead line caused end; the portal's own go on
            self._workers.status.ask()
            self._tell_office(self._workers.answers.announce)
            if self._listeners.health is not None:
                self._tell_office(self._listeners.health.tell)
            self._tell_office(Portal.renew)
            if self.waiting():
                self.wait_reason = self.gate.wait_reason(self._timing.clock())
                self._workers.sender.forms(items, alone=self.wait_reason is not None)
                self._papers(items, self.wait_reason)
            self._workers.proving.round(lambda: self.gate.wait_reason(self._timing.clock()) is None)
            self._waits.keep_turn()
        except Stop as stop:
            return self._stopped(stop.error, stop.wait)
        except LineError as error:
            return self._stopped(error, self._waits.after_greeting(error))
        return None

    def _papers(self, items: list[ItemReport], reason: WaitReason | None) -> None:
        self.sending_papers = True
        try:
            self._tell_office(self._workers.answers.send)
            tried = {item.code for item in items}
            for submission in self._store.outbox.due(self._timing.clock()):
                if submission.code not in tried and self.gate.lets_through(submission, reason):
                    self._workers.sender.papers(submission, items)
        finally:
            self.sending_papers = False

    def run_urgent(self) -> tuple[str, ...]:
        """Forms that were filed since the papers under way were begun, over a connection of their own; from another
        thread than ``run_once``. The codes that the office has now. What fails waits for the next pass, like all else.
        """
        self._beside.follow()
        self._workers.urgent.suspicion.begin()
        try:
            self._beside.get_ready()
            return tuple(self._workers.urgent.forms([]))
        except (Stop, LineError):
            return ()

    def _stopped(self, error: KioskError, wait: float) -> KioskError:
        if self.portal.line.pulled:  # the kiosk knows of the plug by itself: what failed is not to blame
            self._waits.went_down()
        self.portal.start_afresh()
        return self._waits.stop(error, wait)

    def network_is_back(self) -> float:
        """The machine has a network again: seconds until this kiosk's turn to come. From any thread."""
        return self._waits.network_is_back()

    def _tell_office(self, what: Callable[[Portal], object]) -> None:
        """Answers to questions of the office; how this kiosk is. An odd reply to them stops nothing else."""
        try:
            what(self.portal)
        except LineError as error:
            self._unless_all_must_wait(error)

    def _unless_all_must_wait(self, error: LineError) -> None:
        """An errand failed: the pass goes on where the portal still greets, and ends where it does not."""
        verdict = self._timing.policy.after(error, 1)
        if isinstance(verdict, Again) and verdict.pause:
            if not may_be_one(error):
                raise error
            self.portal.start_afresh()
            self.portal.hello()
        self.portal.start_afresh()
