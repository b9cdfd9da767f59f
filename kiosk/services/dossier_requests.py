"""What a person asks of the office about a dossier, beside the form: to be called, a message, a withdrawal, an
objection. It is kept here, with or without a line, and stands in the counter's own list until somebody has answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk import catalogue
from kiosk.domain.calendar import off
from kiosk.domain.case import ActKind, DossierAct
from kiosk.domain.desk_calls import CallChannel, CallKind, DeskCall
from kiosk.domain.submission import Submission
from kiosk.store import Store

MOST_LETTERS = 400
"""In a message of the person's own; what the office's words say before it comes on top."""
MORNING, AFTERNOON = time(8, 0), time(13, 30)
_TOO_LATE = {MORNING: time(11, 0), AFTERNOON: time(16, 0)}
"""From then on nobody is promised a call in that half of the day."""


@dataclass(frozen=True)
class CallTime:
    """``key``: this or next, morning or afternoon; ``due``: from when on."""

    key: str
    due: datetime


def call_times(now: datetime, is_holiday: Callable[[date], bool] = catalogue.is_holiday) -> tuple[CallTime, ...]:
    """The halves of this day and of the next working day in which the office can still call."""
    times = []
    if not off(now.date(), is_holiday):
        names = {MORNING: "this_morning", AFTERNOON: "this_afternoon"}
        open_ones = (half for half in names if now.time() < _TOO_LATE[half])
        times = [CallTime(names[half], max(now, datetime.combine(now, half, now.tzinfo))) for half in open_ones]
    day = now.date() + timedelta(days=1)
    while off(day, is_holiday):
        day += timedelta(days=1)
    halves = {MORNING: "next_morning", AFTERNOON: "next_afternoon"}
    return (*times, *(CallTime(key, datetime.combine(day, half, now.tzinfo)) for half, key in halves.items()))


class DossierRequests:
    """Durable when a call returns. The same request again, while it is open, is that one; with another number, or for
    another half of a day, it takes the place of what was asked for first: a number is corrected so."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def times(self) -> tuple[CallTime, ...]:
        return call_times(self._clock())

    def call_back(self, dossier: Submission, phone: str, due: datetime, about: str) -> DeskCall:
        """Somebody calls ``phone``, not before ``due``."""
        return self._add(CallKind.CALL_BACK, dossier, phone, about, due)

    def ask(self, dossier: Submission, about: str) -> DeskCall:
        """A message: ``about`` says which, in the person's words too."""
        return self._add(CallKind.SUPPORT, dossier, dossier.filing.applicant.phone, about, self._clock())

    def withdraw(self, dossier: Submission, about: str) -> DeskCall:
        """The wish to take it back. The portal is told, when there is a line; it is so once the office has done it."""
        return self._act(ActKind.WITHDRAW, dossier, about)

    def object_to(self, dossier: Submission, about: str) -> DeskCall:
        """A refusal is not agreed with. The portal is told, when there is a line."""
        return self._act(ActKind.OBJECTION, dossier, about)

    def _act(self, kind: ActKind, dossier: Submission, about: str) -> DeskCall:
        call = self.ask(dossier, about)
        facts = {"text": call.about, "noted": call.noted.isoformat()}
        self._store.cases.act(DossierAct(f"{kind.value}-{dossier.code}-{call.number}", dossier.code, kind, facts))
        return call

    def _add(self, kind: CallKind, dossier: Submission, phone: str, about: str, due: datetime) -> DeskCall:
        calls, phone = self._store.calls, phone.strip()
        same = (one for one in calls.open() if (one.kind, one.code, one.about) == (kind, dossier.code, about))
        first = next(same, None)
        if first is not None:
            when = due if kind is CallKind.CALL_BACK and _half(due) != _half(first.due) else first.due
            if (phone, when) == (first.phone, first.due):
                return first
            if (changed := calls.changed(first.number, phone, when)) is not None:
                return changed
        person = dossier.filing.applicant.full_name
        return calls.add(kind, dossier.code, person, phone, about, due, CallChannel.KIOSK)


def _half(due: datetime) -> tuple[date, bool]:
    """The day, and whether it is its second half: to the second nobody is promised a call."""
    return due.date(), due.time() >= AFTERNOON
