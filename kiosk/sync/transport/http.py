"""One HTTP request over a bad line: the door to requests. What comes back is whole, or a ``LineError``.

Redirects are not followed, the machine's proxy settings and .netrc are not read, and a connection that stopped moving
is given up by the kernel. Nothing is retried here.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from kiosk.closing import close_all
from kiosk.errors import KioskRefused, LineDown, LineError, NotEnrolled, NotThePortal, PortalDown
from kiosk.sync.transport import tcp
from kiosk.sync.transport.dead_peer_detector import DeadPeerDetector
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.streamed_body import Body
from kiosk.sync.transport.tls import Trust, below_tls, http_date

REFUSED = "kiosk-certificate"  # with a 403: the portal does not take this kiosk's certificate
_MOST = 4 << 20  # bytes of an answer; a login page that never ends is cut here


@dataclass(frozen=True)
class Reply:
    """An answer, whole. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def number(self, header: str) -> int | None:
        value = self.headers.get(header, "")
        return int(value) if value.isascii() and value.isdigit() else None


class Transport:
    """Connections to one portal, kept open. For one thread at a time; ``line.hang_up`` may come from any."""

    def __init__(
        self,
        line: Line,
        connect_timeout: float,
        read_timeout: float,
        trust: Trust | None = None,
        sent: int = 0,
        *,
        haste: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Timeouts in seconds; ``read_timeout`` bounds each wait for bytes, the guard
        the whole answer (``WHOLE_ANSWER``, by ``monotonic``). Without ``trust``
        no portal behind TLS is spoken to. ``sent`` bytes were given to the line by one before it. ``haste``: for small
        messages beside others that fill the line."""
        self._line = line
        self._trust = trust
        self._timeout = (connect_timeout, read_timeout)
        self._meter = _Meter(sent)
        self._haste = haste
        self._guard = DeadPeerDetector(monotonic, haste=haste)
        self._http = _http(_ConnectionObserver(line, self._guard, self._meter, read_timeout, trust))

    @property
    def bytes_sent(self) -> int:
        """Bytes given to the line since the start: requests with their headers, without what TLS and TCP add."""
        return self._meter.bytes

    @property
    def rate(self) -> float:
        """Bytes per second that the line carried lately; 0 while nothing is known."""
        return self._guard.rate

    @property
    def connections(self) -> int:
        """How many connections it has taken until now."""
        return self._guard.connections

    def leave(self, size: int) -> None:
        """Leave most of the line to a message of ``size`` bytes on another connection. From any thread."""
        self._guard.leave(size)

    def start_afresh(self) -> None:
        """The next request goes over a new connection: after an odd answer, who knows what still comes on the old."""
        for adapter in self._http.adapters.values():
            adapter.close()

    def close(self) -> None:
        close_all(self._http.close, self._guard.close)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply:
        """One request and its whole answer; redirects, overload and everything below HTTP come out as LineError."""
        self._line.check()
        secure = url.startswith("https:")
        if secure:
            _enrolled(self._trust)
        try:
            with self._guard.sending():
                reply = self._asked_again(method, url, headers, body)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _below_http(error) from error
        if secure:
            _enrolled(self._trust).heard(reply.headers.get("date", ""))
        if reply.status == 403 and (word := reply.headers.get(REFUSED, "")):
            raise _enrolled(self._trust).refused(word) if secure else KioskRefused(word)
        _usable(reply)
        return reply

    def _asked_again(self, method: str, url: str, headers: Mapping[str, str], body: Body | None) -> Reply:
        """Once more where the old connection was found dead, or broke under a message in haste: every request of the
        contract may be repeated. A PATCH not: how far it came is asked first."""
        found_dead = self._guard.given_up
        try:
            return self._asked(method, url, headers, body)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            again = self._guard.given_up > found_dead or (self._haste and _broke(error))
            if method == "PATCH" or not again:
                raise
        if body is not None:
            body.rewind()
        return self._asked(method, url, headers, body)

    def _asked(self, method: str, url: str, headers: Mapping[str, str], body: Body | None) -> Reply:
        with self._http.request(
            method, url, headers=dict(headers), data=body, timeout=self._timeout, allow_redirects=False, stream=True
        ) as response:
            came = response.raw.read(_MOST + 1, decode_content=True)
            if not self._guard.answer_ends():
                raise LineDown("an answer that came too slowly")
            if len(came) > _MOST:
                raise NotThePortal("an answer without an end")
            reply_headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, reply_headers, came)


def _enrolled(trust: Trust | None) -> Trust:
    if trust is None:
        raise NotEnrolled("a portal behind TLS, and no enrolment")
    return trust


def _usable(reply: Reply) -> None:
    """Raise for an answer that says nothing about the request: a redirect, a gate before the portal, an overload."""
    elsewhere = 300 <= reply.status < 400 and reply.status != 304  # 304 answers If-None-Match
    if elsewhere or reply.status in (407, 511):  # RFC 6585 §6: a captive portal that is honest
        raise NotThePortal(f"{reply.status}: sent elsewhere")
    if reply.status >= 500 or reply.status in (408, 425, 429):
        raise PortalDown(str(reply.status), _retry_after(reply), reply.status)


def _retry_after(reply: Reply) -> float | None:
    """Seconds, from either form of RFC 9110 §10.2.3; a date is measured by the portal's own clock, not by ours."""
    value = reply.headers.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return float(value)
    until, now = http_date(value), http_date(reply.headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _below_http(error: Exception) -> LineError:
    """What went wrong underneath, by the first cause that says it."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, LineError):  # what was found wrong with the portal while connecting
            return cause
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return below_tls(cause)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return PortalDown("connection refused")
    return LineDown(type(causes[-1]).__name__)


def _broke(error: Exception) -> bool:
    """Was there a connection, and did it end under the request?"""
    return any(isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies under it: requests and urllib3 keep it now in ``args``, now in ``reason`` or context."""
    causes: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in causes:
            causes.append(one)
            yield one
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


# --- connections ------------------------------------------------------------------------------------------------


@dataclass
class _Meter:
    bytes: int = 0


@dataclass(frozen=True)
class _ConnectionObserver:
    """Who wants to know of a connection."""

    line: Line
    guard: DeadPeerDetector
    meter: _Meter
    patience: float  # seconds for one write: the time to connect is too short for a line that fades for a while
    trust: Trust | None

    def opened(self, connection: socket.socket) -> None:
        connection.settimeout(self.patience)
        self.line.opened(connection)
        self.guard.opened(connection)


def _http(watch: _ConnectionObserver) -> requests.Session:
    http = requests.Session()
    http.trust_env = False
    http.headers["User-Agent"] = "kiosk-xa"
    for scheme in ("http://", "https://"):
        http.mount(scheme, _Adapter(watch))
    return http


class _Adapter(HTTPAdapter):
    """Pools of connections that are watched; one connection is kept."""

    def __init__(self, watch: _ConnectionObserver) -> None:
        self._pools = _pools(watch)
        self._trust = watch.trust
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        if self._trust is not None:
            options["ssl_context"] = self._trust.context()
        super().init_poolmanager(*args, socket_options=tcp.options(), **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context alone says whom to believe: requests would add every public authority it knows."""
        conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None


def _pools(watch: _ConnectionObserver) -> dict[str, type[HTTPConnectionPool]]:
    class Watching(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connection = watch.guard.spare() or super()._new_conn()
            watch.guard.connecting(connection)
            return connection

        def send(self, data: Any) -> None:
            if self.sock is not None:  # urllib3 sets the time to connect for each request on an old one
                self.sock.settimeout(watch.patience)
            watch.meter.bytes += len(data)
            super().send(data)

        def getresponse(self) -> Any:
            watch.guard.answer_begins()
            return super().getresponse()

    class Plain(Watching):
        def connect(self) -> None:
            super().connect()
            watch.opened(self.sock)

    class Secure(Watching, HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            assert isinstance(self.sock, ssl.SSLSocket)
            _enrolled(watch.trust).admit(self.sock)
            watch.opened(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
