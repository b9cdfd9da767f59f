"""How the way to the portal stands and what waits, for an officer: on the sheet behind the start screen and by command.

Nobody is named: the portal's words about a filing come without what the filing itself says of people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.domain.submission import Submission, Sync
from kiosk.sync.ports import NamedAlarm, SyncStore
from kiosk.sync.queue.upload_window import WaitReason
from kiosk.sync.status.link_history import LinkHistory, Waiting
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.link import LineState

_SHORTEST = 4  # characters of an answer: what is shorter tells of nobody, and would tear holes into the portal's words
_NUMBER = re.compile(r"\d(?:[ .-]?\d){5,}")
_HOLES = re.compile(r"…(?: …)+")
_WAITING = (Sync.QUEUED, Sync.SENDING, Sync.PARKED)


class Passes(Protocol):
    """What is asked of the engine, or of who runs it. Everything from any thread."""

    @property
    def sending_papers(self) -> bool: ...
    @property
    def wait_reason(self) -> WaitReason | None: ...
    @property
    def history(self) -> LinkHistory | None: ...
    def try_now(self) -> None: ...
    def send_off(self, codes: Iterable[str]) -> None: ...


@dataclass(frozen=True)
class QueueSummary:
    """What the start screen tells in a line. ``following``: None when nothing waits."""

    line: LineState
    reached: datetime | None
    waiting: int
    following: datetime | None


@dataclass(frozen=True)
class QueueStatus:
    """``following``: when something is tried next; ``clock_off``: how far this machine's clock is ahead of the
    portal's, None where it is right or nothing is known; ``parked`` wait for a person, for these ``reasons``."""

    line: LineState
    reached: datetime | None
    following: datetime | None
    rate: int  # bytes per second that the line carried lately; 0: nothing is known
    forms: int  # waiting filings that the office has not heard of
    papers: int  # waiting filings of which it has the form
    parked: int
    reasons: tuple[str, ...]
    wait_reason: WaitReason | None
    clock_off: timedelta | None
    sending: bool
    alarms: tuple[str, ...] = ()  # their names: what a technician has to know of

    @property
    def waiting(self) -> int:
        return self.forms + self.papers


def standing(
    waiting: tuple[Submission, ...],
    history: LinkHistory | None,
    reason: WaitReason | None,
    floor: TrustedTime,
    sending: bool = False,
    alarms: Sequence[NamedAlarm] = (),
) -> QueueStatus:
    """``waiting``: all that is queued, being sent or parked."""
    counted = Waiting.of(waiting, history)
    parked = [item for item in waiting if item.sync is Sync.PARKED]
    return QueueStatus(
        line=history.line if history else LineState.UNSET,
        reached=history.reached if history else None,
        following=counted.following or (history.following if history else None),
        rate=history.rate if history else 0,
        forms=counted.queued - counted.forms,
        papers=counted.forms,
        parked=len(parked),
        reasons=tuple(sorted({nameless(item) for item in parked})),
        wait_reason=reason if counted.queued else None,
        clock_off=floor.skew if floor.clock_is_wrong else None,
        sending=sending,
        alarms=tuple(one.name for one in alarms),
    )


def nameless(item: Submission) -> str:
    """Why it is parked, as it was kept, without the people in it."""
    text = item.reason
    for value in sorted(set(_personal_values(item)), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(value)}\b", "…", text, flags=re.IGNORECASE)
    return _HOLES.sub("…", _NUMBER.sub("…", text))


def _personal_values(item: Submission) -> Iterator[str]:
    """Whole answers, and each word of a name: the portal may have quoted a part of it."""
    filing = item.filing
    yield from (text for one in filing.answers.values() if len(text := str(one.get("value", ""))) >= _SHORTEST)
    yield from f"{filing.applicant.full_name} {filing.subject}".split()


class QueueStatusReader:
    """What an officer sees of the line and can do about it. From any thread; what reads the store takes a moment."""

    def __init__(self, store: SyncStore, passes: Passes, floor: TrustedTime, clock: Callable[[], datetime]) -> None:
        self._store, self._passes, self._floor = store, passes, floor
        self.clock = clock

    def glance(self) -> QueueSummary:
        """Without reading a filing."""
        history, waiting = self._passes.history, self._store.outbox.pending_count()
        line = history.line if history else LineState.DOWN
        return QueueSummary(
            line, history.reached if history else None, waiting, history.following if history and waiting else None
        )

    def standing(self) -> QueueStatus:
        passes, waiting = self._passes, self._store.outbox.list(*_WAITING)
        alarms = self._store.alarms.all()
        return standing(waiting, passes.history, passes.wait_reason, self._floor, passes.sending_papers, alarms)

    def try_now(self) -> None:
        """Try the line at once, and what waits for it."""
        self._passes.try_now()

    def send_papers(self) -> None:
        """The papers of all that waits now go, whatever the hour and whoever pays for the line."""
        self._passes.send_off(item.code for item in self._store.outbox.list(*_WAITING))
        self._passes.try_now()
