"""Getting what waits to the portal without a running kiosk: one pass, many, or how the line stands."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.queue_status import QueueStatus
from kiosk.domain.submission import Sync
from kiosk.errors import PortalNotSet
from kiosk.store import Store
from kiosk.store.alarms import Alarm
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassListeners, PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.policy import Policy
from kiosk.sync.queue.upload_window import Hours, PaperGate
from kiosk.sync.report import PassReport
from kiosk.sync.status.link_history import LinkHistory
from kiosk.sync.status.queue_status import standing
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.membership import Membership, signers_of
from kiosk.sync.transport.metered import Metered
from kiosk.sync.watcher import Watcher

__all__ = ["DeliveryStatus", "PassReport", "QueueStatus", "acknowledge_alarms", "delivery_status", "one_pass", "watch"]


@dataclass(frozen=True)
class DeliveryStatus:
    """How the line stood at ``at``, what waits and why; ``unproven``: papers that arrived without the portal's word."""

    queue: QueueStatus
    at: datetime
    alarms: tuple[Alarm, ...]
    unproven: int

    @property
    def following(self) -> datetime | None:
        """When it is tried next; None where nothing waits to be tried."""
        return self.queue.following if self.queue.waiting else None

    @property
    def seconds_left(self) -> int | None:
        """Whole seconds until the next try."""
        return max(0, round((self.following - self.at).total_seconds())) if self.following else None


def delivery_status(config: Config, store: Store) -> DeliveryStatus:
    """When the portal was last reached, what waits and why, and when it is tried next. Sends nothing."""
    settings, now = config.portal, office_time()
    gate = PaperGate(Hours(settings.papers_from, settings.papers_until), store.notes, Metered(settings.metered))
    waiting = store.outbox.list(Sync.QUEUED, Sync.SENDING, Sync.PARKED)
    floor, reason = TrustedTime(store.notes, office_time), gate.wait_reason(now) if waiting else None
    alarms = tuple(store.alarms.all())
    queue = standing(waiting, LinkHistory.of(store.notes), reason, floor, alarms=alarms)
    return DeliveryStatus(queue, now, alarms, store.arrivals.standing().missing)


def acknowledge_alarms(store: Store) -> None:
    """A technician took note of them: they end."""
    for one in store.alarms.all():
        store.alarms.clear(one.name)


def one_pass(config: Config, store: Store, *, papers: bool = False) -> PassReport:
    """``papers``: those that wait for their hours or a free line go now, too. PortalNotSet; with the line or the portal
    down that is what it raises: nothing is lost by it."""
    with _engine(config, store, papers=papers) as engine:
        report = engine.run_once(prompted=True)
        engine.note(report, report.rest)
    if report.error is not None:
        raise report.error
    return report


def watch(config: Config, store: Store, show: Callable[[PassReport], None], *, papers: bool = False) -> None:
    """Passes until KeyboardInterrupt, each shown on a thread of its own. What goes wrong beyond known failures is
    raised."""
    over: list[Exception] = []
    done = threading.Event()

    def bug(error: Exception) -> None:
        over.append(error)
        done.set()

    with _engine(config, store, papers=papers) as engine, _passing(Watcher(engine, show, bug), store):
        done.wait()
    if over:
        raise over[0]


@contextlib.contextmanager
def _passing(watcher: Watcher, store: Store) -> Iterator[None]:
    unsubscribe = store.outbox.subscribe(watcher.wake)
    watcher.start()
    try:
        yield
    finally:
        unsubscribe()
        watcher.stop()


@contextlib.contextmanager
def _engine(config: Config, store: Store, *, papers: bool) -> Iterator[Engine]:
    member = Membership.of(store.keys, TrustedTime(store.notes, office_time))
    portal = Portal(config.portal, config.office.unit, head=store.journal.checkpoint, membership=member)
    if not portal.is_set:
        raise PortalNotSet("no portal.url in the settings")
    signers = signers_of(config.courier, member, store.notes)
    with contextlib.closing(portal):
        engine = Engine(
            store,
            portal,
            PassTiming(Policy(random.random), office_time, metered=Metered(config.portal.metered)),
            PassOffice(config.office, catalogue.procedure, signers),
            PassListeners(item_bug=lambda _code, error: store.alarms.report("item-bug", type(error).__name__)),
        )
        if papers:
            engine.send_off(store.outbox.codes())
        yield engine
