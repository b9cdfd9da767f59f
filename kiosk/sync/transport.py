"""One HTTP request over a bad line: the door to requests. What comes back is whole, or a ``LineError``.

Redirects are not followed, the machine's proxy settings and .netrc are not read, and a connection that stopped moving
is given up by the kernel. Nothing is retried here.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from kiosk.errors import LineDown, LineError, NotThePortal, PortalDown, PortalUntrusted
from kiosk.sync.body import Body
from kiosk.sync.link import Line

_MOST = 4 << 20  # bytes of an answer; a login page that never ends is cut here
_STALL_MS = 30_000  # unacknowledged this long, a connection is dead (a silent NAT drop)


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

    def __init__(self, line: Line, connect_timeout: float, read_timeout: float) -> None:
        """Timeouts in seconds; ``read_timeout`` bounds each wait for bytes, not the whole answer."""
        self._line = line
        self._timeout = (connect_timeout, read_timeout)
        self._meter = _Meter()
        self._http = _http(line, self._meter)

    @property
    def bytes_sent(self) -> int:
        """Bytes given to the line since the start: requests with their headers, without what TLS and TCP add."""
        return self._meter.bytes

    def close(self) -> None:
        self._http.close()

    def send(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply:
        """One request and its whole answer; redirects, overload and everything below HTTP come out as LineError."""
        self._line.check()
        try:
            with self._http.request(
                method, url, headers=dict(headers), data=body, timeout=self._timeout, allow_redirects=False, stream=True
            ) as response:
                came = response.raw.read(_MOST, decode_content=True)
                told = {name.lower(): value for name, value in response.headers.items()}
                reply = Reply(response.status_code, told, came)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _below_http(error) from error
        _usable(reply)
        return reply


def _usable(reply: Reply) -> None:
    """Raise for an answer that says nothing about the request: a redirect, a gate before the portal, an overload."""
    if 300 <= reply.status < 400 or reply.status in (407, 511):  # RFC 6585 §6: a captive portal that is honest
        raise NotThePortal(f"{reply.status}: sent elsewhere")
    if reply.status >= 500 or reply.status in (408, 425, 429):
        raise PortalDown(str(reply.status), retry_after=_retry_after(reply))


def _retry_after(reply: Reply) -> float | None:
    """Seconds, from either form of RFC 9110 §10.2.3; a date is measured by the portal's own clock, not by ours."""
    said = reply.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(said)
    until, now = _date(said), _date(reply.headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _below_http(error: Exception) -> LineError:
    """What went wrong underneath, by the first cause that says it."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError | requests.exceptions.SSLError) for cause in causes):
        return PortalUntrusted("the certificate does not hold")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return PortalDown("connection refused")
    return LineDown(type(causes[-1]).__name__)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies under it: requests and urllib3 keep it now in ``args``, now in ``reason`` or context."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            yield one
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


# --- connections ------------------------------------------------------------------------------------------------


@dataclass
class _Meter:
    bytes: int = 0


def _http(line: Line, meter: _Meter) -> requests.Session:
    http = requests.Session()
    http.trust_env = False
    http.headers["User-Agent"] = "kiosk-xa"
    for scheme in ("http://", "https://"):
        http.mount(scheme, _Adapter(line, meter))
    return http


class _Adapter(HTTPAdapter):
    """Pools of connections that the line knows and the meter counts; one connection is kept."""

    def __init__(self, line: Line, meter: _Meter) -> None:
        self._pools = _pools(line, meter)
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, socket_options=_socket_options(), **options)
        self.poolmanager.pool_classes_by_scheme = self._pools


def _pools(line: Line, meter: _Meter) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            line.opened(self.sock)

        def send(self, data: Any) -> None:
            meter.bytes += len(data)
            super().send(data)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            line.opened(self.sock)

        def send(self, data: Any) -> None:
            meter.bytes += len(data)
            super().send(data)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _socket_options() -> list[tuple[int, int, int | bytes]]:
    """No small-packet delay; a dead peer found within half a minute; BBR where the kernel allows it, which fills a
    line that loses packets three times better than the default (docs of the spec's measurements: 80 % against 45 %)."""
    options: list[tuple[int, int, int | bytes]] = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STALL_MS))
    if hasattr(socket, "TCP_CONGESTION") and "bbr" in _allowed_congestion_controls():
        options.append((socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"bbr"))
    return options


def _allowed_congestion_controls() -> list[str]:
    try:
        return Path("/proc/sys/net/ipv4/tcp_allowed_congestion_control").read_text().split()
    except OSError:  # another system, or a closed /proc
        return []
