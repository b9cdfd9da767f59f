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
from kiosk.app.drivers import EyesAndHands, drivers, worker_eyes
from kiosk.clock import FilingTime, day_began, office_time
from kiosk.config import Config
from kiosk.devices.card_identity import key_from_digits, key_from_qr
from kiosk.domain.card_reading import CardKey
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import BadCardKey, StoreError
from kiosk.resources import asset, read_toml
from kiosk.services.filing import FilingDesk
from kiosk.services.key_source import key_source
from kiosk.services.link_status import LinkStatus
from kiosk.services.machine import condition
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.queue_reader import QueueStatusReader
from kiosk.services.savepoints import SavepointDesk
from kiosk.services.tracking import DossierTracker
from kiosk.services.visit_records import VisitRecords
from kiosk.services.visit_services import VisitServices
from kiosk.store import Store, Terms
from kiosk.store.filings.housekeeper import Housekeeper
from kiosk.sync.courier.round import Round
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassListeners, PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.editions import FiledEditions
from kiosk.sync.queue.policy import Policy
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


def shared_values(name: str) -> tuple[str, ...]:
    """The names of one shared list, in its own order."""
    return tuple(item["name"] for item in read_toml(asset("values", f"{name}.toml"))["values"])


def card_key(text: str) -> CardKey | None:
    """The key printed in a card's QR; None where the text is no card's."""
    try:
        return key_from_qr(text)
    except BadCardKey:
        return None


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
        self.line = Line()
        self.server = self._server(config)
        if self.server is not None:
            from kiosk.app.demo import with_portal

            config = with_portal(config, self.server)
        self.store = self._closing.enter_context(Store.start(config.data, office_time, key_source(config)))
        self.store.keys.publish(config.office.kiosk)
        self.procedures = {code: catalogue.procedure(code) for code in catalogue.codes()}
        for one in self.procedures.values():
            self.store.editions.bind(one.code, one.version, one.source)
        if self.server is not None:
            self.server.courier.know(config.office.unit, config.office.kiosk, self.store.keys.public)
        self._keep_house(config, bug)
        self.store.documents.sweep()  # papers of filings that a power cut ended before they were one
        self._hardware = drivers(config, self._eyes)
        self._closing.callback(self._hardware.reader.close)
        self._closing.callback(self._hardware.station.close)
        self.sign = LinkStatus()
        self.floor = TrustedTime(self.store.notes, office_time)
        self.filing_time = FilingTime(office_time, lambda: self.floor.floor, _compared)
        self.member = Membership.of(self.store.keys, self.floor)
        self.signers = signers_of(config.courier, self.member, self.store.notes)
        self.calls = OfficerCalls(self.store.notes, office_time)
        portal = self._portal(config)
        self.watcher = self._watcher(config, portal, bug)
        self.calls.subscribe(self.watcher.try_now)  # the fleet's page hears of a call at once, where there is a line
        self.renewal = self._renewal(config, portal, bug)
        self.courier = self._courier(config)
        self.services = self._services(config)
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

    def _keep_house(self, config: Config, bug: Callable[[BaseException], None]) -> None:
        keeping = config.keeping
        terms = Terms(keeping.documents_days, keeping.draft_days, keeping.unproven_days)
        idle = keeping.idle_hours
        keeper = Housekeeper(
            self.store.retention, terms, office_time, lambda hour: hour in idle, *self._worker("housekeeping", bug)
        )
        keeper.start()
        self._closing.callback(keeper.stop)

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
                health=health_of(self.store, config.office, office_time, self._condition(config)),
                item_bug=lambda _code, error: self._worker("item", bug)[0](error),
            ),
        )
        watcher = Watcher(engine, self.sign.update, *self._worker("sync", bug))
        self._closing.callback(self.store.outbox.subscribe(watcher.wake))
        watcher.start()
        self._closing.callback(watcher.stop)
        return watcher

    def _condition(self, config: Config) -> Callable[[], Mapping[str, str | int]]:
        return lambda: {**condition(config.data, self._hardware.printer, office_time), **self.calls.report()}

    def _renewal(self, config: Config, portal: Portal, bug: Callable[[BaseException], None]) -> Renewal:
        def calm() -> bool:
            now = portal.hours.has(office_time())
            return now and self.sign.up and not self.store.outbox.pending_count()

        def take() -> bool:
            from kiosk.services.updates import take_unasked  # TUF: not before the first paint

            return take_unasked(config, self.store, self.line)

        renewal = Renewal(self.store.notes, office_time, calm, take, *self._worker("updates", bug))
        renewal.start()
        self._closing.callback(renewal.stop)
        return renewal

    def _courier(self, config: Config) -> Round:
        def renew(stick: CourierStick) -> bool:
            from kiosk.services.updates import take_carried

            return self.renewal.through(lambda: take_carried(config, self.store, stick))

        return Round(
            self.store, config.office, catalogue.procedure, seal_to(config.courier, self.member), self.signers, renew
        )

    def _services(self, config: Config) -> VisitServices:
        editions, banks = FiledEditions(self.store, catalogue.procedure), frozenset(catalogue.banks())
        return VisitServices(
            config=config,
            clock=self.filing_time.now,
            reader=self._hardware.reader,
            station=self._hardware.station,
            printer=self._hardware.printer,
            scanner=self._hardware.scanner,
            sticks=self._hardware.sticks,
            records=VisitRecords(self.store),
            savepoints=SavepointDesk(self.store),
            desk=FilingDesk(self.store, config.office, self.filing_time, catalogue.is_holiday),
            tracker=DossierTracker(self.store, config.office, editions.known, banks, self.filing_time.now),
            line=self.sign,
            calls=self.calls,
            way=QueueStatusReader(self.store, self.watcher, self.floor, office_time),
            procedures=self.procedures,
            made_under=editions.of,
            values=shared_values,
            key_from_code=card_key,
            key_from_digits=key_from_digits,
        )

    def bench(self) -> Bench:
        """The hands for the simulated devices. ConfigError where a device is a real one."""
        from kiosk.app.demo import bench_of

        hardware = self._hardware
        bench = bench_of(hardware.reader, hardware.hands, hardware.printer, self.line, self.server)
        bench.scanner, bench.sticks = hardware.scanner, hardware.sticks
        return bench

    def close(self) -> None:
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
