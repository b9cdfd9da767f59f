"""What the chief reviews: acts of officers that changed something, many at once by one PIN; and the end of the day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.domain.cash import CashClosing
from kiosk.domain.correction import corrected
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff import StaffRole
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import DayNotReady, ReviewAlone
from kiosk.services.counter.official_papers import LEGAL_EFFECT
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions

if TYPE_CHECKING:
    from kiosk.store import Store

MOST_REVIEWED = 200  # acts in one list; the oldest first


@dataclass(frozen=True)
class ReviewItem:
    """One act. ``alone``: it has legal effect, and is approved only after its dossier was opened."""

    event: DossierEvent
    code: str
    applicant: str
    alone: bool

    @property
    def number(self) -> int:
        return self.event.number


@dataclass(frozen=True)
class EndOfDay:
    """How the day stands. ``open_desks``: those with receipts of today and no closing."""

    day: date
    filed: int
    unsent: int
    open_desks: tuple[str, ...]
    unsigned: tuple[CashClosing, ...]
    intact: bool  # the journal
    to_review: int
    to_open: int

    @property
    def ready(self) -> bool:
        return self.intact and not self.open_desks and not self.to_review


@dataclass(frozen=True)
class StaffLine:
    """One account, and what its role may do."""

    about: str
    person: str
    role: StaffRole
    has_card: bool
    state: str  # disabled | idle | locked | active


class ReviewDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(self, store: Store, sessions: StaffSessions, clock: Callable[[], datetime]) -> None:
        self._store, self._sessions, self._clock = store, sessions, clock

    def waiting(self, session: StaffSession) -> tuple[ReviewItem, ...]:
        """What colleagues did and nobody has reviewed, the oldest first. One's own is another chief's to review."""
        self._sessions.require(session, StaffAct.REVIEW)
        rows = self._store.reviews.waiting(session.number, MOST_REVIEWED)
        return tuple(ReviewItem(event, code, applicant, _has_legal_effect(event)) for event, code, applicant in rows)

    def approve(
        self, session: StaffSession, numbers: Collection[int], secret: str, opened: Collection[int] = ()
    ) -> int:
        """Approve them by one PIN; how many. SignInRefused, AccountLocked; ReviewAlone where one has legal effect
        and is not among those that were ``opened``."""
        items = {one.number: one for one in self.waiting(session)}
        wanted = [items[number] for number in numbers if number in items]
        if any(one.alone and one.number not in opened for one in wanted):
            raise ReviewAlone("it has legal effect")
        self._sessions.unlock(session, secret)
        for one in wanted:
            asked = one.event.kind is DossierEventKind.CORRECTION_ASKED
            then = corrected(one.event, session.number) if asked else None
            self._store.reviews.add(one.code, one.number, session.number, "approved", then=then)
        return len(wanted)

    def send_back(self, session: StaffSession, number: int, reason: str) -> None:
        """Back to the officer, with a reason; the dossier waits among those to look at."""
        item = next((one for one in self.waiting(session) if one.number == number), None)
        if item is not None:
            self._store.reviews.add(item.code, number, session.number, "back", worded(reason))

    def end_of_day(self, session: StaffSession) -> EndOfDay:
        """How today stands."""
        items, today = self.waiting(session), self._clock().date()
        tallies = self._store.dossiers.tally(today, today)
        counts = self._store.dossiers.queue_counts()
        unsent = next((count for queue, count in counts.items() if queue.value == "unsent"), 0)
        return EndOfDay(
            today,
            sum(one.filed for one in tallies),
            unsent,
            self._store.cash.open_desks(today),
            self._store.cash.unsigned(),
            self._store.journal.verify() is None,
            len(items),
            sum(one.alone for one in items),
        )

    def close_day(self, session: StaffSession, secret: str) -> EndOfDay:
        """Sign every closing by one PIN. DayNotReady says that something is open; SignInRefused."""
        self._sessions.require(session, StaffAct.SIGN_CLOSING)
        state = self.end_of_day(session)
        if not state.ready:
            raise DayNotReady("something is open")
        self._sessions.unlock(session, secret)
        for one in state.unsigned:
            self._store.cash.sign(one.desk, one.day, session.number)
        return self.end_of_day(session)

    def staff(self, session: StaffSession) -> tuple[StaffLine, ...]:
        """Who works here; nobody's secret."""
        self._sessions.require(session, StaffAct.SEE_STAFF)
        return tuple(
            StaffLine(
                one.about,
                one.person,
                one.role,
                one.has_card,
                "disabled" if one.disabled else "idle" if one.idle else "locked" if one.locked else "active",
            )
            for one in self._store.staff.list()
        )


def _has_legal_effect(event: DossierEvent) -> bool:
    asked = event.kind is DossierEventKind.CORRECTION_ASKED
    return asked or event.facts.get("form", "") in LEGAL_EFFECT
