"""A staff session: who is signed in at which desk, and when the desk shuts itself because nobody is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.rights import StaffAct, permitted, rights_of
from kiosk.domain.staff import StaffRole


@dataclass(frozen=True)
class StaffSession:
    """Plain data, so that it may cross a process boundary. ``token`` alone says that it is a real one."""

    token: str = field(repr=False)
    number: int  # of the account
    name: str  # what is typed to sign in
    person: str  # as colleagues read it
    role: StaffRole
    desk: str  # Q1: the drawer and the receipts' series

    @property
    def about(self) -> str:
        """How the journal names the person: by number alone."""
        return f"CB-{self.number}"

    @property
    def rights(self) -> frozenset[StaffAct]:
        return rights_of(self.role)

    def may(self, act: StaffAct) -> bool:
        return permitted(self.role, act)

    def plain(self) -> Mapping[str, str | int | list[str]]:
        """For commands: without the token."""
        rights = sorted(act.value for act in self.rights)
        return {"about": self.about, "person": self.person, "role": self.role.value, "desk": self.desk, "may": rights}


@dataclass(frozen=True)
class SessionState:
    """Whether a session is locked. ``touched`` is the moment of the last act, in seconds that nobody sets."""

    touched: float
    locked: bool = False

    def at(self, now: float, idle: float) -> SessionState:
        """As it is ``now``, where a desk locks itself after ``idle`` seconds without an act."""
        return SessionState(self.touched, self.locked or now - self.touched >= idle)
