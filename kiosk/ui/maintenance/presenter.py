"""Maintenance's presenter: who is signed in, the lock, the rail; each section has a presenter of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.config import Config
from kiosk.domain.citizen import CardIdentity
from kiosk.domain.staff import StaffRole
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import ActNotAllowed, KioskError, StaffCardUnknown
from kiosk.services.counter.sessions import StaffName
from kiosk.services.maintenance.desks import MaintenanceDesks
from kiosk.ui.bell import Bell, Loudspeaker
from kiosk.ui.counter.desk_card import DeskCard
from kiosk.ui.counter.sign_in import SignInPage
from kiosk.ui.counter.sign_in_card import SignInCard
from kiosk.ui.maintenance.away import AwayPage
from kiosk.ui.maintenance.counters_presenter import CountersSection
from kiosk.ui.maintenance.devices_presenter import DevicesPresenter
from kiosk.ui.maintenance.frame import MaintenanceFrame
from kiosk.ui.maintenance.glass_keys import GlassKeys
from kiosk.ui.maintenance.home_presenter import HomePresenter
from kiosk.ui.maintenance.jobs_presenter import JobsPresenter
from kiosk.ui.maintenance.keys_presenter import KeysPresenter
from kiosk.ui.maintenance.kit import MaintenanceKit, maintenance_style
from kiosk.ui.maintenance.leaving_presenter import LeavingPresenter
from kiosk.ui.maintenance.line_presenter import LinePresenter
from kiosk.ui.maintenance.page import scrolled
from kiosk.ui.maintenance.queue_presenter import QueuePresenter
from kiosk.ui.maintenance.rail import PLACES, RailSection
from kiosk.ui.maintenance.restart_presenter import RestartPresenter
from kiosk.ui.maintenance.restore_presenter import RestorePresenter
from kiosk.ui.maintenance.settings_presenter import SettingsPresenter
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.starting_anew import StartingAnew
from kiosk.ui.maintenance.store_presenter import StorePresenter
from kiosk.ui.maintenance.updates_presenter import UpdatesPresenter
from kiosk.ui.staff.session_lock import SessionLock
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Look

_SIGN_IN = 0


class MaintenancePresenter(QObject):
    """Made each time it is opened; ``widget`` is the whole of it. ``left``: back to the kiosk's start."""

    left = Signal()

    def __init__(
        self,
        desks: MaintenanceDesks,
        tasks: Tasks,
        look: Look,
        strings: Strings,
        config: Config,
        size: QSize,
        anew: StartingAnew,
        bell: Bell | None = None,
        card: DeskCard | None = None,
        plugged: Callable[[], bool] = lambda: True,
    ) -> None:
        """``card``: a reader for the technician's own; ``plugged``: whether a keyboard is."""
        super().__init__()
        kit = MaintenanceKit(look, strings, size, config.text)
        office = config.office
        self.stage = MaintenanceStage(
            desks, tasks, kit, MaintenanceFrame(kit, office.full_name, kit.say("head", **desks.versions()), PLACES)
        )
        self.home = HomePresenter(self.stage, self._lead)
        self.devices = DevicesPresenter(self.stage, office.full_name, bell or Loudspeaker(), lambda: self.widget)
        self.way, self.queue, self.jobs = (
            LinePresenter(self.stage),
            QueuePresenter(self.stage),
            JobsPresenter(self.stage),
        )
        restore = RestorePresenter(self.stage, anew)
        self.stored = StorePresenter(self.stage, self.jobs.page.result_words, restore)
        self.keys = KeysPresenter(self.stage, office.full_name)
        self.updates, self.settings = UpdatesPresenter(self.stage), SettingsPresenter(self.stage)
        self.leaving = LeavingPresenter(self.stage, office, anew)
        self.sections: Mapping[str, RailSection] = {
            "overview": self.home,
            "devices": self.devices,
            "line": self.way,
            "queue": self.queue,
            "jobs": self.jobs,
            "store": self.stored,
            "keys": self.keys,
            "updates": self.updates,
            "settings": self.settings,
            "counters": CountersSection(self.stage),
            "leaving": self.leaving,
            "restart": RestartPresenter(self.stage, anew),
        }
        self._here = ""
        self.widget, self._stack = QWidget(), QStackedWidget()
        self.sign_in, self.away = SignInPage(kit, office.authority, office.commune), AwayPage(kit)
        self.widget.setObjectName("maintenance")
        self.widget.setStyleSheet(maintenance_style(look, kit.letters))
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.glass_keys = GlassKeys(kit, self.widget, self._stack, size, plugged)
        column.addWidget(self.glass_keys)
        find, stage = self._technicians_card, self.stage
        self._card = SignInCard(
            card, self.sign_in, strings, stage.run, find, lambda: stage.session is not None, stage.remedy
        )
        for part in (scrolled(self.sign_in), scrolled(self.away), self.stage.frame):
            self._stack.addWidget(part)
        for page in (self.home.report_page, restore.page, *(section.page for section in self.sections.values())):
            self.stage.frame.pages.addWidget(page)
        pages, out_after = (self.stage.frame, self.away), config.counter.idle_out
        self._session_lock = SessionLock(self.stage, desks.sessions, self._stack, pages, out_after)
        self._session_lock.setParent(self)
        self._session_lock.ended.connect(self.close)
        self._session_lock.rested.connect(self.close)
        self._wire()

    def _wire(self) -> None:
        self.sign_in.signed.connect(lambda name, secret: self._sign_in(secret, name=name))
        self.sign_in.carded.connect(lambda secret: self._sign_in(secret, id_number=self._card.number))
        self._card.somebody.connect(self._session_lock.wait)
        kit = self.stage.kit
        for foot in (self.sign_in.foot, self.away.foot):
            keys = kit.button(kit.say("glass_keys"), self.glass_keys.turn, picture="keyboard")
            keys.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line that is written in keeps it
            foot.insertWidget(1, keys)
        self.sign_in.bootstrapped.connect(self._bootstrap)
        self.stage.frame.section.connect(self.go)
        for away in (self.sign_in.left, self.stage.frame.finished):
            away.connect(self.close)

    # --- the rail ---

    def go(self, section: str) -> None:
        """One of the rail's; what was open before lets its devices go."""
        if self.stage.session is None:
            return
        if self._here in self.sections:
            self.sections[self._here].close()
        self._here = section
        self.sections[section].open()

    def _lead(self, section: str, part: str) -> None:
        """From a cell of the overview."""
        if section == "devices":
            self.devices.part(part)
        if section in self.sections:
            self.go(section)

    # --- coming and going ---

    def open(self) -> None:
        """Show the sign-in; the first account's where there is none."""
        self._stack.setCurrentIndex(_SIGN_IN)
        self._session_lock.wait()
        now, kit = self.stage.desks.clock(), self.stage.kit
        self.sign_in.field.greeting = kit.say("greeting")
        self.sign_in.field.beneath = kit.say("when", at=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}")
        self.sign_in.show_fault("")
        sessions = self.stage.desks.sessions
        self.stage.run(lambda: (sessions.first_run, sessions.names()), self._show_sign_in)

    def close(self) -> None:
        """Back to the kiosk: signed out, devices let go, nothing of it stays."""
        session = self.end()
        if session is not None:
            self.stage.run(lambda: self.stage.desks.sessions.sign_out(session), lambda _: None)
        self.left.emit()

    def end(self) -> StaffSession | None:
        """Nothing is looked at or heard any more; who was signed in."""
        session = self._session_lock.end()
        if self._here in self.sections:
            self.sections[self._here].close()
        self._here = ""
        self._card.stop()
        self.glass_keys.close_for_good()
        self.stage.frame.end_dialog()
        return session

    def _show_sign_in(self, known: tuple[bool, Sequence[Any]]) -> None:
        first, names = known
        if first:
            self.sign_in.show_first_run()
            return
        role = StaffRole.TECHNICIAN
        words = {role.value: self.stage.kit.strings.say(f"staff.role.{role.value}")}
        technicians = [one for one in names if one.role is role]
        self._card.start()
        self.sign_in.show_names(technicians, words)
        if not technicians:
            self.sign_in.show_fault(self.stage.kit.say("no_technician"))

    def _sign_in(self, secret: str, *, name: str = "", id_number: str = "") -> None:
        self._session_lock.wait()
        sessions = self.stage.desks.sessions
        self._enter_by(lambda: sessions.sign_in(secret, name=name, id_number=id_number))

    def _technicians_card(self, identity: CardIdentity) -> StaffName:
        """StaffCardUnknown for an officer's: it opens nothing here, and nobody is told whose it is."""
        holder = self.stage.desks.sessions.card_holder(identity)
        if holder.role is not StaffRole.TECHNICIAN:
            raise StaffCardUnknown("no technician's")
        return holder

    def _bootstrap(self, code: str, name: str, person: str, secret: str) -> None:
        sessions = self.stage.desks.sessions
        self._enter_by(lambda: sessions.bootstrap(code, name, person, secret))

    def _enter_by(self, way: Callable[[], StaffSession]) -> None:
        def entered() -> StaffSession:
            session = way()
            try:
                self.stage.desks.acts.require(session)
            except ActNotAllowed:
                self.stage.desks.sessions.sign_out(session)
                raise
            self.stage.desks.acts.note(session, "maintenance-began")
            return session

        self.stage.run(entered, self._enter, self._refuse)

    def _refuse(self, error: KioskError) -> None:
        self.sign_in.show_fault(self.stage.sentence(error))

    def _enter(self, session: StaffSession) -> None:
        self._session_lock.begin(session)
        self._card.stop()  # the reader is there to be tried
        self.glass_keys.rest()
        self.stage.frame.show_person(session.person)
        self.go("overview")

    def lock_now(self) -> None:
        self._session_lock.lock_now()
