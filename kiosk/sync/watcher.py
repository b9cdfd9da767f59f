"""The thread that keeps passing: it wakes for a filing, for the plug, and by itself, and stops at once when told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial

from kiosk.backoff import Backoff
from kiosk.closing import close_all
from kiosk.domain.queue_status import WaitReason
from kiosk.errors import KioskError
from kiosk.sync.engine import Engine
from kiosk.sync.report import PassReport
from kiosk.sync.status.link_history import LinkHistory
from kiosk.sync.transport.carrier import Carrier

_log = logging.getLogger(__name__)

BESIDE = 1.0  # seconds; what failed beside papers under way is looked at again so soon, and goes when its wait is over
IDLE_PROBES = 10  # with nothing to send and the line up, only every tenth probe is worth its bytes

Told = Callable[[PassReport], None]


class Watcher:
    """Runs ``engine`` in a thread of its own. ``told`` gets each pass's report, in that thread; it must return soon.

    A known failure (a full disk) is logged and tried again with the next pass. A bug is handed to ``bug``, and the
    passes go on after a rest that grows with each in a row, which only a person cuts short: what waits must not depend
    on it, and a pass that fails must not come again at once because it wrote something.
    """

    def __init__(
        self,
        engine: Engine,
        report: Told,
        bug: Callable[[Exception], None],
        well: Callable[[], object] = lambda: None,
    ) -> None:
        """``well`` is called after each pass that met no bug."""
        self._engine = engine
        self._report = report
        self._bug = bug
        self._well = well
        rest = engine.portal.probe_interval * IDLE_PROBES
        self._backoff, self._beside_backoff = Backoff(rest), Backoff(rest)
        self._person = threading.Event()  # somebody wants it tried, or the end has come
        self._asked = threading.Event()  # no wait counts any more, and the store does not know yet
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._filed = threading.Event()
        self._beside = threading.Thread(target=self._run_beside, name="sync beside", daemon=True)
        self._carrier = Carrier(engine.network_is_back)  # the pass after it comes within a probe's interval
        self._unplug: Callable[[], None] = lambda: None

    def start(self) -> Watcher:
        self._unplug = self._engine.portal.line.subscribe(self.wake)
        self._thread.start()
        self._beside.start()
        self._carrier.start()
        return self

    def wake(self) -> None:
        """Pass now. From any thread; waking one that is awake makes it pass once more, and what was filed while papers
        fill the line goes by beside them."""
        self._wake.set()
        self._filed.set()

    # --- for whoever asks how the line stands (sync/standing.py); everything from any thread ---

    @property
    def sending_papers(self) -> bool:
        return self._engine.sending_papers

    @property
    def wait_reason(self) -> WaitReason | None:
        return self._engine.wait_reason

    @property
    def history(self) -> LinkHistory | None:
        return self._engine.history

    def try_now(self) -> None:
        """A person wants it tried. Writes to the store before it returns: StoreError."""
        self._engine.try_now()
        self._person.set()
        self.wake()

    def prompt(self) -> None:
        """As ``try_now``, for whoever may not wait for the store: the pass that it wakes does the writing. What fails
        is asked for again with the pass after it."""
        self._asked.set()
        self._person.set()
        self.wake()

    def send_off(self, codes: Iterable[str]) -> None:
        self._engine.send_off(codes)

    def stop(self, patience: float = 3.0) -> bool:
        """End the thread, from the middle of an upload too: it is resumed next time. True once it has ended.

        Only a name that is being looked up and a connection that is being made cannot be cut short; after ``patience``
        seconds of that the thread is left to end by itself, and touches nothing any more (False).
        """
        self._stopping.set()
        self._person.set()
        self.wake()
        line = self._engine.portal.line
        close_all(self._unplug, self._carrier.stop, line.close, partial(self._wait_for_end, patience))
        if self._alive():
            return False
        line.open()
        return True

    def _wait_for_end(self, patience: float) -> None:
        until = time.monotonic() + patience
        for thread in filter(threading.Thread.is_alive, (self._thread, self._beside)):
            thread.join(max(0.0, until - time.monotonic()))

    def _alive(self) -> bool:
        return self._thread.is_alive() or self._beside.is_alive()

    def _run_beside(self) -> None:
        while not self._stopping.is_set():
            self._filed.wait(BESIDE if self._engine.sending_papers else None)
            self._filed.clear()
            if self._stopping.is_set() or not self._engine.sending_papers:
                continue
            try:
                self._engine.run_urgent()
                self._beside_backoff.worked()
            except KioskError as error:
                _log.warning("beside: %s", error.code)
            except Exception as error:
                if not self._stopping.is_set():
                    self._bug(error)
                    self._person.wait(self._beside_backoff.failed())

    def _run(self) -> None:
        prompted = True
        while not self._stopping.is_set():
            self._wake.clear()
            self._person.clear()
            if self._stopping.is_set():  # it was told between the two lines above
                return
            wait = self._pass(prompted)
            prompted = self._wake.wait(wait)

    def _pass(self, prompted: bool) -> float:
        """One pass; seconds until the next."""
        interval = self._engine.portal.probe_interval
        try:
            report = self._engine.run_once(prompted=self._was_asked() or prompted)
            wait = self._until_next(report)
            self._engine.note(report, max(wait, report.rest))
            self._report(report)
            self._backoff.worked()
            self._well()
        except KioskError as error:
            _log.warning("pass: %s", error.code)
            return interval
        except Exception as error:
            if self._stopping.is_set():  # the store was closed under a pass that could not be cut short
                _log.info("pass given up at the end: %s", type(error).__name__)
            else:
                self._bug(error)
                self._person.wait(self._backoff.failed())
            return 0.0
        return wait

    def _was_asked(self) -> bool:
        """Was this pass asked for by ``prompt``? Then no wait of ours counts."""
        if not self._asked.is_set():
            return False
        self._asked.clear()  # first: who asks meanwhile has it done once more
        try:
            self._engine.try_now()
        except KioskError:
            self._asked.set()
            raise
        return True

    def _until_next(self, report: PassReport) -> float:
        interval = self._engine.portal.probe_interval
        calm = report.line.reached and not self._engine.waiting()
        return min(interval * IDLE_PROBES, self._engine.status_every) if calm else interval
