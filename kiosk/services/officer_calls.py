"""The call for an officer: one is open at most, from the touch on the bell until an officer says that somebody came.

The kiosk's screen calls and shows it; the health report carries it to the fleet's page. A counter's screen takes it
over by the same three: ``open``, ``subscribe``, ``answer``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.sync.ports import KeyValueStore

_NAME = "officer.call"


@dataclass(frozen=True)
class OfficerCall:
    """Since when, in the office's zone, and from which step of a visit. Nothing of a person."""

    since: datetime
    step: str


class OfficerCalls:
    """Belongs to no thread: the state is one reference."""

    def __init__(self, notes: KeyValueStore, clock: Callable[[], datetime]) -> None:
        self._notes, self._clock = notes, clock
        self._listeners: list[Callable[[], None]] = []
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

    def answer(self) -> None:
        """An officer is there."""
        self._change(None)

    def keep(self) -> None:
        """Have the present state outlive a power cut. Durable when this returns: not for the painting thread."""
        call = self._open
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
