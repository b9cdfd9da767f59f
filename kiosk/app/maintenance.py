"""Maintenance on the kiosk's own screen: its hidden way in, its desks, the window laid over the resident's screens."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

import kiosk
from kiosk.app.launch import BUILD, launched
from kiosk.app.services import AppServices
from kiosk.app.staff_overlay import StaffOverlay
from kiosk.clock import office_time
from kiosk.closing import close_all
from kiosk.config import Config
from kiosk.devices.keyboards import has_keyboard
from kiosk.domain.jobs import JobOutcome
from kiosk.domain.restarting import RestartRecord
from kiosk.resources import catalogue_version
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
from kiosk.services.restarting import RestartDesk
from kiosk.sync.transport.metered import Metered
from kiosk.ui.counter.desk_card import DeskCard
from kiosk.ui.counter.style import staff_scale
from kiosk.ui.maintenance.presenter import MaintenancePresenter
from kiosk.ui.maintenance.restart import fresh_start
from kiosk.ui.maintenance.starting_anew import StartingAnew
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look
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
    updates = UpdateDesk(services.config, store, _running)
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


def restart_desk(config: Config, rooms: AppServices, updates: UpdateDesk | None = None) -> RestartDesk:
    known = updates or UpdateDesk(rooms.services.config, rooms.store, _running)
    power = rooms.hardware.power
    return RestartDesk(config, rooms.store, power, office_time, versions, attended=launched(), updates=known.facts)


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


def _running() -> dict[str, str]:
    return {"program": os.environ.get(BUILD, ""), "catalogue": catalogue_version()}


def versions() -> Mapping[str, str]:
    return {"program": kiosk.__version__, "catalogue": catalogue_version() or "0"}


class MaintenanceDoor:
    """``row`` is the window's; ``resident`` is hidden while maintenance is open."""

    def __init__(
        self,
        config: Config,
        rooms: AppServices,
        bug: Callable[[BaseException], None],
        row: QBoxLayout,
        resident: QWidget,
        anew: Callable[[], StartingAnew],
    ) -> None:
        """``anew``: how the program ends from within maintenance."""
        self._config, self._rooms, self._anew = config, rooms, anew
        self._overlay = StaffOverlay(row, resident)
        self._tasks = Tasks(bug)
        self.presenter: MaintenancePresenter | None = None

    @property
    def is_open(self) -> bool:
        return self.presenter is not None

    def open(self, size: QSize) -> MaintenancePresenter:
        """In a window of that size; as it is where it is open already."""
        if self.presenter is None:
            config = self._config
            look = Look(THEMES[config.theme], scale=staff_scale(size))
            desks = maintenance_over(config, self._rooms)
            strings, card = Strings(config.language), DeskCard(self._rooms.services, self._tasks)
            self.presenter = MaintenancePresenter(
                desks, self._tasks, look, strings, config, size, self._anew(), card=card, plugged=has_keyboard
            )
            self.presenter.left.connect(self._leave)
            self._overlay.lay(self.presenter.widget)
            self.presenter.open()
        return self.presenter

    def busy(self, *lanes: str) -> bool:
        """Whether something is under way on one of these lanes."""
        return self._tasks.busy(*lanes)

    def tell_fresh_start(self, size: QSize, record: RestartRecord) -> None:
        """Whoever had it start anew at the screen is met by the sign-in, which says that it did."""
        presenter = self.open(size)
        presenter.sign_in.show_news(fresh_start(presenter.stage.kit, record))

    def _leave(self) -> None:
        """Back to the resident's start; nothing of maintenance stays in memory."""
        presenter, self.presenter = self.presenter, None
        if presenter is not None:
            station = self._rooms.services.station
            close_all(
                presenter.end,
                self._tasks.forget,
                station.forget,
                partial(self._overlay.take_away, presenter, presenter.widget),
            )

    def close(self) -> None:
        """With the kiosk."""
        close_all(self._leave, self._tasks.close)
