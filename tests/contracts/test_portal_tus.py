"""The document door: tus 1.0 with its extensions, by plain requests and bare sockets."""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from kiosk.domain.calendar import ZONE
from kiosk_sandbox import uploads
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, document, sandbox

DATA = document(400_000)
SHA = hashlib.sha256(DATA).hexdigest()
BODY = "application/offset+octet-stream"


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


class Door:
    """A tus client that does exactly as told."""

    def __init__(self, server: PortalServer) -> None:
        self.server = server
        given = {"username": "kiosk", "password": ACCOUNT["kiosk"]}
        session = requests.post(server.url + "/auth", json=given, timeout=5).json()["session"]
        self.headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {session}"}

    def ask(self, method: str, url: str, data: bytes | None = None, **headers: str) -> requests.Response:
        told = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(method, url, data=data, headers=told, timeout=5)

    def create(self, length: int = len(DATA), sha256: str = SHA) -> requests.Response:
        metadata = f"sha256 {b64(sha256.encode())}" if sha256 else "filename " + b64("giấy.pdf".encode())
        return self.ask("POST", self.server.url + "/files", Upload_Length=str(length), Upload_Metadata=metadata)

    def url(self, **given: Any) -> str:
        return self.create(**given).headers["Location"]

    def patch(self, url: str, data: bytes, offset: int, **headers: str) -> requests.Response:
        return self.ask("PATCH", url, data, Upload_Offset=str(offset), Content_Type=BODY, **headers)

    def offset(self, url: str) -> int:
        return int(self.ask("HEAD", url).headers["Upload-Offset"])

    def half_a_patch(self, url: str, sent: int, **headers: str) -> socket.socket:
        """A PATCH of everything of which ``sent`` bytes have left; the connection stays open."""
        told = self.headers | {"Upload-Offset": "0", "Content-Type": BODY, "Content-Length": str(len(DATA)), **headers}
        place = urlsplit(url)
        made = socket.create_connection((place.hostname, place.port), timeout=5)  # type: ignore[arg-type]
        lines = [f"PATCH {place.path} HTTP/1.1", f"Host: {place.netloc}"] + [f"{k}: {v}" for k, v in told.items()]
        begun = self.arrival(200_000)
        made.sendall("\r\n".join([*lines, "", ""]).encode() + DATA[:sent])
        assert begun.wait(20), "the bytes never came"
        return made

    def arrival(self, least: int) -> threading.Event:
        """Set once so many bytes of an upload lie in the portal's file."""
        reached, append = threading.Event(), self.server.uploads.append

        def appended(name: str, data: bytes) -> int:
            offset = append(name, data)
            if offset >= least:
                reached.set()
            return offset

        self.server.uploads.append = appended  # type: ignore[method-assign]
        return reached


@pytest.fixture
def door(portal: PortalServer) -> Door:
    return Door(portal)


@pytest.fixture(scope="module")
def strict() -> Iterator[Door]:
    """One portal for the tests of mistakes."""
    with sandbox() as server:
        yield Door(server)


# --- core -----------------------------------------------------------------------------------------------------------


def test_it_says_what_it_speaks_to_anyone(portal: PortalServer) -> None:
    reply = requests.options(portal.url + "/files", timeout=5)
    assert reply.status_code == 204
    assert reply.headers["Tus-Resumable"] == "1.0.0"
    assert {"creation", "checksum", "expiration"} <= set(reply.headers["Tus-Extension"].split(","))
    assert {"sha256", "sha1"} <= set(reply.headers["Tus-Checksum-Algorithm"].split(","))
    assert int(reply.headers["Tus-Max-Size"]) > len(DATA)


def test_in_pieces_from_offset_to_offset(door: Door) -> None:
    url = door.url()
    first = door.patch(url, DATA[:150_000], 0)
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "150000")
    assert door.offset(url) == 150_000
    last = door.patch(url, DATA[150_000:], 150_000)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(DATA)))
    assert door.ask("GET", url).content == DATA


def test_head_tells_the_length_and_may_not_be_cached(door: Door) -> None:
    reply = door.ask("HEAD", door.url())
    assert reply.headers["Upload-Length"] == str(len(DATA))
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("offset", ["1", "400000"])
def test_a_wrong_offset_is_a_conflict_and_writes_nothing(strict: Door, offset: str) -> None:
    url = strict.url(sha256="")
    assert strict.ask("PATCH", url, b"x", Upload_Offset=offset, Content_Type=BODY).status_code == 409
    assert strict.offset(url) == 0


def test_more_than_announced_is_refused_and_forgotten(strict: Door) -> None:
    url = strict.url(length=10, sha256="")
    assert strict.patch(url, b"x" * 11, 0).status_code == 413
    assert strict.offset(url) == 0


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/files", {}, 400),
        ("POST", "/files", {"Upload-Length": "-1"}, 400),
        ("POST", "/files", {"Upload-Length": "x"}, 400),
        ("POST", "/files", {"Upload-Length": str(1 << 40)}, 413),
        ("POST", "/files", {"Upload-Length": "1", "Upload-Metadata": "sha256 !!"}, 400),
        ("POST", "/files", {"Upload-Length": "1", "Upload-Metadata": "sha256 " + b64(b"short")}, 409),
        ("POST", "/files", {"Upload-Length": "1", "Tus-Resumable": "0.2.2"}, 412),
        ("POST", "/files", {"Upload-Length": "1", "Authorization": "Bearer made-up"}, 401),
        ("HEAD", "/files/" + "0" * 64, {}, 404),
        ("HEAD", "/files/..%2Fportal.sqlite", {}, 404),
        ("GET", "/files/" + "0" * 64, {"Authorization": ""}, 401),
    ],
)
def test_mistakes(strict: Door, method: str, path: str, headers: dict[str, str], status: int) -> None:
    reply = requests.request(method, strict.server.url + path, headers=strict.headers | headers, timeout=5)
    assert reply.status_code == status
    assert reply.headers.get("Tus-Resumable", "1.0.0") == "1.0.0"


def test_the_wrong_media_type_is_refused(strict: Door) -> None:
    url = strict.url(sha256="")
    assert strict.ask("PATCH", url, b"x", Upload_Offset="0", Content_Type="text/plain").status_code == 415


# --- creation that resumes ------------------------------------------------------------------------------------------


def test_creating_the_same_content_again_resumes_it(door: Door) -> None:
    first = door.create()
    assert (first.status_code, first.headers["Upload-Offset"]) == (201, "0")
    door.patch(first.headers["Location"], DATA[:1000], 0)
    again = door.create()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Upload-Offset"] == "1000"


def test_content_that_is_here_never_travels_again(door: Door) -> None:
    door.patch(door.url(), DATA, 0)
    assert door.create().headers["Upload-Offset"] == str(len(DATA))


def test_the_same_content_cannot_have_two_lengths(door: Door) -> None:
    door.create()
    assert door.create(length=5).status_code == 409


def test_a_plain_client_without_a_digest_is_served_too(door: Door) -> None:
    first, second = door.url(sha256=""), door.url(sha256="")
    assert first != second
    assert door.patch(first, DATA, 0).status_code == 204


# --- checksum -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_right_checksum_is_taken(door: Door, algorithm: str) -> None:
    digest = b64(hashlib.new(algorithm, DATA).digest())
    assert door.patch(door.url(), DATA, 0, Upload_Checksum=f"{algorithm} {digest}").status_code == 204


def test_a_wrong_checksum_throws_the_block_away(door: Door) -> None:
    url = door.url()
    door.patch(url, DATA[:1000], 0)
    wrong = f"sha256 {b64(hashlib.sha256(b'other').digest())}"
    assert door.patch(url, DATA[1000:2000], 1000, Upload_Checksum=wrong).status_code == 460
    assert door.offset(url) == 1000


@pytest.mark.parametrize("value", ["md5 AAAA", "sha256 !!!", "sha256"])
def test_a_checksum_that_is_none_is_refused(strict: Door, value: str) -> None:
    reply = strict.patch(strict.url(sha256=""), b"x", 0, Upload_Checksum=value)
    assert reply.status_code in (400, 460)


def test_a_whole_that_is_not_what_was_announced_is_thrown_away(door: Door) -> None:
    url = door.url()
    assert door.patch(url, DATA[:-1] + b"?", 0).status_code == 460
    assert door.offset(url) == 0
    assert door.ask("GET", url).status_code == 404
    assert door.patch(url, DATA, 0).status_code == 204


# --- the bad line ---------------------------------------------------------------------------------------------------


def test_bytes_that_came_before_a_cut_are_kept(door: Door) -> None:
    url = door.url()
    checksum = f"sha256 {b64(hashlib.sha256(DATA).digest())}"
    door.half_a_patch(url, 300_000, **{"Upload-Checksum": checksum}).close()
    kept = door.offset(url)
    assert 200_000 <= kept <= 300_000  # what lay in the server's hands at the cut is lost: 64 KiB at most
    assert door.patch(url, DATA[kept:], kept).status_code == 204
    assert door.ask("GET", url).content == DATA


def test_unproved_bytes_are_not_kept_where_the_whole_cannot_be_proved(door: Door) -> None:
    url = door.url(sha256="")
    checksum = f"sha256 {b64(hashlib.sha256(DATA).digest())}"
    door.half_a_patch(url, 300_000, **{"Upload-Checksum": checksum}).close()
    assert door.offset(url) == 0


def test_a_half_open_predecessor_gives_way_at_once(door: Door) -> None:
    url = door.url()
    with door.half_a_patch(url, 300_000):  # silent, and never closed: a NAT box that forgot the flow
        kept = door.offset(url)
        assert kept >= 200_000
        assert door.patch(url, DATA[kept:], kept).status_code == 204


def test_a_yes_means_that_it_is_on_the_disk(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = uploads.os.fsync

    def seen(descriptor: int) -> None:
        synced.append(uploads.os.fstat(descriptor).st_size)
        real(descriptor)

    monkeypatch.setattr(uploads.os, "fsync", seen)
    url = door.url()
    door.patch(url, DATA, 0)
    assert len(DATA) in synced


# --- expiration and termination -------------------------------------------------------------------------------------


def test_what_was_begun_and_left_is_forgotten_after_its_time() -> None:
    now = [datetime(2026, 11, 23, 9, tzinfo=ZONE)]
    with sandbox(clock=lambda: now[0], session_lasts=timedelta(days=30)) as server:
        door = Door(server)
        begun = door.create()
        assert begun.headers["Upload-Expires"] == "Mon, 30 Nov 2026 02:00:00 GMT"
        whole = door.url(length=3, sha256=hashlib.sha256(b"abc").hexdigest())
        door.patch(whole, b"abc", 0)
        now[0] += timedelta(days=7)
        assert door.ask("HEAD", begun.headers["Location"]).status_code == 404
        assert door.create().headers["Upload-Offset"] == "0"
        assert door.ask("GET", whole).content == b"abc"


def test_an_upload_can_be_given_up_but_not_a_document(door: Door) -> None:
    url = door.url()
    assert door.ask("DELETE", url).status_code == 204
    assert door.ask("HEAD", url).status_code == 404
    url = door.url()
    door.patch(url, DATA, 0)
    assert door.ask("DELETE", url).status_code == 403
