"""Sessions of the counter: sign in, idle lock, and the one gate that every act of the counter goes through."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from kiosk.domain.citizen import CardIdentity, CardVerdict
from kiosk.domain.dossier_events import DossierHead
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff import StaffRole
from kiosk.domain.staff_session import SessionState, StaffSession
from kiosk.errors import (
    ActNotAllowed,
    DossierSealed,
    SessionEnded,
    SessionLocked,
    StaffCardOther,
    StaffCardUnknown,
    StaffCardUnproven,
)

if TYPE_CHECKING:
    from kiosk.store import Store
    from kiosk.store.staff import Account


@dataclass(frozen=True)
class StaffName:
    """One account as the sign-in screen lists it."""

    name: str
    person: str
    role: StaffRole
    has_card: bool


class StaffSessions:
    """Who is signed in. Safe from any thread; every call may touch the disk. ``idle``: seconds until a desk locks."""

    def __init__(
        self, store: Store, desk: str = "Q1", idle: float = 300.0, running: Callable[[], float] = monotonic
    ) -> None:
        self._store, self._desk, self._idle, self._running = store, desk, idle, running
        self._states: dict[str, SessionState] = {}
        self._guard = Lock()

    @property
    def first_run(self) -> bool:
        """Whether nobody has an account here yet: the technician's setup code makes the first."""
        return not self._store.staff.list()

    def names(self) -> tuple[StaffName, ...]:
        """Whom the sign-in screen lists."""
        accounts = (one for one in self._store.staff.list() if not one.disabled)
        return tuple(StaffName(one.name, one.person, one.role, one.has_card) for one in accounts)

    def card_holder(self, identity: CardIdentity) -> StaffName:
        """Whose card lies there, before any PIN. StaffCardUnproven where the chip did not prove itself,
        StaffCardUnknown where the card opens nothing here."""
        if identity.standing is not CardVerdict.GENUINE:
            raise StaffCardUnproven(identity.standing.value)
        account = self._store.staff.of_card(identity.citizen.id_number)
        if account is None or account.disabled:
            raise StaffCardUnknown("opens no account")
        return StaffName(account.name, account.person, account.role, has_card=True)

    def sign_in(self, secret: str, *, name: str = "", id_number: str = "", desk: str = "") -> StaffSession:
        """By name, or by the number of the card that was read. SignInRefused, AccountLocked, AccountIdle,
        AccountDisabled."""
        return self._opened(self._store.staff.sign_in(secret, name=name, id_number=id_number), desk)

    def bootstrap(self, code: str, name: str, person: str, secret: str, id_number: str = "") -> StaffSession:
        """The first account, by the code that ``kiosk staff first-code`` printed. SetupRefused, WeakSecret."""
        return self._opened(self._store.staff.bootstrap(code, name, person, secret, id_number), "")

    def _opened(self, account: Account, desk: str) -> StaffSession:
        token = secrets.token_hex(16)
        session = StaffSession(token, account.number, account.name, account.person, account.role, desk or self._desk)
        with self._guard:
            self._states[token] = SessionState(self._running())
        return session

    def require(self, session: StaffSession, act: StaffAct, *, wakes: bool = True) -> None:
        """The gate: SessionEnded or SessionLocked, ActNotAllowed (which is in the journal). An act keeps it awake;
        what a screen asks by itself does not (``wakes``)."""
        self._awake(session, wakes=wakes)
        account = self._store.staff.account(session.number)
        if account is None or account.disabled or account.role is not session.role:
            self._forget(session)
            raise SessionEnded("the account has changed")
        if not session.may(act):
            self._note(EventKind.STAFF_DENIED, session, act=act.value)
            raise ActNotAllowed(act.value, act=act.value)

    def require_sight(self, session: StaffSession, head: DossierHead) -> None:
        """DossierSealed where the dossier is sealed and this officer has no right to see it."""
        if head.sealed and not session.may(StaffAct.SEE_SEALED):
            raise DossierSealed("sealed", number=head.code)

    def touch(self, session: StaffSession) -> None:
        """Somebody is at the desk. SessionEnded, SessionLocked."""
        self._awake(session)

    def is_locked(self, session: StaffSession) -> bool:
        """Whether the desk waits for its PIN; a session that has ended counts as locked."""
        with self._guard:
            state = self._states.get(session.token)
            return state is None or state.at(self._running(), self._idle).locked

    def lock(self, session: StaffSession) -> None:
        with self._guard:
            if session.token not in self._states:
                return
            self._states[session.token] = SessionState(self._running(), locked=True)
        self._note(EventKind.STAFF_LEFT, session, how="locked")

    def unlock(self, session: StaffSession, secret: str, id_number: str = "") -> None:
        """The same person goes on. SessionEnded; StaffCardOther for a colleague's card, which opens nothing here;
        SignInRefused and the others of ``sign_in``."""
        with self._guard:
            if session.token not in self._states:
                raise SessionEnded("signed out")
        name = "" if id_number else session.name
        account = self._store.staff.sign_in(secret, name=name, id_number=id_number)
        if account.number != session.number:
            raise StaffCardOther("another person's card", person=account.person)
        with self._guard:
            self._states[session.token] = SessionState(self._running())

    def sign_out(self, session: StaffSession) -> None:
        """Ended; what the person holds is let go."""
        if self._forget(session):
            self._note(EventKind.STAFF_LEFT, session, how="out")

    def _awake(self, session: StaffSession, *, wakes: bool = True) -> None:
        with self._guard:
            state = self._states.get(session.token)
            if state is None:
                raise SessionEnded("signed out")
            now = self._running()
            current = state.at(now, self._idle)
            if wakes or current.locked:
                self._states[session.token] = current if current.locked else SessionState(now)
        if current.locked:
            raise SessionLocked("idle or locked")

    def _forget(self, session: StaffSession) -> bool:
        with self._guard:
            return self._states.pop(session.token, None) is not None

    def _note(self, kind: EventKind, session: StaffSession, **facts: str) -> None:
        self._store.journal.append(Entry(kind, session.about, facts))
