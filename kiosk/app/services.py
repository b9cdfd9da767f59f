"""The composition root: builds everything from the settings, starts it, stops it. Nobody else constructs across rooms.

``AppServices`` is what lies below the screens: store, devices, sync. In the demo the devices are simulated and the
sandbox portal runs beside them on loopback; everything between is the same.
"""

from __future__ import annotations

import contextlib
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Self

from kiosk import catalogue
from kiosk.app.card_keys import card_key, shared_values
from kiosk.app.drivers import EyesAndHands, drivers, worker_eyes
from kiosk.app.figures import KioskFigures
from kiosk.app.hall import hall_host
from kiosk.app.metrics_server import metrics_served
from kiosk.app.offered import OfferedProcedures
from kiosk.clock import MovableClock, day_began, office_time
from kiosk.config import Config
from kiosk.devices.card_identity import key_from_digits
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import StoreError
from kiosk.language_packs import packs_named
from kiosk.procedures.areas import AreaDirectory
from kiosk.resources import asset
from kiosk.services.filing import FilingDesk
from kiosk.services.key_source import key_source
from kiosk.services.link_status import LinkStatus
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.maintenance.job_runs import job_runs, renewal_of, sync_record
from kiosk.services.maintenance.jobs_desk import JobRounds, JobsDesk, Run
from kiosk.services.maintenance.line_desk import line_notes
from kiosk.services.maintenance.stick_desk import StickDesk
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.opening import need_service
from kiosk.services.places import OfficePlaces
from kiosk.services.queue_reader import QueueStatusReader
from kiosk.services.receipts import verified
from kiosk.services.restoring import carry_out
from kiosk.services.savepoints import SavepointDesk
from kiosk.services.tracking import DossierTracker
from kiosk.services.visit_help import VisitHelp
from kiosk.services.visit_records import VisitRecords
from kiosk.services.visit_services import VisitServices
from kiosk.store import Store
from kiosk.sync.courier.round import Round
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassListeners, PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.editions import FiledEditions
from kiosk.sync.queue.policy import Policy
from kiosk.sync.report import PassReport
from kiosk.sync.status.heartbeat import health_of
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership, seal_to, signers_of
from kiosk.sync.transport.metered import Metered
from kiosk.sync.updates.renewal import Renewal
from kiosk.sync.watcher import Watcher

if TYPE_CHECKING:
    from kiosk.app.demo import Bench, PortalServer

log = logging.getLogger(__name__)

ASKS_EVERY = 60.0  # seconds between two questions about one dossier
DEMO_ASKS_EVERY = 1.0  # seconds: at the demo nobody waits a minute for the office's word


def _compared() -> datetime:
    return day_began(catalogue.compared())


class AppServices:
    """Store, devices and sync, running. A context manager: leaving it stops and closes all, whatever happened."""

    def __init__(
        self,
        config: Config,
        bug: Callable[[BaseException], None],
        eyes: Callable[[Config], EyesAndHands] = worker_eyes,
    ) -> None:
        self._eyes = eyes
        self._closing = contextlib.ExitStack()
        with self._closing:
            self._build(config, bug)
            self._closing = self._closing.pop_all()

    def _build(self, config: Config, bug: Callable[[BaseException], None]) -> None:
        self.line, self.server = Line(), self._server(config)
        if self.server is not None:
            from kiosk.app.demo import with_portal

            config = with_portal(config, self.server)
        need_service(config)
        carry_out(config)
        self.store = self._closing.enter_context(Store.start(config.data, office_time, key_source(config)))
        self.store.keys.publish(config.office.kiosk)
        self.offered = OfferedProcedures(self.store)
        if self.server is not None:
            self.server.courier.know(config.office.unit, config.office.kiosk, self.store.keys.public)
        self._config, self.job_book = config, JobBook(self.store.notes, office_time)
        self.store.documents.sweep()  # papers of filings that a power cut ended before they were one
        self.hardware = drivers(config, self._eyes)
        self._closing.callback(self.hardware.close)
        self.sign, self.floor, self.clock = LinkStatus(), TrustedTime(self.store.notes, office_time), MovableClock()
        self.filing_time = self.clock.filing_time(lambda: self.floor.floor, _compared)
        self.member = Membership.of(self.store.keys, self.floor)
        self.signers = signers_of(config.courier, self.member, self.store.notes)
        self.calls, self.help = OfficerCalls(self.store.notes, office_time), VisitHelp(office_time)
        self.figures = KioskFigures(config, self.store, self.hardware, self.calls, self.sign, self.floor)
        portal = self._portal(config)
        self.watcher = self._watcher(config, portal, bug)
        self.calls.subscribe(self.watcher.prompt)  # the fleet's page hears of a call at once, where there is a line
        self.renewal = self._renewal(config, portal, bug)
        self.courier, self.services = self._courier(config), self._services(config)
        rounds = JobRounds(self.jobs(), *self._worker("housekeeping", bug))
        rounds.start()
        self._closing.callback(rounds.stop)
        self._closing.enter_context(metrics_served(config.monitoring.port, self.store, self.figures.metrics))
        self.hall = hall_host(config, self.store, self.calls, self.help, self.member, self.floor, lambda: self.sign.up)
        if self.hall is not None:
            self._closing.callback(self.hall.stop)
            self.hall.start()
        self.store.journal.append(Entry(EventKind.KIOSK_STARTED))

    def _worker(
        self, name: str, bug: Callable[[BaseException], None]
    ) -> tuple[Callable[[BaseException], None], Callable[[], None]]:
        """What a worker calls after a bug, and after work that met none: a technician is told until it works again."""

        alarm = "item-bug" if name == "item" else f"worker-{name}"

        def failed(error: BaseException) -> None:
            bug(error)
            with contextlib.suppress(StoreError):  # the disk's own fault is told by other ways
                self.store.alarms.report(alarm, type(error).__name__)

        def well() -> None:
            with contextlib.suppress(StoreError):
                self.store.alarms.clear(alarm)

        return failed, well

    def _server(self, config: Config) -> PortalServer | None:
        if not config.demo or config.portal.url:
            return None
        from kiosk.app.demo import portal_server

        server = portal_server(config)
        self._closing.callback(server.stop)
        return server.start()

    def _portal(self, config: Config) -> Portal:
        portal = Portal(config.portal, config.office.unit, self.line, self.store.journal.checkpoint, self.member)
        self._closing.callback(portal.close)
        return portal

    def _watcher(self, config: Config, portal: Portal, bug: Callable[[BaseException], None]) -> Watcher:
        engine = Engine(
            self.store,
            portal,
            PassTiming(
                Policy(random.random),
                office_time,
                status_every=DEMO_ASKS_EVERY if config.demo else ASKS_EVERY,
                metered=Metered(config.portal.metered),
            ),
            PassOffice(config.office, catalogue.procedure, self.signers),
            PassListeners(
                health=health_of(self.store, config.office, office_time, self.figures.machine),
                item_bug=lambda _code, error: self._worker("item", bug)[0](error),
            ),
        )
        book = line_notes(self.store, office_time)

        def report(one: PassReport) -> None:
            self.sign.update(one)
            book(one)

        watcher = Watcher(engine, report, *self._worker("sync", bug))
        self._closing.callback(self.store.outbox.subscribe(watcher.wake))
        watcher.start()
        self._closing.callback(watcher.stop)
        return watcher

    def _renewal(self, config: Config, portal: Portal, bug: Callable[[BaseException], None]) -> Renewal:
        def calm() -> bool:
            now = portal.hours.has(office_time())
            return now and self.sign.up and not self.store.outbox.pending_count()

        def take() -> bool:
            from kiosk.services.updates import take_unasked  # TUF: not before the first paint

            with self.job_book.run("updates"):
                return take_unasked(config, self.store, self.line)

        self._take = take
        renewal = Renewal(self.store.notes, office_time, calm, take, *self._worker("updates", bug))
        renewal.start()
        self._closing.callback(renewal.stop)
        return renewal

    def take_updates(self) -> bool:
        """Now, whatever the hour; whether something new waits for the next start. LineError, UpdateError."""
        return self.renewal.through(self._take)

    def renew_certificate(self) -> bool:
        """Now, over a connection of its own; False without an enrolment. LineError."""
        if self.member is None:
            return False
        with contextlib.closing(
            Portal(self._config.portal, self._config.office.unit, membership=self.member)
        ) as portal:
            portal.renew(over=True)
        return True

    def jobs(self, runs: Mapping[str, Run] | None = None) -> JobsDesk:
        """``runs``: what needs more than the store, by job."""
        config, store = self._config, self.store
        own = job_runs(config, store, lambda: StickDesk(self.hardware.sticks).folder())
        return JobsDesk(
            self.job_book,
            office_time,
            config.keeping,
            {**own, **(runs or {})},
            lambda: history.following if (history := self.watcher.history) else None,
            lambda: sync_record(store),
            lambda: renewal_of(store),
        )

    def _courier(self, config: Config) -> Round:
        def renew(stick: CourierStick) -> bool:
            from kiosk.services.updates import take_carried

            return self.renewal.through(lambda: take_carried(config, self.store, stick))

        return Round(
            self.store, config.office, catalogue.procedure, seal_to(config.courier, self.member), self.signers, renew
        )

    def _services(self, config: Config) -> VisitServices:
        editions, banks = FiledEditions(self.store, catalogue.procedure), frozenset(catalogue.banks())
        places = OfficePlaces(AreaDirectory(asset("areas")), config.office)
        whose = (self.store, config.office, editions.known, banks, self.filing_time.now)
        timed = (self.filing_time, catalogue.is_holiday)
        return VisitServices(
            config=config,
            clock=self.filing_time.now,
            reader=self.hardware.reader,
            station=self.hardware.station,
            printer=self.hardware.printer,
            scanner=self.hardware.scanner,
            sticks=self.hardware.sticks,
            packs=packs_named(config.packs),
            speech=self.hardware.speech,
            headphones=self.hardware.headphones,
            records=VisitRecords(self.store),
            savepoints=SavepointDesk(self.store),
            desk=FilingDesk(self.store, config.office, *timed, places, sample=config.demo),
            places=places,
            tracker=DossierTracker(*whose, lambda text: verified(config, text)),
            line=self.sign,
            calls=self.calls,
            help=self.help,
            way=QueueStatusReader(self.store, self.watcher, self.floor, office_time),
            procedures=self.offered.in_force,
            ended=self.offered.ended,
            made_under=editions.of,
            values=shared_values,
            key_from_code=card_key,
            key_from_digits=key_from_digits,
        )

    def bench(self) -> Bench:
        """The hands for the simulated devices. ConfigError where a device is a real one."""
        from kiosk.app.demo import bench_of

        hardware = self.hardware
        bench = bench_of(hardware.reader, hardware.hands, hardware.printer, self.line, self.server)
        bench.scanner, bench.sticks, bench.clock = hardware.scanner, hardware.sticks, self.clock
        return bench

    def close(self) -> None:
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
