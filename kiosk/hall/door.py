"""One connection of a counter: a strict corner of HTTP/1.1 (RFC 9112) over TLS, each part within its bounds.

``POST /v1/call/OPERATION``, ``GET /v1/news``, ``POST /v1/renew``, and ``POST /v1/enrol`` for who was invited. Every
answer is JSON of the contract; what is not even a request gets a status and the connection's end.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from io import BufferedReader
from typing import Any, cast

from kiosk.errors import CounterRefused, CounterRevoked, HallBusy, HallError, HallProtocol, HallTooLarge, KioskError
from kiosk.hall.messages import CONTRACT, VERSION
from kiosk.hall.operations import CALL_BYTES
from kiosk.hall.seats import HallCounter
from kiosk.hall.service import answered, faulty
from kiosk.hall.streams import BoundedReader, send_all

log = logging.getLogger(__name__)

HEAD_BYTES = 8 << 10
STATUS: Mapping[type[KioskError], int] = {
    CounterRefused: 403,
    CounterRevoked: 403,
    HallTooLarge: 413,
    HallBusy: 429,
    HallProtocol: 400,
}


@dataclass(frozen=True)
class HallPatience:
    """Seconds: for a handshake, for a head on a connection that rests, for a small body, for an answer to be taken."""

    handshake: float = 5.0
    rest: float = 60.0
    body: float = 10.0
    paper: float = 60.0
    answer: float = 60.0
    news: float = 20.0


class HallHandler(BaseHTTPRequestHandler):
    """``server`` is a ``HallServer``."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "hall", ""

    def setup(self) -> None:
        self._office: Any = self.server
        self.connection = self.request
        self._bounds = BoundedReader(self.connection)
        self.rfile = BufferedReader(cast(Any, self._bounds), 4096)
        self.wfile = cast(Any, None)
        self.close_connection = False

    def finish(self) -> None:
        self.rfile.close()

    def handle_one_request(self) -> None:
        """As the base class, each line within bounds of bytes and time; what is no request ends the connection."""
        patience: HallPatience = self._office.patience
        self._bounds.allow(HEAD_BYTES, patience.rest)
        try:
            self.raw_requestline = self.rfile.readline(2048)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self._served()
        except (TimeoutError, OSError, ValueError):  # gone, too slow, or hung up on: nobody to tell
            self.close_connection = True
        except HallError as error:
            self._refuse(error)

    def _served(self) -> None:
        doors: Mapping[tuple[str, str], Callable[[], bytes]] = {
            ("GET", "news"): self._news,
            ("POST", "call"): self._call,
            ("POST", "renew"): self._renew,
            ("POST", "enrol"): self._enrol,
        }
        _, version, door, *_ = (*self.path.partition("?")[0].split("/"), "", "", "")
        door_call = doors.get((self.command, door))
        if version != VERSION or door_call is None:
            raise HallProtocol("no such door")
        self._answer(200, door_call())

    def _call(self) -> bytes:
        counter = self._counter()
        service = self._office.service
        operation = service.operation(self.path.rpartition("/")[2], self.headers.get(CONTRACT, ""))
        with self._office.room_for(operation.most):
            body = self._body(operation.most)
            return cast(bytes, service.call(counter, operation, body))

    def _news(self) -> bytes:
        counter = self._counter()
        known_mark = self.headers.get("If-None-Match", "")
        token = self.headers.get("Hall-Session", "")
        return answered(lambda: self._office.news(counter, token, known_mark, self._office.patience.news))

    def _renew(self) -> bytes:
        counter, body = self._counter(), self._body(HEAD_BYTES)
        return answered(lambda: self._office.enrolling.renewed(counter, body))

    def _enrol(self) -> bytes:
        body = self._body(HEAD_BYTES)
        return answered(lambda: self._office.enrolling.enrolled(body))

    def _counter(self) -> HallCounter:
        """Who knocks, looked at anew at each request: a revocation counts at once. CounterRefused, HallBusy."""
        counter: HallCounter = self._office.counter(self.connection.getpeercert(binary_form=True) or b"")
        self._office.paced(counter)
        return counter

    def _body(self, most: int) -> bytes:
        given = self.headers.get_all("Content-Length") or []
        coded = self.headers.get("Transfer-Encoding")
        if len(given) != 1 or not given[0].isascii() or not given[0].isdigit() or coded is not None:
            raise HallProtocol("no length")
        length = int(given[0][:12])
        if length > most:
            raise HallTooLarge(f"{length} bytes")
        patience: HallPatience = self._office.patience
        self._bounds.allow(max(1, length), patience.paper if most > CALL_BYTES else patience.body)
        body = self.rfile.read(length)
        if len(body) != length:
            raise TimeoutError
        return body

    def _refuse(self, error: HallError) -> None:
        """Said, and then the connection ends: what may still come in was never read."""
        log.info("%s: %s", error.code, error.detail)
        self.close_connection = True
        try:
            self._answer(STATUS.get(type(error), 200), faulty(error))
        except OSError:
            return

    def _answer(self, status: int, body: bytes) -> None:
        ends = "close" if self.close_connection else "keep-alive"
        head = f"HTTP/1.1 {status} {'OK' if status == 200 else 'Refused'}\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(body)}\r\nConnection: {ends}\r\nCache-Control: no-store\r\n\r\n"
        send_all(self.connection, head.encode() + body, self._office.patience.answer)

    # --- what the base class would say by itself ---

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        raise HallProtocol(f"HTTP {code}")

    def handle_expect_100(self) -> bool:
        raise HallProtocol("Expect")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of what came in stands in a log."""
