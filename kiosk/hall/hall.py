"""Several kiosks as one hall: who is signed in where, which kiosk a dossier lies in, what to do where one is away.

The hall keeps nothing: what it knows of a dossier is in which kiosk it was seen. A kiosk that is away takes its
dossiers with it for that time, and nothing else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any

from kiosk.closing import close_all
from kiosk.domain.staff_session import SessionState, StaffSession
from kiosk.errors import HallAway, KioskError, SessionEnded, SessionLocked
from kiosk.hall.carrying import StatementCarrier
from kiosk.hall.link import KioskLink, is_away
from kiosk.hall.operations import HallOperation, operations
from kiosk.hall.staff_numbers import moved, renumbered
from kiosk.hall.watching import KioskState, KioskWatch

TOUCHES = 20.0  # seconds between two words to the kiosks that somebody is at the desk


class Hall:
    """``clock`` is the office's; ``idle``: seconds until the desk locks. Safe from any thread."""

    def __init__(
        self,
        links: Sequence[KioskLink],
        counter: str,
        clock: Callable[[], datetime],
        idle: float = 300.0,
        running: Callable[[], float] = monotonic,
    ) -> None:
        self.counter, self.clock = counter, clock
        self._idle, self._running = idle, running
        self._listeners: list[Callable[[], None]] = []
        self.watches = tuple(KioskWatch(link, place, clock, self._tell) for place, link in enumerate(links))
        self._pool = ThreadPoolExecutor(max(2, 2 * len(links)), thread_name_prefix="hall")
        self.carrier = StatementCarrier(lambda: self.watches, self.ask, self._pool)
        self._listeners.append(self.carrier.look)
        self._guard = Lock()
        self._lies: dict[str, str] = {}
        self._locked = SessionState(0.0, locked=True)
        self._touched = 0.0
        self.session: StaffSession | None = None
        self.chosen = ""
        """The kiosk whose drawer and reports are shown; empty: the first."""
        for watch in self.watches:
            watch.start()

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Called on some thread when a kiosk's state is another; it must not wait."""
        self._listeners.append(listener)

    @property
    def kiosks(self) -> tuple[KioskState, ...]:
        return tuple(one.state for one in self.watches)

    def moment(self, text: str) -> datetime:
        """A moment as a kiosk says it, in the office's zone."""
        return datetime.fromisoformat(text).astimezone(self.clock().tzinfo)

    def close(self) -> None:
        close_all(*(one.close for one in self.watches), partial(self._pool.shutdown, wait=False, cancel_futures=True))

    # --- one request ---

    def ask(self, watch: KioskWatch, operation: HallOperation, args: dict[str, Any]) -> Any:
        """At that kiosk, as whoever is signed in there. SessionLocked where nobody is any more: the PIN opens it."""
        token = ""
        if operation.has_session or watch.session is not None:
            if watch.session is None:
                raise SessionLocked("not signed in there", kiosk=watch.link.name)  # its PIN opens it
            token = watch.session.token
        try:
            value = watch.link.call(operation, args, token)
        except SessionEnded as error:
            watch.enter(None)
            raise SessionLocked("the kiosk started anew", kiosk=watch.link.name) from error
        except KioskError as error:
            watch.missed(error)
            if isinstance(error, SessionLocked):
                self.lock_here()
            raise
        watch.heard()
        return renumbered(value, self.numbers(watch))

    def every(self, operation: HallOperation, args: Callable[[KioskWatch], dict[str, Any]]) -> dict[KioskWatch, Any]:
        """At each kiosk that is there, at once; one that is known to be away is not waited for. The error of the first
        where none answers."""
        able = [one for one in self.watches if one.session is not None or not operation.has_session]
        asked = [one for one in able if one.state.why is None] or able
        futures = {one: self._pool.submit(self.ask, one, operation, args(one)) for one in asked}
        answers, errors = {}, []
        for watch, future in futures.items():
            try:
                answers[watch] = future.result()
            except KioskError as error:
                if not is_away(error) and watch.session is not None:
                    raise
                errors.append(error)  # away, or started anew: the strip says that it wants the PIN
        if not answers:
            raise errors[0] if errors else SessionLocked("not signed in anywhere")
        return answers

    def numbers(self, watch: KioskWatch) -> Callable[[int], int]:
        own, home = watch.session, self.session
        return moved(watch.place, own.number if own else 0, home.number if home else 0)

    # --- where things lie ---

    def lies(self, code: str, watch: KioskWatch) -> str:
        """``code`` was seen there: what the counter calls it. Where two kiosks gave the same code, the kiosk's name
        stands behind the later one."""
        with self._guard:
            kiosk = self._lies.setdefault(code, watch.link.name)
            if kiosk == watch.link.name:
                return code
            full = f"{code} · {watch.link.name}"
            self._lies[full] = watch.link.name
            return full

    def of(self, code: str) -> tuple[KioskWatch, str]:
        """The kiosk that a dossier lies in, and its code there. HallAway where that is not known."""
        with self._guard:
            kiosk = self._lies.get(code, "")
        if not kiosk and len(self.watches) > 1:
            self._seek(code)
            with self._guard:
                kiosk = self._lies.get(code, "")
        return self.named(kiosk), self.there(code)

    @staticmethod
    def there(code: str) -> str:
        """What the kiosk that it lies in calls the dossier ``code``."""
        return code.partition(" · ")[0]

    def _seek(self, code: str) -> None:
        answers = self.every(operations()["finder.find"], lambda _: {"text": code})
        for watch, answer in answers.items():
            for row in answer.rows:
                self.lies(row.code, watch)

    def named(self, kiosk: str = "") -> KioskWatch:
        """By name; else the chosen one, else the first that somebody is signed in at."""
        wanted = kiosk or self.chosen
        for one in self.watches:
            if one.link.name == wanted:
                return one
        if kiosk:
            raise HallAway("no such kiosk", kiosk=kiosk)
        return next((one for one in self.watches if one.session is not None), self.watches[0])

    def able(self) -> KioskWatch:
        """The chosen kiosk where it can be asked now, else another that can."""
        wanted = self.named()
        able = [one for one in self.watches if one.session is not None and one.state.why is None]
        return wanted if wanted in able or not able else able[0]

    # --- who is at the desk ---

    def enter(self, entered: dict[KioskWatch, StaffSession]) -> StaffSession:
        """Somebody signed in at these kiosks, home first."""
        for watch in self.watches:
            watch.link.forget()
            watch.enter(entered.get(watch))
        home = next(iter(entered.values()))
        self.session = StaffSession(secrets.token_hex(16), home.number, home.name, home.person, home.role, self.counter)
        self._locked = SessionState(self._running())
        return self.session

    def again(self, watch: KioskWatch, session: StaffSession) -> None:
        """The same person at one more kiosk, or at one that started anew."""
        watch.enter(session)

    def unlocked(self) -> None:
        self._locked = SessionState(self._running())

    def left(self) -> None:
        self.session = None
        self.lock_here()
        with self._guard:
            self._lies.clear()
        for watch in self.watches:
            watch.enter(None)

    def lock_here(self) -> None:
        self._locked = SessionState(self._running(), locked=True)

    @property
    def is_locked(self) -> bool:
        return self._locked.at(self._running(), self._idle).locked

    def touch(self) -> None:
        """Somebody is at the desk; the kiosks are told now and then, and not waited for. SessionLocked."""
        if self.is_locked:
            raise SessionLocked("idle or locked")
        now = self._running()
        self._locked = SessionState(now)
        if now - self._touched >= TOUCHES:
            self._touched = now
            for watch in self.watches:
                if watch.session is not None:
                    self._pool.submit(self._touch, watch)

    def _touch(self, watch: KioskWatch) -> None:
        try:
            self.ask(watch, operations()["sessions.touch"], {})
        except KioskError:  # away, or locked there: both are noted
            return

    def _tell(self) -> None:
        for one in self._listeners:
            one()
