"""What a counter knows of one kiosk: there or away, its news, and who is signed in there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError, SessionEnded
from kiosk.hall.link import KioskLink, is_away
from kiosk.hall.messages import HallNow

FIRST_WAIT, LONGEST_WAIT = 1.0, 15.0  # seconds until a kiosk that is away is asked again


NOTHING = HallNow()


@dataclass(frozen=True)
class KioskState:
    """``there``: it answered last. ``heard``: when it last did; what ``now`` says is as old as that. ``why``: the error
    that it is away for; ``signed_in``: whether somebody is."""

    kiosk: str
    there: bool = False
    heard: datetime | None = None
    now: HallNow = NOTHING
    why: KioskError | None = None
    signed_in: bool = False


class KioskWatch:
    """One kiosk of the hall. ``changed`` is called on a thread of its own. Safe from any thread."""

    def __init__(self, link: KioskLink, place: int, clock: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self.link, self.place = link, place
        self._clock, self._changed = clock, changed
        self.state = KioskState(link.name)
        self.session: StaffSession | None = None
        self._guard = threading.Lock()
        self._wake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"hall-{link.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed = True
        self._wake.set()
        self.link.close()

    def enter(self, session: StaffSession | None) -> None:
        """Whoever is signed in there now."""
        self.session = session
        self._note(signed_in=session is not None)
        self._wake.set()

    def heard(self) -> None:
        """It answered."""
        if not self.state.there:
            self._note(there=True, heard=self._clock(), why=None)
            self._wake.set()

    def missed(self, error: KioskError) -> None:
        """It did not, or is not to be spoken to."""
        if is_away(error):
            self._note(there=False, why=error)

    def _note(self, **changes: object) -> None:
        with self._guard:
            before = self.state
            self.state = after = replace(before, **changes)  # type: ignore[arg-type]
        if after != before:
            self._changed()

    def _run(self) -> None:
        mark, wait, failed = "", FIRST_WAIT, False
        while not self._closed:
            session = self.session
            if session is None:
                self._pause(LONGEST_WAIT)
                continue
            try:
                news = self.link.news(session.token, mark)
            except SessionEnded:
                if self.session is session:
                    self.enter(None)
            except KioskError as error:
                if not failed:  # one connection that was cut is no kiosk that is away: asked again at once
                    failed = True
                    continue
                self.missed(error)
                self._pause(wait)
                wait = min(LONGEST_WAIT, wait * 2)
            else:
                mark, wait, failed = news.mark, FIRST_WAIT, False
                self._note(there=True, heard=self._clock(), now=news.now, why=None)

    def _pause(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()
