"""What is too long, too deep or too slow is refused before it is read, and nothing from outside is a fault of ours."""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import event, text
from starlette.routing import Mount, Route

from kiosk.clock import office_time
from kiosk_sandbox import limits
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.protocol import PortalProtocol
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.service import SERVICES
from kiosk_sandbox.tables import Upload
from kiosk_sandbox.uploads import MOST_OPEN, TooManyUploads, Uploads
from sandbox import ACCOUNT, OFFICE, sandbox

HUGE = 800_000_000
DOORS = [
    "/auth",
    "/service",
    "/officer/x/accept",
    "/office/sign-in",
    "/office/x/act",
    "/faults",
    "/files",
    "/elsewhere",
]
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def running() -> Iterator[PortalServer]:
    with sandbox() as made:
        yield made


def line_to(server: PortalServer) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((str(parts.hostname), parts.port or 0), timeout=30)


def heard(line: socket.socket) -> bytes:
    """All until the other end hangs up."""
    came = b""
    try:
        while part := line.recv(65536):
            came += part
    except ConnectionError:
        pass
    return came


def head(method: str, path: str, *headers: str) -> bytes:
    lines = (f"{method} {path} HTTP/1.1", "Host: x", "Content-Type: application/json", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


# --- bytes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOORS)
def test_what_declares_too_much_is_refused_before_it_is_sent(running: PortalServer, path: str) -> None:
    with line_to(running) as line:
        line.sendall(head("POST", path, f"Content-Length: {HUGE}"))
        assert heard(line).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("path", DOORS)
def test_what_declares_nothing_is_cut_off_at_the_limit(running: PortalServer, path: str) -> None:
    part = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = 0
    with line_to(running) as line:
        line.sendall(head("POST", path, "Transfer-Encoding: chunked"))
        try:
            while sent < HUGE:
                line.sendall(part)
                sent += len(part)
        except (ConnectionError, TimeoutError):
            pass
    most = max(limits.MOST_BYTES[door] for door in limits.MOST_BYTES if door != "/files")
    assert sent < most + 16_000_000, "and what lay in buffers on the way"


def test_memory_stays_flat_whatever_is_poured_in(tmp_path: Path) -> None:
    words = ["-m", "kiosk", "--data", str(tmp_path), "portal", "--port", "0"]
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            url = next(word for said in process.stderr for word in said.split() if word.startswith("http"))
            requests.options(f"{url}/files", timeout=30)
            before = _peak(process.pid)
            for path in ("/auth", "/service", "/files/" + "0" * 64):
                _pour(url, path, 100_000_000)
            grown = _peak(process.pid) - before
            assert grown < 12_000_000
        finally:
            process.terminate()


def _peak(pid: int) -> int:
    """The most bytes of memory that the process has had (VmHWM of proc_pid_status(5))."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def _pour(url: str, path: str, size: int) -> None:
    parts = itertools.repeat(b"[" * 65536, size // 65536)
    with requests.Session() as http:
        try:
            http.request("PATCH" if "/files/" in path else "POST", url + path, data=parts, headers=JSON, timeout=30)
        except requests.ConnectionError:
            return  # it hung up in the middle, as it should


# --- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begun", [b"", b"POST /auth HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half a head"])
def test_half_a_request_is_let_go(monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(PortalProtocol, "head_within", 0.2)
    with sandbox() as server, line_to(server) as line:
        line.sendall(begun)
        assert heard(line) == b""


def test_a_second_request_that_is_begun_and_not_ended_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PortalProtocol, "head_within", 0.2)
    with sandbox() as server, line_to(server) as line:
        line.sendall(head("OPTIONS", "/files") + b"OPTIONS /fi")
        assert heard(line).count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("path", ["/auth", "/service", "/office/sign-in"])
def test_a_body_that_stops_is_let_go_with_words(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    quick = functools.partial(limits.Limits, pace=limits.BodyPace(idle=0.2))
    monkeypatch.setattr("kiosk_sandbox.server.Limits", quick)
    monkeypatch.setattr(PortalProtocol, "rest_within", 0.2)
    with sandbox() as server, line_to(server) as line:
        line.sendall(head("POST", path, "Content-Length: 100") + b"{")
        assert heard(line).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_trickles_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = functools.partial(limits.Limits, pace=limits.BodyPace(idle=10, grace=0.2, slowest=1_000))
    monkeypatch.setattr("kiosk_sandbox.server.Limits", slow)
    monkeypatch.setattr(PortalProtocol, "rest_within", 0.2)
    with sandbox() as server, line_to(server) as line:
        line.sendall(head("POST", "/auth", "Content-Length: 4000"))
        line.settimeout(0.02)
        for _ in range(3000):
            try:
                line.sendall(b" ")
                came = line.recv(100)
            except TimeoutError:
                continue
            break
        assert came.startswith(b"HTTP/1.1 408 ")


def test_an_upload_that_stops_keeps_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = functools.partial(limits.Limits, pace=limits.BodyPace(idle=0.2))
    monkeypatch.setattr("kiosk_sandbox.server.Limits", quick)
    monkeypatch.setattr(PortalProtocol, "rest_within", 0.2)
    with sandbox() as server:
        session = signed_in(server)
        tus = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {session}"}
        meta = {"Upload-Length": "100", "Upload-Metadata": "sha256 " + _base64("a" * 64)}
        place = requests.post(f"{server.url}/files", headers=tus | meta, timeout=5).headers["Location"]
        told = [f"{name}: {value}" for name, value in tus.items()]
        told += ["Upload-Offset: 0", "Content-Length: 100"]
        with line_to(server) as line:
            request = head("PATCH", urlsplit(place).path, *told)
            line.sendall(request.replace(b"application/json", b"application/offset+octet-stream") + b"x" * 40)
            heard(line)
        assert requests.head(place, headers=tus, timeout=5).headers["Upload-Offset"] == "40"


def _base64(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


# --- nothing from outside is a fault of ours --------------------------------------------------------------------------

DEEP = "[" * 100_000
BODIES: list[bytes] = [
    b"",
    b"null",
    b"[]",
    b"1e999",
    b"NaN",
    DEEP.encode(),
    ('{"a":' * 20_000).encode(),
    b"\xff\xfe",
    b'"\\ud800"',
    b'{"username": "\\ud800", "password": "\\ud800"}',
    b'{"username": "kiosk", "password": "\\u0000"}',
    b"9" * 5000,
    b'{"token": [], "csr": {}}',
    b'{"token": "\\ud800", "csr": "-----BEGIN CERTIFICATE REQUEST-----"}',
    b'{"amount": 1e999}',
    b'{"amount": "x", "days": []}',
    json.dumps({"amount": 10**30, "note": "x"}).encode(),
    b'{"note": "\\u0000", "papers": ["\\n"], "fields": 7}',
    b'{"kind": "status", "status": 99999}',
    b'{"kind": [], "times": {}}',
    b'[{"kind": "clock", "seconds": 1e300}]',
    b'{"kind": "latency", "every": 0}',
]
VALUES: list[Any] = [
    *(None, 0, [], {}, [[]], "\ud800", "\x00", "a" * 200_000, "٣" * 12, "http://[", "9" * 400),
    {"a": "b"},
    [{"HoSoBoSungId": "x", "MaBamBoSung": "0" * 64, "ToKhaiBoSung": DEEP[:5000]}],
    [{"TepDinhKemId": "x", "TenTepDinhKem": "x", "MaThanhPhanHoSo": "x", "DuongDanTaiTepTin": "http://[::x/files/1"}],
    [{"TenPhiLePhi": "x", "MaPhiLePhi": "x", "Gia": "9" * 12}] * 3,
    [{"TenPhiLePhi": "x", "MaPhiLePhi": "x", "Gia": "9" * 5000}],
    [{}] * 5000,
]
PATHS = ["%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "a" * 5000, "%F0%9F%92%A9", "x/y/z", "%0a", "KS-7F3K-92"]


def signed_in(server: PortalServer) -> str:
    told = {"username": "kiosk", "password": ACCOUNT["kiosk"]}
    return str(requests.post(f"{server.url}/auth", json=told, timeout=10).json()["session"])


def fine(reply: requests.Response) -> requests.Response:
    assert reply.status_code < 500, (reply.request.method, reply.request.path_url[:200], reply.status_code)
    return reply


def routes(server: PortalServer) -> Iterator[tuple[str, str]]:
    for route in server.routes:
        if isinstance(route, Mount):
            yield "GET", route.path + "/{name}"
        elif isinstance(route, Route):
            yield from ((method, route.path) for method in sorted(route.methods or ()))


@pytest.mark.parametrize("who", ["kiosk", "officer", "nobody"])
def test_every_door_takes_hostile_bodies_paths_and_headers(running: PortalServer, who: str) -> None:
    word = {"kiosk": signed_in(running), "officer": running.officer_password, "nobody": "\x7f"}[who]
    told = {"Authorization": f"Bearer {word}", "Tus-Resumable": "1.0.0"}
    http = requests.Session()
    if who == "officer":
        http.post(f"{running.url}/office/sign-in", data={"password": word}, timeout=10)
    for method, path in routes(running):
        for body in BODIES:
            place = running.url + _filled(path, "x")
            fine(http.request(method, place, data=body, headers=JSON | told, timeout=30))
        for name in PATHS if "{" in path else []:
            place = running.url + _filled(path, name)
            fine(http.request(method, place, headers=told, timeout=30))
        for headers in HEADERS:
            place = running.url + _filled(path, "0" * 64)
            fine(http.request(method, place, data=b"a=1&a=%00&note=%ff", headers=told | headers, timeout=30))
    running.faults.clear()


def _filled(path: str, name: str) -> str:
    return re.sub(r"\{[^}]*\}", lambda _: name, path)


HEADERS: list[dict[str, str]] = [
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "multipart/form-data; boundary=\xff"},
    {"Content-Type": "application/x-www-form-urlencoded"},
    {"Upload-Length": "9" * 5000, "Upload-Metadata": "sha256 !!"},
    {"Upload-Length": "1", "Upload-Metadata": "filetype " + _base64("a\r\nb: 世")},
    {"Upload-Length": "1", "Upload-Metadata": "sha256 " + _base64("\x00" * 64)},
    {"Upload-Offset": "9" * 30, "Content-Type": "application/offset+octet-stream"},
    {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Upload-Checksum": "sha256 x"},
    {"If-None-Match": '"' + "x" * 3000, "Accept-Encoding": "gzip;q=x"},
    {"Cookie": "office=" + "." * 3000},
    {"Authorization": "Bearer " + "f" * 40 + "..../.\xff"},
    {"Kiosk-Filing": "/" * 3000, "Kiosk-Store": "9" * 3000},
    {"X-HTTP-Method-Override": "BREW"},
    {"Sandbox-Fault": "status; status=nan"},
    {"Sandbox-Fault": "clock; seconds=1e400"},
    {"Range": "bytes=9-1", "If-Modified-Since": "\xff"},
]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_takes_hostile_values(running: PortalServer, service: str) -> None:
    """In each field of the envelope and of a record, what no field should hold."""
    session = signed_in(running)
    fields = (
        "mahoso",
        "mathutuc",
        "data",
        "isUpdating",
        "kiosk",
        "baocao",
        "khoa",
        "chuky",
        "DauNhatKyKiosk",
        "madonvi",
    )
    good = {"session": session, "madonvi": OFFICE.unit, "service": service, "isUpdating": "false", "data": [_record()]}
    asked = [good | {name: value} for name, value in itertools.product(fields, VALUES)]
    if service in ("DongBoHoSoMC", "CapNhatTienDoHoSoMC"):
        for name, value in itertools.product(_record(), VALUES):
            asked.append(good | {"data": [_record() | {name: value}]})
    with requests.Session() as http:
        for each in asked:
            body = json.dumps(each).encode()
            fine(http.post(f"{running.url}/service", data=body, headers=JSON, timeout=30))


def _record() -> dict[str, Any]:
    return {
        **dict.fromkeys(("ChuHoSo", "TenTTHC", "TrichYeuHoSo", "DonViXuLy", "NguoiXuLy", "NoiDungXuLy"), "x"),
        **{"MaTTHC": "1.001193", "KenhThucHien": "2", "LoaiDoiTuong": "1", "NgayNopHoSo": "20261123090000"},
        **{"TrangThaiHoSo": "1", "TrangThai": "1", "MaHoSo": "", "DanhSachLePhi": [], "DanhSachHoSoBoSung": []},
        **{"TaiLieuNop": [], "DinhDanhCHS": [], "DSKetNoiCSDL": []},
        **{"MaThamChieuKiosk": "DV01/KS-7F3K-92", "MaBamKiosk": "0" * 64, "ToKhaiKiosk": "x"},
    }


def test_what_a_kiosk_filed_never_breaks_the_officers_page(running: PortalServer) -> None:
    session, http = signed_in(running), requests.Session()
    http.post(f"{running.url}/office/sign-in", data={"password": running.officer_password}, timeout=10)
    forms = [
        DEEP[:90_000],
        '{"notes": [' * 4000,
        "null",
        '{"notes": {"text": 1}}',
        '{"notes": 5}',
        "\ufeff{}",
        "<script>",
    ]
    for number, form in enumerate(forms):
        record = {
            name: value for name, value in _record().items() if name not in ("NguoiXuLy", "NoiDungXuLy", "TrangThai")
        }
        record |= {"ToKhaiKiosk": form, "MaBamKiosk": hashlib.sha256(form.encode()).hexdigest()}
        record["MaThamChieuKiosk"] = f"DV01/KS-00{number:02d}-92"
        told = {"session": session, "madonvi": OFFICE.unit, "service": "DongBoHoSoMC", "isUpdating": "false"}
        answer = requests.post(f"{running.url}/service", json=told | {"data": [record]}, timeout=10).json()["data"][0]
        assert answer["error_code"] == "0", answer
        assert fine(http.get(f"{running.url}/office/{answer['MaHoSo']}", timeout=10)).status_code == 200
    fine(http.get(f"{running.url}/office", timeout=10))


# --- constant cost ----------------------------------------------------------------------------------------------------


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    database = PortalDatabase(f"sqlite:///{tmp_path / 'p.sqlite'}")
    yield Uploads(tmp_path / "uploads", database, office_time)
    database.close()


def _begun(uploads: Uploads, count: int, owner: str) -> None:
    """So many uploads that were begun and go on."""
    ends = office_time() + timedelta(days=1)
    with uploads._database.transaction() as session:
        for number in range(count):
            name = f"{number:032x}"
            session.add(
                Upload(name=name, sha256="", length=5, media_type="x/y", expires=ends, owner=owner, complete=False)
            )


def test_a_creation_reads_none_of_the_open_uploads(uploads: Uploads) -> None:
    read: list[str] = []
    _begun(uploads, 1000, "H15/OTHER")

    def note(row: Upload, _context: object) -> None:
        read.append(row.name)

    event.listen(Upload, "load", note)
    try:
        uploads.create(10, "", "application/pdf", "H15/DV01")
    finally:
        event.remove(Upload, "load", note)
    assert read == []
    with uploads._database.engine.connect() as connection:
        for sql in (
            "SELECT name FROM uploads WHERE complete = 0 AND expires <= '2026-01-01'",
            "SELECT name FROM uploads WHERE owner = 'x' AND complete = 0 LIMIT 9",
        ):
            (plan,) = connection.execute(text(f"EXPLAIN QUERY PLAN {sql}")).all()
            assert "USING INDEX" in plan[3] or "USING COVERING INDEX" in plan[3], plan


def test_a_kiosk_leaves_no_thousands_of_uploads_half_sent(uploads: Uploads) -> None:
    _begun(uploads, MOST_OPEN, "H15/DV01")
    with pytest.raises(TooManyUploads):
        uploads.create(10, "", "application/pdf", "H15/DV01")
    uploads.create(10, "", "application/pdf", "H15/DV02")


def test_the_limits_know_every_door(running: PortalServer) -> None:
    taking = {path for method, path in routes(running) if method in ("POST", "PATCH", "PUT")}
    assert all(any(path == door or path.startswith(f"{door}/") for door in limits.MOST_BYTES) for path in taking)
