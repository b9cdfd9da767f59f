"""Who is signed in from which counter: a token counts only where it was given, and says nothing of itself."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import SessionEnded

MOST_OWN_SEATS = 8
"""Sessions of one counter: a window that was ended by force leaves one behind."""


@dataclass(frozen=True)
class HallCounter:
    """A counter that was let in: its name within the unit, and its key's fingerprint."""

    name: str
    fingerprint: str


class HallSeats:
    """Safe from any thread."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._seats: OrderedDict[str, tuple[HallCounter, StaffSession]] = OrderedDict()

    def take(self, counter: HallCounter, session: StaffSession) -> tuple[StaffSession, ...]:
        """``session`` was opened from there. Gives the counter's oldest ones, where it has too many, to be ended."""
        with self._guard:
            self._seats[session.token] = (counter, session)
            own = [one for by, one in self._seats.values() if by == counter]
            over = own[: max(0, len(own) - MOST_OWN_SEATS)]
            for one in over:
                del self._seats[one.token]
            return tuple(over)

    def of(self, counter: HallCounter, token: str) -> StaffSession:
        """SessionEnded where there is none, or it was opened from another counter."""
        with self._guard:
            by, session = self._seats.get(token, (None, None))
        if session is None or by != counter:
            raise SessionEnded("no session of this counter")
        return session

    def leave(self, token: str) -> None:
        with self._guard:
            self._seats.pop(token, None)
