"""A server that says a byte now and then holds nothing for ever: whole answers have an end, in seconds and in bytes.

The kiosk's clock is given: it jumps. The server really dribbles.
"""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from tuf.api.exceptions import DownloadError

from kiosk.config import PortalSettings
from kiosk.errors import LineDown, LineError, NotThePortal
from kiosk.sync.portal import Portal
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport import http
from kiosk.sync.transport.dead_peer_detector import WHOLE_ANSWER
from kiosk.sync.transport.http import Transport
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.tls import Enrolment, Trust
from kiosk.sync.updates.fetching import LineFetcher

GREETING = b"HTTP/1.1 200 OK\r\nTus-Resumable: 1.0.0\r\nTus-Extension: creation,checksum\r\n"
ENDLESS = GREETING + b"Content-Type: application/json\r\n\r\n"  # until the connection ends
HEAD = GREETING + b"Content-Length: 10000\r\n\r\n"
RECORD = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"  # TLS: a handshake record of 16 kB, and a ServerHello that long


@contextmanager
def dribbling(at_once: bytes, then: bytes = b"x", *, pause: float = 0.01) -> Iterator[str]:
    """Says ``at_once`` and then ``then`` again and again; where it listens."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(at_once)
                while not over.wait(pause):
                    connection.sendall(then)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def jumping() -> Callable[[], float]:
    """A tenth of the whole time with every look."""
    looks = itertools.count()
    return lambda: next(looks) * WHOLE_ANSWER / 10


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport(Line(), 20.0, 20.0, monotonic=jumping())
    yield made
    made.close()


@pytest.mark.parametrize(
    "at_once", [b"", b"HTTP/1.1 200 OK\r\nX: ", HEAD, ENDLESS], ids=["line", "header", "body", "endless"]
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "HEAD", "PATCH"])
def test_an_answer_that_dribbles_is_cut(transport: Transport, at_once: bytes, method: str) -> None:
    if method == "HEAD" and at_once in (HEAD, ENDLESS):
        return  # has no body to wait for
    with dribbling(at_once) as place, pytest.raises(LineDown):
        transport.send(method, f"http://{place}/files", {})


def test_what_was_cut_is_no_answer_even_where_its_length_was_not_said(transport: Transport) -> None:
    """An answer that lasts until the connection ends looks whole when it is ended by us."""
    with dribbling(ENDLESS + b'{"error_code":"0"}', b" ") as place, pytest.raises(LineDown, match="slowly"):
        transport.send("GET", f"http://{place}/service", {})


def test_a_handshake_that_dribbles_is_cut(member_trust: Trust) -> None:
    transport = Transport(Line(), 20.0, 20.0, member_trust, monotonic=jumping())
    with dribbling(RECORD) as place, pytest.raises(LineError):
        transport.send("OPTIONS", f"https://{place}/files", {})
    transport.close()


def test_an_answer_without_an_end_is_cut_by_its_bytes(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_MOST", 100_000)
    with dribbling(ENDLESS, b"x" * 50_000, pause=0.001) as place, pytest.raises((NotThePortal, LineDown)) as cut:
        Transport(Line(), 20.0, 20.0).send("GET", f"http://{place}/service", {})
    assert isinstance(cut.value, NotThePortal)


def test_an_update_and_a_document_door_that_dribble_are_cut_as_well(transport: Transport) -> None:
    with dribbling(HEAD) as place:
        portal = Portal(PortalSettings(url=f"http://{place}", username="kiosk", password="p"), "H15.50.05.13")
        portal._transport.close()
        portal._transport, portal._session = transport, "s"
        with pytest.raises(LineDown):
            portal.tus("PATCH", "/files/a", {})
        with pytest.raises(DownloadError):
            b"".join(LineFetcher(portal.fetch)._fetch("feed:/metadata/timestamp.json"))


def test_an_answer_in_time_is_whole(transport: Transport) -> None:
    with dribbling(GREETING + b"Content-Length: 2\r\n\r\n{}") as place:
        reply = Transport(Line(), 20.0, 20.0).send("GET", f"http://{place}/", {})
    assert reply.status == 200 and reply.body == b"{}"


@pytest.fixture
def member_trust(tmp_path) -> Trust:
    from kiosk.clock import office_time
    from kiosk_sandbox.authority import Authority

    class Notes:
        def get(self, name: str) -> str:
            return ""

        def set(self, name: str, value: str) -> None:
            pass

    authority = Authority(tmp_path / "authority", office_time)
    enrolment = Enrolment("https://x", "H15.50.05.13", "DV01", authority.certificate, "", "")
    return Trust(enrolment, TrustedTime(Notes(), office_time))
