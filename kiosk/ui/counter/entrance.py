"""Coming and going at the counter: sign-in by card or name, the lock, signing out, and the glass given back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from kiosk.closing import close_all
from kiosk.config import Office
from kiosk.domain.citizen import CardIdentity
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.services.counter.counter import CounterDesks
from kiosk.services.counter.sessions import StaffName
from kiosk.ui.counter.lock import LockPage
from kiosk.ui.counter.parts import scrolled_whole
from kiosk.ui.counter.sign_in import SignInPage
from kiosk.ui.counter.sign_in_card import SignInCard
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.staff.session_lock import SessionLock

if TYPE_CHECKING:
    from kiosk.ui.counter.desk_card import DeskCard


class Entrance(QObject):
    """``entered``: somebody signed in. ``left``: back to the kiosk's start. ``card``: None without a reader."""

    entered = Signal()
    ended = Signal()  # nobody is signed in any more
    left = Signal()

    def __init__(
        self, stage: CounterStage, stack: QStackedWidget, office: Office, card: DeskCard | None, out_after: float
    ) -> None:
        super().__init__()
        self._stage, self._stack = stage, stack
        where = office.authority, office.commune
        self.sign_in, self.lock = SignInPage(stage.kit, *where), LockPage(stage.kit, *where)
        self.panes = tuple(scrolled_whole(stage.kit, page) for page in (self.sign_in, self.lock))
        self._card = SignInCard(
            card,
            self.sign_in,
            stage.kit.strings,
            stage.run,
            self._holder_of,
            lambda: stage.session is not None,
            stage.remedy,
        )
        self._card.setParent(self)
        pages = (stage.frame, self.lock)
        self._session_lock = SessionLock(stage, stage.desks.sessions, stack, pages, out_after)
        self._session_lock.setParent(self)
        self._session_lock.ended.connect(self.sign_out)
        self._session_lock.rested.connect(self.close)
        self.sign_in.signed.connect(lambda name, secret: self._sign_in(secret, name=name))
        self.sign_in.carded.connect(lambda secret: self._sign_in(secret, id_number=self._card.number))
        self.sign_in.bootstrapped.connect(self._bootstrap)
        self.sign_in.left.connect(self.close)
        self._card.somebody.connect(self._session_lock.wait)
        self._card.stays.connect(stage.frame.show_card)

    def _holder_of(self, identity: CardIdentity) -> StaffName:
        """Asked for when a card was read: a hall has no reader, and its sessions no such call."""
        return self._stage.desks.sessions.card_holder(identity)

    # --- signing in ---

    def open(self) -> None:
        """Show the sign-in; the first account's where there is none."""
        self._stack.setCurrentWidget(self.panes[0])
        now, say = self._stage.desks.clock(), self._stage.kit.say
        part = "morning" if now.hour < 11 else "noon" if now.hour < 13 else "afternoon" if now.hour < 18 else "evening"
        self.sign_in.field.greeting = say(f"good_{part}")
        self.sign_in.field.beneath = say("when", at=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}")
        self.sign_in.begin()
        self._session_lock.wait()
        sessions = self._stage.desks.sessions
        self._stage.run(lambda: (sessions.first_run, sessions.names()), self._show_sign_in)

    def _show_sign_in(self, known: Any) -> None:
        first, names = known
        roles = {one: self._stage.kit.strings.say(f"staff.role.{one}") for one in ("officer", "chief", "technician")}
        if first:
            self.sign_in.show_first_run()
            return
        self.sign_in.show_names(names, roles)
        self._card.start()

    def _sign_in(self, secret: str, *, name: str = "", id_number: str = "") -> None:
        self._session_lock.wait()
        make = self._stage.desks.sessions.sign_in
        self._stage.run(lambda: make(secret, name=name, id_number=id_number), self._enter, self._refused)

    def _bootstrap(self, code: str, name: str, person: str, secret: str) -> None:
        make = self._stage.desks.sessions.bootstrap
        self._stage.run(lambda: make(code, name, person, secret), self._enter, self._refused)

    def _refused(self, error: KioskError) -> None:
        self.sign_in.show_fault(self._stage.sentence(error))

    def _enter(self, session: StaffSession) -> None:
        self._session_lock.begin(session)
        self._card.entered()
        role = self._stage.kit.strings.say(f"staff.role.{session.role.value}")
        self._stage.frame.show_person(session.person, role, self._stage.kit.say("desk", desk=session.desk))
        self.entered.emit()

    # --- going ---

    def close(self) -> None:
        """Back to the kiosk."""
        self._session_lock.stop_waiting()
        self.left.emit()

    def end(self) -> StaffSession | None:
        """Nothing is looked at or heard any more; who was signed in."""
        session = self._session_lock.end()
        self._card.stop()
        return session

    def sign_out(self) -> None:
        """Everything that was open is let go."""
        session = self.end()
        self._stage.frame.end_dialog()
        self._stage.frame.show_card("")
        self.ended.emit()
        if session is not None:
            self._stage.run(lambda: signed_off(self._stage.desks, session), lambda _: self.open())
        else:
            self.open()

    def lock_now(self) -> None:
        self._session_lock.lock_now()


def signed_off(desks: CounterDesks, session: StaffSession) -> None:
    """Let go what is open, then sign out, each of them although the other failed. What the last one raises."""
    close_all(partial(desks.dossiers.let_go, session), partial(desks.sessions.sign_out, session))
