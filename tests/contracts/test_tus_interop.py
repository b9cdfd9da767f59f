"""Our client against another's server, and other people's clients against ours: tus 1.0 as others understand it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.domain.submission import DocumentRef
from kiosk.sync.queue.upload import Tally, Uploader, UploadPlace
from kiosk.sync.transport.http import Reply, Transport
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.streamed_body import Body
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, document, sandbox

HANDS = Path(__file__).resolve().parent.parent / "peers"
PEERS = Path(sys.prefix) / "peers"
MODULES = PEERS / "node"
PAPER = document(700_000, seed=5)

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (MODULES / "node_modules").is_dir(),
    reason="node or its tus packages are not here",
)
needs_tuspy = pytest.mark.skipif(not (PEERS / "python").is_dir(), reason="tuspy is not here")

# --- our client, another's server -------------------------------------------------------------------------------------


class Plain:
    """The document door of a server that knows nothing of kiosks."""

    def __init__(self, url: str) -> None:
        self.files_url = url
        self.asked: list[str] = []
        self.transport = Transport(Line(), 5.0, 10.0)

    def owns(self, url: str) -> bool:
        return urlsplit(url).netloc == urlsplit(self.files_url).netloc

    def tus(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply:
        self.asked.append(method)

        return self.transport.send(method, url, {"Tus-Resumable": "1.0.0", **headers}, body)


class Shelf:
    """A store with one document."""

    def __init__(self) -> None:
        self.url = ""

    def get(self, sha256: str) -> bytes:
        return PAPER

    def upload_url(self, sha256: str) -> str:
        return self.url

    def set_upload(self, sha256: str, url: str) -> None:
        self.url = url


PAPER_REF = DocumentRef("giay_chung_sinh", "ab" * 32, len(PAPER), "application/pdf", "giấy chứng sinh.pdf")


@pytest.fixture
def node_server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "at-the-server"
    folder.mkdir()
    serving = subprocess.Popen(["node", HANDS / "server.mjs", MODULES, folder], stdout=subprocess.PIPE)
    try:
        assert serving.stdout is not None
        yield f"http://127.0.0.1:{int(serving.stdout.readline())}/files", folder
    finally:
        serving.kill()
        serving.communicate()


def kept(folder: Path) -> bytes:
    (paper,) = [item for item in folder.iterdir() if item.suffix != ".json"]
    return paper.read_bytes()


@pytest.fixture
def plain(node_server: tuple[str, Path]) -> Iterator[Plain]:
    door = Plain(node_server[0])
    yield door
    door.transport.close()


@needs_node
def test_a_plain_server_gets_it_whole(plain: Plain, node_server: tuple[str, Path]) -> None:
    shelf = Shelf()
    assert Uploader(plain, shelf, Tally()).deliver(PAPER_REF) == UploadPlace(shelf.url, PAPER_REF.size)
    assert kept(node_server[1]) == PAPER
    assert plain.asked == ["POST", "PATCH"]


@needs_node
def test_a_plain_server_gets_only_the_rest(plain: Plain, node_server: tuple[str, Path]) -> None:
    shelf, tally = Shelf(), Tally()
    uploader = Uploader(plain, shelf, Tally())
    place = uploader._create(PAPER_REF, {}).url
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    plain.tus("PATCH", place, headers, Body(PAPER[:400_000]))
    plain.asked.clear()
    Uploader(plain, shelf, tally).deliver(PAPER_REF)
    assert kept(node_server[1]) == PAPER
    assert (plain.asked, tally.bytes) == (["HEAD", "PATCH"], 300_000)


@needs_node
def test_a_plain_server_that_forgot_gets_it_anew(plain: Plain, node_server: tuple[str, Path]) -> None:
    shelf = Shelf()
    uploader = Uploader(plain, shelf, Tally())
    uploader.deliver(PAPER_REF)
    for item in node_server[1].iterdir():
        item.unlink()
    uploader.deliver(PAPER_REF)
    assert kept(node_server[1]) == PAPER


# --- another's client, our server -------------------------------------------------------------------------------------


@pytest.fixture
def portal() -> Iterator[PortalServer]:
    with sandbox() as server:
        yield server


CLIENTS = [
    pytest.param(["node", HANDS / "upload.mjs", MODULES], {}, id="tus-js-client", marks=needs_node),
    pytest.param(
        [sys.executable, HANDS / "upload_tuspy.py"],
        {"PYTHONPATH": str(PEERS / "python")},
        id="tuspy",
        marks=needs_tuspy,
    ),
]


@pytest.mark.parametrize("broken", [False, True], ids=["fine", "broken"])
@pytest.mark.parametrize(("command", "environment"), CLIENTS)
def test_other_clients_are_served(
    portal: PortalServer, tmp_path: Path, command: list[str], environment: dict[str, str], broken: bool
) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(PAPER)
    session = portal.sessions.opened(portal.sessions.sign_in("kiosk", ACCOUNT["kiosk"]))
    if broken:
        portal.faults.add(PortalFault("cut", path="/files/", method="PATCH", bytes=50_000, skip=1))
        portal.faults.add(PortalFault("reset", path="/files/", method="HEAD"))
    said = subprocess.run(
        [*command, f"{portal.url}/files", paper, "200000", session],
        env=os.environ | environment,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert portal.uploads.read(said.stdout.decode().strip().rsplit("/", 1)[1]) == PAPER
    assert all(fault["met"] for fault in portal.faults.as_json())
