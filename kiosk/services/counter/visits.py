"""The visit at a kiosk, helped from a counter: offered, taken over, looked at, touched, given back.

The services of the glass say what is allowed (``visit_help.py``); this desk says who may ask. Nothing of it is kept.
"""

from __future__ import annotations

from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import HallAway
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.visit_help import GlassPicture, HelpOffer, VisitHelp

LOOK = 1.0  # seconds that a look waits for another picture


class VisitDesk:
    """``kiosk`` in each call is the kiosk's name; another one is HallAway. Safe from any thread, none touches the
    disk but by the gate."""

    def __init__(self, sessions: StaffSessions, help_here: VisitHelp, kiosk: str) -> None:
        self._sessions, self._help, self._kiosk = sessions, help_here, kiosk

    def offer(self, session: StaffSession, kiosk: str, *, touches: bool = False) -> None:
        """Ask at the glass whether the person wants help; the answer is theirs. HelpOver, HelpTaken."""
        self._gate(session, kiosk)
        self._help.offer(HelpOffer(session.about, session.person, session.desk, touches))

    def take(self, session: StaffSession, kiosk: str) -> None:
        """Help in the visit that called. HelpNotAsked, HelpOver, HelpTaken."""
        self._gate(session, kiosk)
        self._help.begin(session.about, session.person, session.desk)

    def give_back(self, session: StaffSession, kiosk: str) -> None:
        """HelpOver where this officer does not help."""
        self._gate(session, kiosk)
        self._help.give_back(session.about, session.desk)

    def only_look(self, session: StaffSession, kiosk: str) -> None:
        """This officer touches no more. HelpOver."""
        self._gate(session, kiosk)
        self._help.only_look(session.about, session.desk)

    def look(self, session: StaffSession, kiosk: str, mark: str) -> GlassPicture:
        """The glass, where it is another than ``mark``. To look is no act: a desk that nobody touches locks itself
        meanwhile. HelpOver."""
        self._sessions.require(session, StaffAct.HELP_VISIT, wakes=False)
        self._here(kiosk)
        return self._help.look(session.about, session.desk, mark, LOOK)

    def touch(self, session: StaffSession, kiosk: str, mark: str, x: float, y: float) -> None:
        """In the person's stead, where they allowed it. OwnHandOnly, GlassMoved, HelpOver."""
        self._gate(session, kiosk)
        self._help.touch(session.about, session.desk, mark, x, y)

    def _gate(self, session: StaffSession, kiosk: str) -> None:
        self._sessions.require(session, StaffAct.HELP_VISIT)
        self._here(kiosk)

    def _here(self, kiosk: str) -> None:
        if kiosk != self._kiosk:
            raise HallAway("another kiosk", kiosk=kiosk)
