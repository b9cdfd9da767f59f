"""News of one kiosk for the counters: the bell, somebody at it and at which step, counts. Nobody's name.

A counter shows the mark of what it knows and waits until there is something else; a state, not a row of events, so
that nothing is missed by who was away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Condition
from time import monotonic

import msgspec

from kiosk.hall.messages import HallAnswer, HallBell, HallHelper, HallNews, HallNow
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.visit_help import VisitHelp, VisitHelper

LOOK = 2.0  # seconds between two looks at the counts, which tell nobody when they change


class HallBoard:
    """``counts`` reads the store. Safe from any thread; the visit and the bell never wait for it."""

    def __init__(
        self,
        bell: OfficerCalls,
        help_here: VisitHelp,
        counts: Callable[[], Mapping[str, int]],
        line: Callable[[], bool],
    ) -> None:
        self._bell, self._help, self._counts, self._line = bell, help_here, counts, line
        self._changed = Condition()
        self._closed = False
        self._released = 0
        bell.subscribe(self._wake)
        help_here.subscribe(self._wake)

    def now(self) -> HallNow:
        call, last, visit = self._bell.open, self._bell.answered, self._help.standing
        helper = visit.helper
        return HallNow(
            step=visit.step,
            since=_iso(visit.since),
            step_since=_iso(visit.step_since),
            asked=visit.asked,
            offered=visit.offer.person if visit.offer else "",
            helper=_helping(helper) if helper else None,
            answered=HallHelper(person=last.person, since=_iso(last.at)) if last and not call else None,
            line=self._line(),
            bell=HallBell(since=_iso(call.since), step=call.step, here=visit.asked) if call else None,
            queues=dict(self._counts()),
        )

    def wait(self, known: str, seconds: float) -> bytes:
        """The answer with a state that is not ``known``, or with the same after so many seconds."""
        until, released = monotonic() + seconds, self._released
        while True:
            now = self.now()
            mark = hashlib.sha256(msgspec.json.encode(now, order="sorted")).hexdigest()[:16]
            left = until - monotonic()
            if mark != known or left <= 0 or self._closed or released != self._released:
                news = msgspec.json.encode(HallNews(mark=mark, now=now))
                return msgspec.json.encode(HallAnswer(value=msgspec.Raw(news)))
            with self._changed:
                self._changed.wait(min(left, LOOK))

    def close(self) -> None:
        """Whoever waits is answered."""
        self._closed = True
        self._wake()

    def release(self) -> None:
        """Whoever waits now is answered: nobody stays at a connection that was hung up, in the place of another."""
        self._released += 1
        self._wake()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _helping(helper: VisitHelper) -> HallHelper:
    return HallHelper(person=helper.person, since=_iso(helper.since), desk=helper.desk, touches=helper.touches)
