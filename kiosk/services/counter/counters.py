"""Officers' own computers, as the chief sees them: who is let in, and shutting one out for the commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from kiosk.domain.counter_statements import CounterStatement
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import CounterRefused, HallNotOpen
from kiosk.services.counter.sessions import StaffSessions

CODE_LASTS = timedelta(minutes=10)
"""A code that is read off the kiosk."""


@dataclass(frozen=True)
class KnownCounter:
    """``state``: enrolled | revoked | invited. ``since`` (ISO 8601) is when this kiosk first met its key. Of one that
    is revoked by a statement: at which ``kiosk``, ``by`` which account there, and ``at`` what time."""

    name: str
    fingerprint: str
    since: str
    state: str
    kiosk: str = ""
    by: str = ""
    at: str = ""
    listed_by: str = ""  # in a hall: the kiosk that says so


class CounterList(Protocol):
    """What a kiosk knows of officers' computers; ``hall.register`` keeps it."""

    def list(self) -> tuple[KnownCounter, ...]: ...

    def invite(self, name: str, key_print: str = "") -> str: ...

    def revoke(self, name: str, by: str = "machine") -> CounterStatement | None: ...

    def statements(self) -> tuple[CounterStatement, ...]: ...

    def take(self, statements: tuple[CounterStatement, ...]) -> int: ...


class CounterDesk:
    """``counters``: None at a kiosk that serves no hall; then each call is HallNotOpen. Safe from any thread."""

    def __init__(self, sessions: StaffSessions, counters: CounterList | None) -> None:
        self._sessions, self._counters = sessions, counters

    def list(self, session: StaffSession) -> tuple[KnownCounter, ...]:
        """Every counter that was met here, is invited, or is revoked."""
        self._sessions.require(session, StaffAct.COUNTERS)
        return self._known().list()

    def invite(self, session: StaffSession, name: str, key_print: str) -> str:
        """The code for the computer whose key that is, shown at this kiosk alone (no operation of the hall).
        CounterRefused for a name that is none, or too little of a fingerprint."""
        self._sessions.require(session, StaffAct.COUNTERS)
        if not key_print:
            raise CounterRefused("no fingerprint")
        return self._known().invite(name, key_print)

    def revoke(self, session: StaffSession, name: str) -> None:
        """Shut out from now on, here at once and at each kiosk that the statement comes to. UnknownCounter."""
        self._sessions.require(session, StaffAct.COUNTERS)
        self._known().revoke(name, session.about)

    def statements(self, session: StaffSession) -> tuple[CounterStatement, ...]:
        """For whoever carries them on: they prove themselves, and name nobody but by number."""
        self._sessions.require(session, StaffAct.SEE_NOW, wakes=False)
        return self._known().statements() if self._counters is not None else ()

    def take(self, session: StaffSession, statements: tuple[CounterStatement, ...]) -> int:
        """How many were new here. KioskUntrusted for one that no kiosk of this commune signed."""
        self._sessions.require(session, StaffAct.SEE_NOW, wakes=False)
        return self._known().take(statements)

    def _known(self) -> CounterList:
        if self._counters is None:
            raise HallNotOpen("no hall here")
        return self._counters
