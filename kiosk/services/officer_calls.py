"""The call for an officer: one is open at most, from the touch on the bell until an officer says that somebody came.

The kiosk's screen calls and shows it; the health report carries it to the fleet's page. A counter's screen takes it
over by the same three: ``open``, ``subscribe``, ``answer``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.sync.ports import KeyValueStore


_NAME, _ANSWERED = "officer.call", "officer.answered"


@dataclass(frozen=True)
class OfficerCall:
    """Since when, in the office's zone, and from which step of a visit. Nothing of a person."""

    since: datetime
    step: str


@dataclass(frozen=True)
class AnsweredCall:
    """The last call that an officer answered at a counter: since when it rang, when they did, and who. It outlives a
    power cut, so that no colleague goes a second time."""

    since: datetime
    at: datetime
    by: int  # the account
    person: str = ""


class OfficerCalls:
    """Belongs to no thread: the state is one reference."""

    def __init__(self, notes: KeyValueStore, clock: Callable[[], datetime]) -> None:
        self._notes, self._clock = notes, clock
        self._listeners: list[Callable[[], None]] = []
        self.answered = _read_answered(notes.get(_ANSWERED))  # the last
        self._open = _read(notes.get(_NAME))

    @property
    def open(self) -> OfficerCall | None:
        """The call that nobody has answered yet."""
        return self._open

    def call(self, step: str) -> OfficerCall:
        """Call; where a call is open already, it is that one."""
        call = self._open or OfficerCall(self._clock(), step)
        self._change(call)
        return call

    def answer(self, by: int = 0, person: str = "") -> None:
        """An officer is there, or on the way; ``by``: the account, where somebody signed in says so."""
        if by and self._open is not None:
            self.answered = AnsweredCall(self._open.since, self._clock(), by, person)
        self._change(None)

    def keep(self) -> None:
        """Have the present state outlive a power cut. Durable when this returns: not for the painting thread."""
        call, last = self._open, self.answered
        if last is not None:  # first: a cut between the two leaves a bell that rings, and says who went
            self._notes.set(_ANSWERED, f"{last.since.isoformat()} {last.at.isoformat()} {last.by} {last.person}")
        self._notes.set(_NAME, f"{call.since.isoformat()} {call.step}" if call else "")

    def report(self) -> Mapping[str, str]:
        """For the health report; a portal of before these words knows no such field, so it is there only while open."""
        return {"called": self._open.since.isoformat(timespec="minutes")} if self._open else {}

    def subscribe(self, listener: Callable[[], None]) -> None:
        """``listener`` is called at each call and each answer, on the caller's thread; it must not wait."""
        self._listeners.append(listener)

    def _change(self, call: OfficerCall | None) -> None:
        self._open = call
        for listener in self._listeners:
            listener()


def _read(note: str) -> OfficerCall | None:
    since, _, step = note.partition(" ")
    try:
        return OfficerCall(datetime.fromisoformat(since), step) if since else None
    except ValueError:
        return None


def _read_answered(note: str) -> AnsweredCall | None:
    try:
        since, at, by, person = note.split(" ", 3)
        return AnsweredCall(datetime.fromisoformat(since), datetime.fromisoformat(at), int(by), person)
    except ValueError:
        return None
