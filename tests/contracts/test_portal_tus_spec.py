"""The requirements of tus 1.0.0, one by one, in its own order; the rest of what our portal does stands beside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import pytest
import requests

from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, document, sandbox

DATA = document(5_000, seed=9)
OFFSET_STREAM = {"Content-Type": "application/offset+octet-stream"}
SHA1 = base64.b64encode(hashlib.sha1(DATA).digest()).decode()
WRONG = base64.b64encode(hashlib.sha1(b"?").digest()).decode()
NOTE = "filename " + base64.b64encode("giấy khai sinh.pdf".encode()).decode() + ",is_confidential"


@dataclass
class Wire:
    """Requests exactly as written, over one connection."""

    url: str
    base: dict[str, str]
    http: requests.Session = field(default_factory=requests.Session)

    def __call__(self, method: str, path: str = "", data: bytes = b"", **headers: str) -> requests.Response:
        told = {**self.base, **{name.replace("_", "-"): value for name, value in headers.items()}}
        told = {name: value for name, value in told.items() if value != "-"}
        return self.http.request(method, path if "://" in path else self.url + path, data=data, headers=told, timeout=5)

    def made(self, length: int = len(DATA), **headers: str) -> str:
        return self("POST", Upload_Length=str(length), **headers).headers["Location"]

    def patch(self, url: str, data: bytes = DATA, offset: int = 0, **headers: str) -> requests.Response:
        return self("PATCH", url, data, **({"Upload_Offset": str(offset)} | OFFSET_STREAM | headers))

    def offset(self, url: str) -> int:
        return int(self("HEAD", url).headers["Upload-Offset"])


@pytest.fixture(scope="module")
def portal() -> Iterator[PortalServer]:
    with sandbox() as server:
        yield server


@pytest.fixture
def wire(portal: PortalServer) -> Wire:
    session = portal.sessions.opened(portal.sessions.sign_in("kiosk", ACCOUNT["kiosk"]))
    return Wire(portal.url + "/files", {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {session}"})


def resumes(wire: Wire) -> bool:
    url = wire.made()
    return [
        wire.patch(url, DATA[:3000]).status_code,
        wire.offset(url),
        wire.patch(url, DATA[3000:], 3000).status_code,
    ] == [
        204,
        3000,
        204,
    ]


def every_answer_names_the_version(wire: Wire) -> bool:
    url = wire.made()
    answers = [
        wire("POST"),
        wire("HEAD", url),
        wire.patch(url, offset=7),
        wire("HEAD", "/nothing-here"),
        wire("DELETE", url),
    ]
    return all(answer.headers["Tus-Resumable"] == "1.0.0" for answer in answers)


def another_version_is_412(wire: Wire) -> bool:
    answer = wire("HEAD", wire.made(), Tus_Resumable="0.9.9")
    return (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def another_version_is_not_served(wire: Wire) -> bool:
    url = wire.made()
    wire.patch(url, Tus_Resumable="0.9.9")
    return wire.offset(url) == 0


def discarded(wire: Wire) -> bool:
    url = wire.made()
    refused = wire.patch(url, Upload_Checksum=f"sha1 {WRONG}")
    return (refused.status_code, wire.offset(url)) == (460, 0)


def expires(wire: Wire) -> bool:
    url = wire.made()
    told = wire.patch(url, DATA[:10]).headers["Upload-Expires"]
    return (
        parsedate_to_datetime(told).tzinfo is not None
        and "Upload-Expires" not in wire.patch(url, DATA[10:], 10).headers
    )


def terminated(wire: Wire) -> bool:
    url = wire.made()
    return (wire("DELETE", url).status_code, wire("HEAD", url).status_code, wire.patch(url).status_code) == (
        204,
        404,
        404,
    )


REQUIREMENTS: dict[str, Callable[[Wire], bool]] = {
    # core
    "HEAD tells the offset, zero too": lambda wire: wire("HEAD", wire.made()).headers["Upload-Offset"] == "0",
    "HEAD tells the length": lambda wire: wire("HEAD", wire.made()).headers["Upload-Length"] == str(len(DATA)),
    "HEAD is never cached": lambda wire: wire("HEAD", wire.made()).headers["Cache-Control"] == "no-store",
    "HEAD of nothing is 404 without an offset": lambda wire: (
        (answer := wire("HEAD", "/" + "0" * 32)).status_code == 404 and "Upload-Offset" not in answer.headers
    ),
    "PATCH at the offset is 204 with the new one": lambda wire: (
        (answer := wire.patch(wire.made(), DATA[:100])).status_code == 204 and answer.headers["Upload-Offset"] == "100"
    ),
    "PATCH elsewhere is 409": lambda wire: wire.patch(wire.made(), offset=10).status_code == 409,
    "PATCH elsewhere changes nothing": lambda wire: (
        (wire.patch(url := wire.made(), offset=10), wire.offset(url))[1] == 0
    ),
    "PATCH of another media type is 415": lambda wire: (
        wire.patch(wire.made(), **{"Content-Type": "application/octet-stream"}).status_code == 415
    ),
    "PATCH of nothing is 404": lambda wire: wire.patch("/" + "0" * 32).status_code == 404,
    "an interrupted upload goes on": resumes,
    "an offset is a whole number, not below zero": lambda wire: (
        {wire.patch(wire.made(), Upload_Offset=bad).status_code for bad in ("-1", "1.0", "x", "")} == {400}
    ),
    "OPTIONS tells the versions": lambda wire: wire("OPTIONS").headers["Tus-Version"] == "1.0.0",
    "OPTIONS tells the extensions": lambda wire: (
        {"creation", "checksum", "expiration", "termination"}
        == set(wire("OPTIONS").headers["Tus-Extension"].split(","))
    ),
    "OPTIONS is 200 or 204": lambda wire: wire("OPTIONS").status_code in (200, 204),
    "OPTIONS needs no version, and ignores one": lambda wire: (
        {wire("OPTIONS", Tus_Resumable=version).status_code for version in ("-", "0.0.1")} == {204}
    ),
    "every answer names the version": every_answer_names_the_version,
    "another version is 412 and told which": another_version_is_412,
    "another version is not served": another_version_is_not_served,
    "a method may come in X-HTTP-Method-Override": lambda wire: (
        wire("POST", wire.made(), DATA, X_HTTP_Method_Override="PATCH", Upload_Offset="0", **OFFSET_STREAM).status_code
        == 204
    ),
    "POST to an upload is no creation": lambda wire: wire("POST", wire.made(), Upload_Length="1").status_code == 405,
    # creation
    "POST makes one: 201 with its place": lambda wire: (
        (answer := wire("POST", Upload_Length="10")).status_code == 201 and bool(answer.headers["Location"])
    ),
    "POST needs a length": lambda wire: wire("POST").status_code == 400,
    "more than Tus-Max-Size is 413": lambda wire: (
        wire("POST", Upload_Length=str(int(wire("OPTIONS").headers["Tus-Max-Size"]) + 1)).status_code == 413
    ),
    "nothing at all is an upload, and whole": lambda wire: wire.offset(wire.made(0)) == 0,
    "HEAD gives the metadata back": lambda wire: (
        wire("HEAD", wire.made(Upload_Metadata=NOTE)).headers["Upload-Metadata"] == NOTE
    ),
    "metadata that is none is refused": lambda wire: (
        wire("POST", Upload_Length="1", Upload_Metadata="a ?").status_code == 400
    ),
    "a deferred length is not offered": lambda wire: (
        "creation-defer-length" not in wire("OPTIONS").headers["Tus-Extension"]
        and wire("POST", Upload_Defer_Length="1").status_code == 400
    ),
    # expiration
    "an unfinished upload tells when it ends, a finished one does not": expires,
    # checksum
    "OPTIONS tells the algorithms, sha1 among them": lambda wire: (
        "sha1" in wire("OPTIONS").headers["Tus-Checksum-Algorithm"].split(",")
    ),
    "a right checksum is taken": lambda wire: (
        wire.patch(wire.made(), Upload_Checksum=f"sha1 {SHA1}").status_code == 204
    ),
    "a wrong checksum is 460, and what came is discarded": discarded,
    "an unknown algorithm is 400": lambda wire: (
        wire.patch(wire.made(), Upload_Checksum=f"crc32 {SHA1}").status_code == 400
    ),
    # termination
    "DELETE is 204, and then it is gone": terminated,
    # concatenation
    "concatenation is not offered": lambda wire: "concatenation" not in wire("OPTIONS").headers["Tus-Extension"],
}


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_requirement(wire: Wire, requirement: str) -> None:
    assert REQUIREMENTS[requirement](wire)
