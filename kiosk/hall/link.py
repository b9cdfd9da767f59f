"""A counter's link to one kiosk: requests over mutual TLS, asked again with the same key where the network fails.

What could not be sent is ``HallAway``: nothing happened. What was sent and not answered is ``HallUnsure``: its key is
kept, and the same act asked again is the same act.
"""

from __future__ import annotations

import hashlib
import http.client
import ssl
import threading
import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from kiosk.closing import close_all
from kiosk.errors import (
    CounterRefused,
    HallAway,
    HallError,
    HallProtocol,
    HallTooLarge,
    HallUnsure,
    KioskError,
    KioskUntrusted,
)
from kiosk.hall.messages import CONTRACT, VERSION, HallAnswer, HallCall, HallNews, error_of
from kiosk.hall.operations import HallOperation, contract, decoded
from kiosk.hall.wire import KioskPlace, SecuredConnection

T = TypeVar("T")

TRIES = 3
ANSWER_BYTES = 64 << 20
_REFUSALS = ("ALERT", "CERTIFICATE_REQUIRED")


@dataclass(frozen=True)
class LinkPatience:
    """Seconds."""

    connect: float = 2.0
    answer: float = 20.0
    news: float = 30.0
    again: float = 0.3  # between two tries, doubled


class KioskLink:
    """Safe from any thread; connections are kept and shared."""

    def __init__(self, place: KioskPlace, context: ssl.SSLContext, patience: LinkPatience | None = None) -> None:
        self.place = place
        self._context, self._patience = context, patience or LinkPatience()
        self._guard = threading.Lock()
        self._idle: list[SecuredConnection] = []
        self._busy: set[SecuredConnection] = set()
        self._unsure: dict[str, str] = {}
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        return self.place.kiosk

    def call(self, operation: HallOperation, args: dict[str, Any], token: str = "") -> Any:
        """The result, or the very error that the kiosk met. HallAway, HallUnsure, CounterRefused, KioskUntrusted."""
        given = msgspec.json.encode(operation.args(**args))
        act = hashlib.sha256(operation.name.encode() + given).hexdigest() if operation.acts else ""
        key = self._key(act)
        body = msgspec.json.encode(HallCall(session=token, key=key, args=msgspec.Raw(given)))
        if len(body) > operation.most:
            raise HallTooLarge(f"{len(body)} bytes")
        try:
            answer = self._tried("POST", f"/{VERSION}/call/{operation.name}", body, unsure=operation.acts)
        except HallUnsure:
            with self._guard:
                self._unsure[act] = key
            raise
        with self._guard:
            self._unsure.pop(act, None)
        return self._value(answer, operation.result)

    def news(self, token: str, mark: str) -> HallNews:
        """Once there is something else than ``mark``, or after a while all the same."""
        headers = {"Hall-Session": token, "If-None-Match": mark}
        answer = self._once("GET", f"/{VERSION}/news", b"", self._patience.news, headers)
        news: HallNews = self._value(answer, HallNews)
        return news

    def ask(self, door: str, asked: Any, kind: type[T]) -> T:
        """One request that is no operation."""
        answer = self._once("POST", f"/{VERSION}/{door}", msgspec.json.encode(asked), self._patience.answer, {})
        value: T = self._value(answer, kind)
        return value

    def forget(self) -> None:
        """Whoever works here is another one: what is unsure is asked no more."""
        with self._guard:
            self._unsure.clear()

    def close(self) -> None:
        """Whoever waits for an answer is told that there is none."""
        self._closed.set()
        with self._guard:
            idle, self._idle = self._idle, []
            busy = tuple(self._busy)
        close_all(*(one.close for one in idle), *(one.hang_up for one in busy))

    def _key(self, act: str) -> str:
        with self._guard:
            return self._unsure.get(act, uuid.uuid4().hex) if act else ""

    def _tried(self, method: str, path: str, body: bytes, *, unsure: bool) -> HallAnswer:
        sent = False
        for attempt in range(TRIES):
            if attempt and self._closed.wait(self._patience.again * 2 ** (attempt - 1)):
                break
            try:
                return self._once(method, path, body, self._patience.answer, {CONTRACT: contract()})
            except HallUnsure:
                sent = True
            except HallAway:
                continue
        raise HallUnsure("sent", kiosk=self.name) if sent and unsure else HallAway("not sent", kiosk=self.name)

    def connected(self) -> SecuredConnection:
        """A fresh connection, to be looked at. HallAway, KioskUntrusted."""
        return self._connection()

    def ask_over(self, connection: SecuredConnection, door: str, asked: Any, kind: type[T]) -> T:
        """As ``ask``, over this very connection."""
        data = msgspec.json.encode(asked)
        answer = self._over(connection, "POST", f"/{VERSION}/{door}", data, self._patience.answer, {})
        value: T = self._value(answer, kind)
        return value

    def _once(self, method: str, path: str, body: bytes, seconds: float, headers: dict[str, str]) -> HallAnswer:
        return self._over(self._connection(), method, path, body, seconds, headers)

    def _over(
        self,
        connection: SecuredConnection,
        method: str,
        path: str,
        body: bytes,
        seconds: float,
        headers: dict[str, str],
    ) -> HallAnswer:
        with self._guard:
            self._busy.add(connection)
        try:
            connection.patient(seconds)
            connection.request(method, path, body or None, {"Content-Type": "application/json", **headers})
            reply = connection.getresponse()
            data = reply.read(ANSWER_BYTES + 1)
        except ssl.SSLError as error:
            connection.close()
            raise self._below(error, sent=True) from None
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise HallUnsure(type(error).__name__, kiosk=self.name) from None
        finally:
            with self._guard:
                self._busy.discard(connection)
        self._put_by(connection, reply)
        if len(data) > ANSWER_BYTES or reply.getheader("Content-Type") != "application/json":
            raise HallProtocol("no answer of a hall", kiosk=self.name)
        answer: HallAnswer = self._decoded(data, HallAnswer)
        return answer

    def _put_by(self, connection: SecuredConnection, reply: http.client.HTTPResponse) -> None:
        with self._guard:
            if not reply.will_close and reply.isclosed() and not self._closed.is_set():
                self._idle.append(connection)
                return
        connection.close()

    def _connection(self) -> SecuredConnection:
        with self._guard:
            while self._idle:
                idle = self._idle.pop()
                if idle.lives:
                    return idle
                idle.close()
        fresh = SecuredConnection(self.place, self._context, self._patience.connect)
        try:
            fresh.connect()
        except ssl.SSLError as error:
            fresh.close()
            raise self._below(error, sent=False) from None
        except OSError as error:
            fresh.close()
            raise HallAway(type(error).__name__, kiosk=self.name) from None
        return fresh

    def _below(self, error: ssl.SSLError, *, sent: bool) -> HallError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return KioskUntrusted(error.verify_message or "the certificate does not hold", kiosk=self.name)
        reason = error.reason or ""
        if any(one in reason for one in _REFUSALS):
            return CounterRefused(reason, kiosk=self.name)
        kind = HallUnsure if sent else HallAway
        return kind(reason or type(error).__name__, kiosk=self.name)

    def _value(self, answer: HallAnswer, kind: Any) -> Any:
        if isinstance(answer.fault, msgspec.UnsetType):
            if isinstance(answer.value, msgspec.UnsetType):
                raise HallProtocol("neither value nor fault", kiosk=self.name)
            return self._decoded(answer.value, kind)
        raise error_of(answer.fault, self.name)

    def _decoded(self, data: bytes | msgspec.Raw, kind: Any) -> Any:
        try:
            return decoded(data, kind)
        except HallProtocol as error:
            raise HallProtocol(error.detail, kiosk=self.name) from None


def is_away(error: KioskError) -> bool:
    """Whether a kiosk that others can stand in for is what failed."""
    return isinstance(error, HallAway | HallUnsure | KioskUntrusted | CounterRefused)
