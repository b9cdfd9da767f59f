"""The one gate of maintenance: whoever does something to the machine has the right to it, and the journal says who."""

from __future__ import annotations

from kiosk.domain.events import Entry, EventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.sessions import StaffSessions
from kiosk.store import Store


class MachineActs:
    """Safe from any thread; each call may touch the disk."""

    def __init__(self, store: Store, sessions: StaffSessions) -> None:
        self._store, self.sessions = store, sessions

    def require(self, session: StaffSession) -> None:
        """SessionEnded, SessionLocked, ActNotAllowed."""
        self.sessions.require(session, StaffAct.MACHINE)

    def note(self, session: StaffSession, what: str, **facts: str) -> None:
        """One line in the journal, by number and never by name. ``facts`` are short and name nobody."""
        self._store.journal.append(Entry(EventKind.MACHINE_ACT, session.about, {"what": what, **facts}))
