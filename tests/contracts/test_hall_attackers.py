"""What somebody in the office's network gets from a kiosk's hall: one outcome a row, and the hall serves on."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from counter_stage import PINS, file, filing
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hall_stage import FLOOR, QUICK, UNIT, HallAuthority, HallKiosk, call, hall, link

from kiosk.errors import CounterRefused, KioskUntrusted, SessionEnded
from kiosk.hall.link import KioskLink
from kiosk.hall.messages import HallCall
from kiosk.hall.operations import CALL_BYTES, PAPER_BYTES, contract, operations
from kiosk.hall.roles import host_of, key_pem, new_key, request_for
from kiosk.hall.server import PER_HOST, UNPROVEN
from kiosk.hall.wire import CounterIdentity
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer, office_time


@dataclass
class Street:
    """The kiosk, its authority, an honest counter, and what strangers hold."""

    kiosk: HallKiosk
    authority: HallAuthority
    honest: CounterIdentity
    folder: Path

    def context(self, certificate: str = "", key: object = None, *, newest: bool = True) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
        if not newest:
            made.maximum_version = ssl.TLSVersion.TLSv1_2
        if certificate:
            path = self.folder / "shown.pem"
            path.write_bytes(certificate.encode() + b"\n" + key_pem(key))  # type: ignore[arg-type]
            made.load_cert_chain(path)
        return made

    def says(self, context: ssl.SSLContext | None, sent: bytes) -> str:
        """Status and the fault's code of the first answer; ``alert REASON`` by TLS; ``silence`` where it hangs up."""
        plain = socket.create_connection(("127.0.0.1", self.kiosk.port), 10)
        try:
            with plain if context is None else context.wrap_socket(plain) as line:
                line.sendall(sent)
                return _outcome(_all_of(line))
        except ssl.SSLError as error:
            return f"alert {error.reason}"
        except OSError:
            return "silence"

    def asked(self, sent: bytes) -> str:
        return self.says(self.context(self.honest.certificate, self.honest.key), sent)


def _all_of(line: socket.socket) -> bytes:
    data = b""
    while True:
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.startswith(b"Content-Length:")]
        if lengths and len(body) >= lengths[0]:
            return data
        piece = line.recv(65536)
        if not piece:
            return data
        data += piece


def _outcome(data: bytes) -> str:
    if not data:
        return "silence"
    head, _, body = data.partition(b"\r\n\r\n")
    answer = json.loads(body)
    assert "Traceback" not in body.decode() and set(answer) <= {"value", "fault"}
    fault = answer.get("fault", {}).get("code", "served")
    return f"{head.split()[1].decode()} {fault}"


def post(path: str, body: bytes, *heads: str, length: int | None = None) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Hall-Contract: {contract()}", *heads]
    lines += [f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


NAMES = post("/v1/call/sessions.names", b"{}")


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    folder = tmp_path_factory.mktemp("street")
    with hall(folder, "DV01") as (authority, (kiosk,)):
        yield Street(kiosk, authority, authority.counter("Q2"), folder)


def _self_signed(street: Street) -> ssl.SSLContext:
    stranger = Authority(street.folder / "stranger", office_time)
    key = new_key()
    word = stranger.invite(UNIT, "DV01", "x")["token"]
    der = x509.load_pem_x509_certificate(stranger.enrol(word, request_for(key, UNIT, "DV01")).encode())
    shown = der.public_bytes(Encoding.DER)
    return street.context(stranger.hall(shown, "counter", "Q2", request_for(key, UNIT, "Q2")), key)


def _kiosks_own(street: Street) -> ssl.SSLContext:
    key = new_key()
    authority = street.authority.authority
    word = authority.invite(UNIT, "DV09", "x")["token"]
    return street.context(authority.enrol(word, request_for(key, UNIT, "DV09")), key)


def _another_kiosks_hall(street: Street) -> ssl.SSLContext:
    key = new_key()
    signed = street.authority.authority.hall(
        street.authority.kiosk("DV02"), "hall", "DV02", request_for(key, UNIT, "DV02")
    )
    return street.context(signed, key)


def _portals(street: Street) -> ssl.SSLContext:
    path, _, _ = street.authority.authority._own_pem("127.0.0.1")
    made = street.context()
    made.load_cert_chain(path)
    return made


def _another_unit(street: Street) -> ssl.SSLContext:
    authority, key = street.authority.authority, new_key()
    word = authority.invite("H15.50.05.99", "DV01", "x")["token"]
    shown = x509.load_pem_x509_certificate(
        authority.enrol(word, request_for(key, "H15.50.05.99", "DV01")).encode()
    ).public_bytes(Encoding.DER)
    signed = authority.hall(shown, "counter", "Q2", request_for(key, "H15.50.05.99", "Q2"))
    return street.context(signed, key)


def _revoked(street: Street) -> ssl.SSLContext:
    gone = street.authority.counter("Q9")
    street.kiosk.host.register.revoke("Q9")
    return street.context(gone.certificate, gone.key)


STRANGERS: list[tuple[str, Callable[[Street], ssl.SSLContext | None], str]] = [
    ("no TLS", lambda street: None, "silence"),
    ("TLS 1.2", lambda street: street.context(newest=False), "alert TLSV1_ALERT_PROTOCOL_VERSION"),
    ("no certificate", lambda street: street.context(), "alert TLSV13_ALERT_CERTIFICATE_REQUIRED"),
    ("another authority's counter", _self_signed, "alert TLSV1_ALERT_UNKNOWN_CA"),
    ("a resident's kiosk", _kiosks_own, "403 hall.refused"),
    ("the portal's own certificate", _portals, "alert SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"),
    ("what a kiosk shows to counters", _another_kiosks_hall, "alert SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"),
    ("a counter of another unit", _another_unit, "403 hall.refused"),
    ("a revoked counter", _revoked, "403 hall.revoked"),
]


@pytest.mark.parametrize(("who", "shows", "outcome"), STRANGERS, ids=[row[0] for row in STRANGERS])
def test_who_is_no_counter_of_this_hall_gets_nothing(
    street: Street, who: str, shows: Callable[[Street], ssl.SSLContext | None], outcome: str
) -> None:
    assert street.says(shows(street), NAMES) == outcome
    assert street.asked(NAMES) == "200 served"


DEEP = b'{"args": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"
TURNED = json.dumps({"key": "9" * 32, "args": {"secret": "000999", "name": "\u202emay\u2066"}}).encode()
TURNED_NAME = json.dumps({"name": "Q\u202e2", "request": "x", "proof": "y"}).encode()
LOOK = b'{"args": {"kiosk": "DV01", "mark": ""}}'
BODIES: list[tuple[str, bytes, str]] = [
    ("no such door", b"GET /v1/secrets HTTP/1.1\r\n\r\n", "400 hall.protocol"),
    ("another version", post("/v2/call/sessions.names", b"{}"), "400 hall.protocol"),
    ("no such operation", post("/v1/call/store.keys", b"{}"), "400 hall.protocol"),
    ("a service's inner call", post("/v1/call/papers.send", b"{}"), "400 hall.protocol"),
    ("a path upwards", post("/v1/call/../../etc/passwd", b"{}"), "400 hall.protocol"),
    ("no HTTP at all", b"\x16\x03\x01" * 40 + b"\r\n\r\n", "400 hall.protocol"),
    ("a head without end", b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 9000, "413 hall.too-large"),
    ("a hundred heads", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 900 + b"\r\n", "400 hall.protocol"),
    ("no length", b"POST /v1/call/sessions.names HTTP/1.1\r\n\r\n{}", "200 hall.version"),
    ("two lengths", post("/v1/call/sessions.names", b"{}", "Content-Length: 5"), "400 hall.protocol"),
    ("a length below nothing", post("/v1/call/sessions.names", b"{}", length=-1), "400 hall.protocol"),
    ("chunks", post("/v1/call/sessions.names", b"{}", "Transfer-Encoding: chunked"), "400 hall.protocol"),
    ("a body that is too long", post("/v1/call/sessions.names", b"", length=CALL_BYTES + 1), "413 hall.too-large"),
    (
        "a paper that is too long",
        post("/v1/call/dossiers.add_paper", b"", length=PAPER_BYTES + 1),
        "413 hall.too-large",
    ),
    ("a body that stays away", post("/v1/call/sessions.names", b"{}", length=10), "silence"),
    ("no JSON", post("/v1/call/sessions.names", b"\x00\xff"), "200 hall.protocol"),
    ("a lone surrogate", post("/v1/call/sessions.names", b'{"session": "\\ud800"}'), "200 hall.protocol"),
    ("too deep", post("/v1/call/sessions.names", DEEP), "200 hall.protocol"),
    ("a field more", post("/v1/call/sessions.names", b'{"role": "chief"}'), "200 hall.protocol"),
    ("an argument more", post("/v1/call/sessions.names", b'{"args": {"all": true}}'), "200 hall.protocol"),
    ("an act without a key", post("/v1/call/dossiers.let_go", b"{}"), "200 hall.protocol"),
    ("no session", post("/v1/call/finder.find", b'{"args": {"text": "vang"}}'), "200 staff.session-ended"),
    ("a name that turns the line", post("/v1/call/sessions.sign_in", TURNED), "200 staff.refused"),
    ("a computer's name that turns the line", post("/v1/enrol", TURNED_NAME), "200 hall.protocol"),
    ("a statement of nobody's", post("/v1/call/counters.take", b'{"args": {"statements": [{}]}}'), "200 hall.protocol"),
    ("a code over the network", post("/v1/call/counters.invite", b"{}"), "400 hall.protocol"),
    ("a glass without a session", post("/v1/call/visits.look", LOOK), "200 staff.session-ended"),
    ("no invitation", post("/v1/enrol", b'{"name": "Q7", "request": "x", "proof": "y"}'), "200 hall.protocol"),
]


@pytest.mark.parametrize(("what", "sent", "outcome"), BODIES, ids=[row[0] for row in BODIES])
def test_what_an_enrolled_counter_sends_out_of_bounds(street: Street, what: str, sent: bytes, outcome: str) -> None:
    assert street.asked(sent) == outcome
    assert street.asked(NAMES) == "200 served"


def test_bodies_by_chance_meet_a_known_error_and_never_a_bug(street: Street) -> None:
    chance = random.Random(16)
    good = msgspec.json.encode(HallCall(session="a" * 32, key="b" * 32, args=msgspec.Raw(b'{"code":"KS-7F3K-92"}')))
    found = set()
    for name in sorted(operations()):
        bent = bytearray(good)
        for _ in range(chance.randrange(4)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        found.add(street.asked(post(f"/v1/call/{name}", bytes(bent[: chance.randrange(len(bent) + 1)]))))
    assert found <= {"200 hall.protocol", "200 staff.session-ended", "200 served", "200 staff.refused", "silence"}


def test_an_act_that_is_replayed_is_done_once_and_another_under_its_key_not_at_all(street: Street) -> None:
    at = link(street.kiosk, street.honest)
    session = call(at, "sessions.sign_in", secret=PINS["may"], name="may")
    code = file(street.kiosk.store, street.kiosk.clock, filing(child="Sùng Minh Khôi")).code
    args = {"code": code, "revision": 0, "text": "gọi lại bà Mỷ"}
    body = json.dumps({"session": session.token, "key": "c" * 32, "args": args}).encode()
    assert [street.asked(post("/v1/call/dossiers.remark", body)) for _ in range(3)] == ["200 served"] * 3
    assert len(street.kiosk.store.dossier_book.events(code)) == 1
    other = json.dumps({"session": session.token, "key": "c" * 32, "args": args | {"text": "khác"}}).encode()
    assert street.asked(post("/v1/call/dossiers.remark", other)) == "200 hall.protocol"
    at.close()


def test_a_token_counts_at_the_counter_alone_that_it_was_given_to(street: Street) -> None:
    mine, theirs = link(street.kiosk, street.honest), link(street.kiosk, street.authority.counter("Q3"))
    session = call(mine, "sessions.sign_in", secret=PINS["may"], name="may")
    with pytest.raises(SessionEnded):
        call(theirs, "finder.find", session.token, text="")
    assert session.desk == "Q2.DV01"
    args = {"secret": PINS["may"], "name": "may", "desk": "Q1"}  # nobody takes money into another's drawer
    body = json.dumps({"key": "d" * 32, "args": args}).encode()
    assert street.asked(post("/v1/call/sessions.sign_in", body)) == "200 served"
    assert {one.desk for _, one in street.kiosk.host.service.seats._seats.values()} == {"Q2.DV01"}
    mine.close()
    theirs.close()


def test_a_revocation_counts_in_the_middle_of_a_connection(street: Street) -> None:
    gone = street.authority.counter("Q8")
    at = link(street.kiosk, gone)
    call(at, "sessions.names")
    street.kiosk.host.register.revoke("Q8")
    with pytest.raises(CounterRefused):
        call(at, "sessions.names")
    at.close()


def test_a_certificate_that_is_over_by_the_floor_opens_nothing_whatever_the_clock_says(street: Street) -> None:
    enrolling = street.kiosk.host.enrolling
    ends = x509.load_pem_x509_certificate(street.honest.certificate.encode()).not_valid_after_utc
    try:
        enrolling._floor = lambda: ends.replace(year=ends.year + 1)
        assert street.asked(NAMES) == "403 hall.refused"
    finally:
        enrolling._floor = lambda: FLOOR
    street.kiosk.clock.now = datetime(1990, 1, 1, tzinfo=UTC).astimezone(street.kiosk.clock.now.tzinfo)
    assert street.asked(NAMES) == "200 served"
    street.kiosk.clock.now = street.kiosk.clock.now.replace(year=2026, month=11, day=23, hour=9)


def test_who_sends_by_halves_is_hung_up_on_and_holds_up_nobody(street: Street) -> None:
    context = street.context(street.honest.certificate, street.honest.key)
    slow = []
    half = b"POST /v1/call/sessions.names HTTP/1.1\r\nContent-Le"
    for sent in (b"", half, post("/v1/call/sessions.names", b"{}", length=40)):
        line = context.wrap_socket(socket.create_connection(("127.0.0.1", street.kiosk.port), 30))
        line.sendall(sent)
        slow.append(line)
    silent = socket.create_connection(("127.0.0.1", street.kiosk.port), 30)  # not even a handshake
    assert street.asked(NAMES) == "200 served"
    assert slow[2].recv(100) == b"" and silent.recv(100) == b""
    for one in (*slow, silent):
        one.close()


def test_one_machine_has_so_many_connections_and_a_counter_so_many_requests(street: Street) -> None:
    lines = [socket.create_connection(("127.0.0.1", street.kiosk.port), 30) for _ in range(PER_HOST + 3)]
    assert any(one.recv(1) == b"" for one in lines[PER_HOST:])
    for one in lines:
        one.close()
    eager = street.authority.counter("Q5")
    context = street.context(eager.certificate, eager.key)
    with context.wrap_socket(socket.create_connection(("127.0.0.1", street.kiosk.port), 30)) as line:
        outcomes = []
        for _ in range(400):
            line.sendall(NAMES)
            outcomes.append(_outcome(_all_of(line)))
            if outcomes[-1] != "200 served":
                break
    assert outcomes[-1] == "429 hall.busy" and len(outcomes) > 100


def test_a_counter_speaks_to_nobody_who_is_not_the_kiosk_it_means(street: Street) -> None:
    at = link(street.kiosk, street.honest)
    at.place = replace(at.place, kiosk="DV02")
    with pytest.raises(KioskUntrusted):
        call(at, "sessions.names")
    assert host_of(UNIT, "DV02") != host_of(UNIT, "DV01")
    at.close()


def test_the_portal_takes_no_certificate_of_the_hall_for_a_kiosks(street: Street) -> None:
    with PortalServer(database="memory", authority=street.authority.authority) as portal:
        shown = street.context(street.honest.certificate, street.honest.key)
        address = portal.url.removeprefix("https://").split(":")
        with shown.wrap_socket(socket.create_connection((address[0], int(address[1])), 10)) as line:
            line.sendall(b"OPTIONS /files HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        assert b" 403 " in answer.split(b"\r\n")[0] and b"kiosk-certificate: role" in answer


def test_a_thousand_connections_from_many_addresses_keep_nobody_out(street: Street) -> None:
    """Each held open and silent, as long as the kiosk lets it; somebody works at the counter meanwhile."""
    held: list[socket.socket] = []
    try:
        for number in range(1000):
            source = f"127.0.1.{1 + number % 100}", 0
            try:
                held.append(socket.create_connection(("127.0.0.1", street.kiosk.port), 10, source_address=source))
            except OSError:  # turned away before it stood
                continue
            if number % 100 == 99:
                assert street.asked(NAMES) == "200 served"
                assert len(street.kiosk.server._unproven) <= UNPROVEN
    finally:
        for one in held:
            one.close()
    assert street.asked(NAMES) == "200 served"


def test_a_frame_that_breaks_off_or_is_none_ends_that_connection_alone(street: Street) -> None:
    context = street.context(street.honest.certificate, street.honest.key)
    for junk in (b"\x17\x03\x03\x40\x00half of it", b"\x17\x03\x03\xff\xff" + b"x" * 70_000, b"\x00" * 4096):
        line = context.wrap_socket(socket.create_connection(("127.0.0.1", street.kiosk.port), 30))
        socket.socket.sendall(line, junk)
        socket.socket.shutdown(line, socket.SHUT_WR)
        with contextlib.suppress(OSError):
            assert _all_of(line) == b""
        line.close()
        assert street.asked(NAMES) == "200 served"


def test_an_officers_certificate_serves_no_counter(street: Street) -> None:
    """A stolen computer that stands where a kiosk was: nobody's PIN goes there."""
    thief, heard = street.authority.counter("Q4"), list[bytes]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = street.folder / "thief.pem"
    path.write_bytes(thief.certificate.encode() + b"\n" + key_pem(thief.key))
    context.load_cert_chain(path)
    with socket.create_server(("127.0.0.1", 0)) as listens:

        def serve() -> None:
            plain, _ = listens.accept()
            with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
                heard.append(line.recv(4096))

        serving = threading.Thread(target=serve)
        serving.start()
        place = replace(street.kiosk.place, port=listens.getsockname()[1])
        at = KioskLink(place, street.honest.context(), QUICK)
        with pytest.raises(KioskUntrusted):
            call(at, "sessions.sign_in", secret=PINS["may"], name="may")
        serving.join(20)
        at.close()
    assert not b"".join(heard)
