"""The board of what waits: every queue with its count, in the order that this officer keeps; calls and requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from kiosk.domain.calendar import next_working_day, off
from kiosk.domain.desk_calls import CallChannel, CallKind, CallLists, CallOutcome, DeskCall
from kiosk.domain.dossier import QueueFacts, WorkQueue
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.officer_calls import AnsweredCall, OfficerCall, OfficerCalls

if TYPE_CHECKING:
    from kiosk.store import Store

FIRST_CALL, LAST_CALL = time(8, 0), time(16, 0)
"""Between them a call is planned for."""


@dataclass(frozen=True)
class QueueCount:
    queue: WorkQueue
    count: int


@dataclass(frozen=True)
class WorkBoard:
    """``bell``: the call of a kiosk that nobody has answered."""

    queues: tuple[QueueCount, ...]
    bell: OfficerCall | None
    answered: AnsweredCall | None = None  # the last call, and who went
    facts: QueueFacts = field(default_factory=QueueFacts)


class QueueDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(
        self, store: Store, sessions: StaffSessions, bell: OfficerCalls, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._sessions, self._bell, self._clock = store, sessions, bell, clock

    def board(self, session: StaffSession) -> WorkBoard:
        """What waits now; nobody's name."""
        self._sessions.require(session, StaffAct.SEE_NOW)
        today, calls = self._clock().date(), self._store.calls.open()
        counts = dict(self._store.dossiers.queue_counts())
        counts[WorkQueue.CALL_BACK] = sum(one.kind is CallKind.CALL_BACK and one.due.date() <= today for one in calls)
        counts[WorkQueue.SUPPORT] = sum(one.kind is CallKind.SUPPORT for one in calls) + (self._bell.open is not None)
        counts[WorkQueue.NOTICE] = self._store.desk_forms.count()
        return WorkBoard(
            tuple(QueueCount(one, counts[one]) for one in self.order(session)),
            self._bell.open,
            self._bell.answered,
            self._store.dossiers.queue_facts(),
        )

    def order(self, session: StaffSession) -> tuple[WorkQueue, ...]:
        """The queues as this officer has arranged them; what they have not placed stands last."""
        names = self._store.notes.get(_order_note(session)).split()
        known = [WorkQueue(name) for name in names if name in {one.value for one in WorkQueue}]
        return (*known, *(one for one in WorkQueue if one not in known))

    def arrange(self, session: StaffSession, order: Sequence[WorkQueue]) -> None:
        """Keep this order for this officer."""
        self._sessions.touch(session)
        self._store.notes.set(_order_note(session), " ".join(one.value for one in dict.fromkeys(order)))

    def answer_bell(self, session: StaffSession, kiosk: str = "") -> None:
        """An officer goes to the kiosk that calls; that it is answered, and by whom, outlives a power cut. ``kiosk``
        says which, where a hall has several."""
        self._sessions.require(session, StaffAct.ANSWER_CALL)
        if (call := self._bell.open) is not None:
            minutes = max(0, round((self._clock() - call.since).total_seconds() / 60))
            facts = {"minutes": str(minutes), "by": session.about}
            self._store.journal.append(Entry(EventKind.OFFICER_CAME, "", facts))
        self._bell.answer(session.number, session.person)
        self._bell.keep()

    def calls(self, session: StaffSession) -> tuple[DeskCall, ...]:
        """Whom to call, what is due first, first."""
        self._sessions.require(session, StaffAct.CALL_BACK)
        return self._store.calls.open()

    def call_lists(self, session: StaffSession) -> CallLists:
        """All calls, by what is to be done with them."""
        waiting, today = self.calls(session), self._clock().date()
        over = self._store.calls.closed()
        lost = tuple(one for one in over if one.attempts and one.attempts[-1].outcome is CallOutcome.UNREACHABLE)
        done = tuple(one for one in over if one.attempts and one.attempts[-1].at.date() == today and one not in lost)
        now = tuple(one for one in waiting if one.due.date() <= today)
        later = tuple(one for one in waiting if one not in now)
        return CallLists(now, later, done, lost, call_moments(self._clock()))

    def log_call(
        self,
        session: StaffSession,
        kind: CallKind,
        *,
        person: str,
        phone: str,
        about: str,
        due: datetime,
        code: str = "",
        channel: CallChannel = CallChannel.DESK,
    ) -> DeskCall:
        """One more to call back, or a request that came in. UnknownCode for a dossier that is not here."""
        self._sessions.require(session, StaffAct.CALL_BACK)
        code = self._store.dossier_book.head(code).code if code else ""
        return self._store.calls.add(kind, code, person.strip(), phone.strip(), about.strip(), due, channel)

    def called(
        self,
        session: StaffSession,
        number: int,
        outcome: CallOutcome,
        remark: str = "",
        again: datetime | None = None,
    ) -> DeskCall:
        """What came of it; it stands in the dossier's history too, whoever has that open: both or none. UnknownCode."""
        self._sessions.require(session, StaffAct.CALL_BACK)
        remark = remark.strip()
        event = DossierEvent(DossierEventKind.CALLED, {"outcome": outcome.value, "remark": remark}, session.number)
        beside = self._store.dossier_book.noting([event])
        return self._store.calls.tried(number, session.number, outcome, remark, again, beside)


def call_moments(now: datetime) -> tuple[datetime, ...]:
    """When it may be tried again: in two hours, this afternoon, on one of the next three working days; office hours
    alone."""
    from kiosk.catalogue import is_holiday  # an officer's own computer has no catalogue

    hour = now.replace(minute=0, second=0, microsecond=0)
    soon = () if off(now.date(), is_holiday) else (hour + timedelta(hours=2), hour.replace(hour=14))
    moments = [one for one in soon if now < one and FIRST_CALL <= one.time() <= LAST_CALL]
    day = now.date()
    for _ in range(3):
        day = next_working_day(day, is_holiday)
        moments.append(datetime.combine(day, FIRST_CALL, now.tzinfo))
    return tuple(dict.fromkeys(moments))


def _order_note(session: StaffSession) -> str:
    return f"counter.queues.{session.about}"
