"""The hall's service: one request of an enrolled counter in, one answer out. No socket; every door is in ``server``.

The session is the kiosk's own, found by its token, and never what a counter says of itself; the desk of a sign-in is
the counter's name, so that each counter at each kiosk has a drawer and a series of receipts of its own.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from typing import Any

import msgspec

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import HallBug, HallProtocol, HallVersion, KioskError, SessionLocked
from kiosk.hall.acts import ActLedger
from kiosk.hall.messages import HallAnswer, HallCall, fault_of
from kiosk.hall.operations import OPEN, HallOperation, contract, decoded, operations
from kiosk.hall.seats import HallCounter, HallSeats
from kiosk.services.counter.counter import CounterDesks

log = logging.getLogger(__name__)

_KEY = 32  # characters: a UUID in hexadecimal


class HallService:
    """``desks`` are the running kiosk's. Safe from any thread."""

    def __init__(self, desks: CounterDesks, ledger: ActLedger, kiosk: str) -> None:
        self._desks, self._ledger, self._kiosk = desks, ledger, kiosk
        self.seats = HallSeats()
        self._answering = set[int]()

    def operation(self, name: str, spoken: str) -> HallOperation:
        """HallVersion where the counter speaks of other shapes, HallProtocol where there is no such operation."""
        if spoken != contract():
            raise HallVersion(spoken[:32])
        operation = operations().get(name)
        if operation is None:
            raise HallProtocol("no such operation")
        return operation

    def call(self, counter: HallCounter, operation: HallOperation, body: bytes) -> bytes:
        """The answer, also where it is a known error or a bug of this kiosk's."""
        mine = threading.get_ident()
        self._answering.add(mine)
        try:
            return answered(lambda: self._called(counter, operation, body))
        finally:
            self._answering.discard(mine)

    @property
    def busy(self) -> bool:
        """Whether somebody is being answered, whose act may be half done."""
        return bool(self._answering)

    def _called(self, counter: HallCounter, operation: HallOperation, body: bytes) -> bytes:
        asked = decoded(body, HallCall)
        if not operation.acts:
            return self._done(counter, operation, asked)
        if len(asked.key) != _KEY or not asked.key.isalnum() or not asked.key.isascii():
            raise HallProtocol("an act without a key")
        named = f"{counter.fingerprint[:16]}{asked.key}"
        return self._ledger.once(
            named,
            operation.name.encode() + bytes(asked.args),
            lambda: answered(lambda: self._done(counter, operation, asked)),
        )

    def _done(self, counter: HallCounter, operation: HallOperation, asked: HallCall) -> bytes:
        args = decoded(asked.args, operation.args)
        given = {name: getattr(args, name) for name in args.__struct_fields__}
        if operation.name == "sessions.sign_in":
            given["desk"] = desk_of(counter.name, self._kiosk)
        if operation.name not in OPEN:
            session = self._session(counter, asked.session, operation)
            given |= {"session": session} if operation.has_session else {}
        value = self._result(operation, given)
        self._seated(counter, operation, value, asked.session)
        return msgspec.json.encode(HallAnswer(value=msgspec.Raw(msgspec.json.encode(value))))

    def _result(self, operation: HallOperation, given: dict[str, Any]) -> Any:
        target = operation.target(self._desks)
        return target(**given) if callable(target) else target

    def _session(self, counter: HallCounter, token: str, operation: HallOperation) -> StaffSession:
        session = self.seats.of(counter, token)
        if not operation.has_session and self._desks.sessions.is_locked(session):
            raise SessionLocked("idle or locked")
        return session

    def _seated(self, counter: HallCounter, operation: HallOperation, value: Any, token: str) -> None:
        if isinstance(value, StaffSession):
            self.end(self.seats.take(counter, value))
        elif operation.name == "sessions.sign_out":
            self.seats.leave(token)

    def end(self, sessions: tuple[StaffSession, ...]) -> None:
        """Sign out whoever these are, and let go what they have open."""
        for one in sessions:
            self._desks.dossiers.let_go(one)
            self._desks.sessions.sign_out(one)


def answered(work: Callable[[], bytes]) -> bytes:
    """What ``work`` answers, or the fault that it meets. Where a bug stands is logged, never with what."""
    try:
        return work()
    except KioskError as error:
        log.info("%s: %s", error.code, error.detail)
        return faulty(error)
    except Exception as error:  # a bug: the counter hears that it is one, and no more
        log.critical("bug: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return faulty(HallBug(type(error).__name__))


def faulty(error: KioskError) -> bytes:
    return msgspec.json.encode(HallAnswer(fault=fault_of(error)))


def desk_of(counter: str, kiosk: str) -> str:
    """Q2.DV01: no two kiosks of a hall give a receipt of the same name."""
    return f"{counter}.{kiosk}"
