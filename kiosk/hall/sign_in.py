"""Signing in over the hall: one person, one PIN, every kiosk that is there."""

from __future__ import annotations

from typing import Any

from kiosk.domain.citizen import CardIdentity
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import HallAway, KioskError, SessionEnded, StaffCardUnknown
from kiosk.hall.hall import Hall
from kiosk.hall.link import is_away
from kiosk.hall.operations import operations
from kiosk.hall.watching import KioskWatch
from kiosk.services.counter.sessions import StaffName

Given = dict[str, Any]


class HallSignIn:
    """As the screens know ``StaffSessions``.

    ``is_locked`` and ``touch`` are asked by the painting thread and wait for nobody.
    """

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    @property
    def first_run(self) -> bool:
        return bool(self._first("sessions.first_run", {}))

    def names(self) -> Any:
        """Whom the first kiosk that answers knows."""
        return self._first("sessions.names", {})

    def card_holder(self, identity: CardIdentity) -> StaffName:
        """StaffCardUnknown: an officer's computer has no reader, so no card is asked about over the network."""
        raise StaffCardUnknown("no reader at a counter")

    def sign_in(self, secret: str, *, name: str = "", id_number: str = "", desk: str = "") -> StaffSession:
        """At each kiosk: where the first that answers refuses, no other is tried with the same PIN. One that does not
        know the person, or is away, is left out and says so."""
        args = {"secret": secret, "name": name, "id_number": id_number}
        return self._hall.enter(self._entered("sessions.sign_in", args, self._hall.watches))

    def bootstrap(self, code: str, name: str, person: str, secret: str, id_number: str = "") -> StaffSession:
        """The first account, at the chosen kiosk alone: each kiosk has people of its own."""
        args = {"code": code, "name": name, "person": person, "secret": secret, "id_number": id_number}
        watch = self._hall.named()
        return self._hall.enter({watch: self._hall.ask(watch, operations()["sessions.bootstrap"], args)})

    def is_locked(self, session: StaffSession) -> bool:
        return self._hall.is_locked or self._hall.session != session

    def touch(self, session: StaffSession) -> None:
        """SessionLocked, SessionEnded."""
        self._mine(session)
        self._hall.touch()

    def lock(self, session: StaffSession) -> None:
        self._hall.lock_here()
        self._at_each("sessions.lock", {})

    def unlock(self, session: StaffSession, secret: str, id_number: str = "") -> None:
        """Where the person was signed in; where a kiosk started anew or has come back, they are signed in again."""
        self._mine(session)
        opened, first = 0, None
        for watch in self._hall.watches:
            try:
                self._reopen(watch, session, secret, id_number)
                opened += 1
            except KioskError as error:
                watch.missed(error)
                if not opened and not is_away(error):
                    raise  # a wrong PIN is not tried at the next
                first = first or error
        if not opened:
            raise first or HallAway("no kiosk", kiosk="")
        self._hall.unlocked()

    def _reopen(self, watch: KioskWatch, session: StaffSession, secret: str, id_number: str) -> None:
        if watch.session is not None:
            try:
                args = {"secret": secret, "id_number": id_number}
                watch.link.call(operations()["sessions.unlock"], args, watch.session.token)
                watch.heard()
                return
            except SessionEnded:
                watch.enter(None)
        args = {"secret": secret, "name": "" if id_number else session.name, "id_number": id_number}
        self._hall.again(watch, self._entered("sessions.sign_in", args, (watch,))[watch])

    def sign_out(self, session: StaffSession) -> None:
        """Ended at each kiosk that is there; one that is away locks itself."""
        if self._hall.session == session:
            self._at_each("sessions.sign_out", {})
            self._hall.left()

    def _mine(self, session: StaffSession) -> None:
        if self._hall.session != session:
            raise SessionEnded("signed out")

    def _first(self, name: str, args: Given) -> Any:
        first: KioskError | None = None
        for watch in self._hall.watches:
            try:
                value = watch.link.call(operations()[name], args)
                watch.heard()
                return value
            except KioskError as error:
                watch.missed(error)
                first = first or error
        raise first or HallAway("no kiosk", kiosk="")

    def _entered(self, name: str, args: Given, watches: tuple[KioskWatch, ...]) -> dict[KioskWatch, StaffSession]:
        entered: dict[KioskWatch, StaffSession] = {}
        first: KioskError | None = None
        for watch in watches:
            try:
                entered[watch] = watch.link.call(operations()[name], args)
                watch.heard()
            except KioskError as error:
                watch.missed(error)
                if not entered and not is_away(error):
                    raise
                first = first or error
        if not entered:
            raise first or HallAway("no kiosk", kiosk="")
        return entered

    def _at_each(self, name: str, args: Given) -> None:
        for watch in self._hall.watches:
            if watch.session is not None and watch.state.why is None:
                try:
                    watch.link.call(operations()[name], args, watch.session.token)
                except KioskError as error:
                    watch.missed(error)
