"""What a technician's pages work with, over the running kiosk."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.app.restarting import restart_desk, running, versions
from kiosk.app.services import AppServices
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.jobs import JobOutcome
from kiosk.services.counter.counters import CounterDesk
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.courier_desk import CourierDesk
from kiosk.services.maintenance.desks import MaintenanceDesks
from kiosk.services.maintenance.device_trials import DeviceTrials
from kiosk.services.maintenance.health_desk import HealthDesk
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.maintenance.job_runs import renewal_of
from kiosk.services.maintenance.jobs_desk import JobsDesk
from kiosk.services.maintenance.key_desk import KeyDesk
from kiosk.services.maintenance.leaving_desk import LeavingDesk
from kiosk.services.maintenance.line_desk import LineDesk, speed_trial
from kiosk.services.maintenance.machine_acts import MachineActs
from kiosk.services.maintenance.queue_desk import QueueRounds
from kiosk.services.maintenance.readiness import ReadinessDesk
from kiosk.services.maintenance.restore_desk import RestoreDesk
from kiosk.services.maintenance.setting_lines import SettingLines
from kiosk.services.maintenance.stick_desk import StickDesk
from kiosk.services.maintenance.store_desk import StoreDesk
from kiosk.services.maintenance.update_desk import UpdateDesk
from kiosk.sync.transport.metered import Metered
from kiosk.words import words


def maintenance_over(config: Config, rooms: AppServices) -> MaintenanceDesks:
    store, services = rooms.store, rooms.services
    sessions = StaffSessions(store, config.counter.desk, config.counter.idle)
    book = JobBook(store.notes, office_time)
    trials = DeviceTrials(
        services.reader,
        services.station,
        services.printer,
        services.scanner,
        book,
        services.key_from_digits,
        services.key_from_code,
    )
    health = HealthDesk(
        services.config,
        store,
        office_time,
        lambda: rooms.sign.state,
        services.reader,
        services.station,
        services.printer,
        services.scanner,
    )
    updates = UpdateDesk(services.config, store, running)
    return MaintenanceDesks(
        sessions=sessions,
        acts=MachineActs(store, sessions),
        health=health,
        trials=trials,
        reports=ReadinessDesk(services.config, store, versions, trials.all),
        sticks=StickDesk(services.sticks),
        line=LineDesk(
            store,
            office_time,
            rooms.watcher,
            speed_trial(services.config, store, rooms.line),
            Metered(config.portal.metered),
        ),
        updates=updates,
        restarts=restart_desk(config, rooms, updates),
        settings=SettingLines(config),
        stored=StoreDesk(services.config, store, StickDesk(services.sticks), office_time),
        leaving=LeavingDesk(services.config, store, StickDesk(services.sticks)),
        restore=RestoreDesk(services.config, store, StickDesk(services.sticks)),
        keys=KeyDesk(services.config, store, office_time),
        jobs=_jobs(config, rooms, health),
        counters=CounterDesk(sessions, rooms.hall.register if rooms.hall is not None else None),
        queue=QueueRounds(store, services.way, _courier(rooms)),
        clock=office_time,
        versions=versions,
    )


def _courier(rooms: AppServices) -> CourierDesk | None:
    sticks = rooms.services.sticks
    return CourierDesk(sticks, rooms.courier) if sticks is not None and rooms.courier.is_set else None


def _jobs(config: Config, rooms: AppServices, health: HealthDesk) -> JobsDesk:
    """The running kiosk's, and what needs its line and its devices."""

    def sync() -> tuple[JobOutcome, Mapping[str, str | int]]:
        rooms.services.way.try_now()
        return JobOutcome.DONE, {}

    def updates() -> tuple[JobOutcome, Mapping[str, str | int]]:
        new = rooms.take_updates()
        return JobOutcome.DONE, {"count": int(new)}

    def self_check() -> tuple[JobOutcome, Mapping[str, str | int]]:
        board = health.board(words(config.language))
        wrong = len(board.to_mend)
        good = len(board.cells) - wrong
        return JobOutcome.LOOK if wrong else JobOutcome.DONE, {"good": good, "all": len(board.cells)}

    def certificate() -> tuple[JobOutcome, Mapping[str, str | int]]:
        renewed = rooms.renew_certificate()
        term = renewal_of(rooms.store) if renewed else None
        return (JobOutcome.DONE, {"day": f"{term.ends:%d/%m/%Y}"}) if term else (JobOutcome.LOOK, {"day": "–"})

    return rooms.jobs({"sync": sync, "certificate": certificate, "updates": updates, "self-check": self_check})
