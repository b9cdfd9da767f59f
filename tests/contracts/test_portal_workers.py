"""Several processes on one port: a kiosk that comes again is served at once by whichever takes its call, a worker that
dies is replaced, and no number is given twice."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from postgres import postgres, programs

from kiosk.cli import main
from kiosk_sandbox.tables import Base
from kiosk_sandbox.workers import Workers
from sandbox import Kiosk, document

DATA = document(60_000, 3)
NAME = hashlib.sha256(DATA).hexdigest()
HALF = 25_000
ESTABLISHED = "01"
PASSES = 6
PATIENCE = 120.0  # seconds for an answer or a change, on a machine under load


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    if request.param == "sqlite":
        yield []
        return
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed")
    with postgres() as url:
        yield ["--database", url]


class Served:
    """``kiosk portal --workers 2`` and who of the two has a connection."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url = process, url
        place = urlsplit(url)
        self.host, self.port = str(place.hostname), int(place.port or 0)

    def workers(self) -> list[int]:
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(word) for word in told.split()]

    def holder(self, connection: socket.socket) -> int:
        """The worker that has taken this connection; 0 while none has."""
        mine, theirs = f":{connection.getsockname()[1]:04X}", f":{self.port:04X}"
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            local, remote, state, inode = (line.split()[at] for at in (1, 2, 3, 9))
            if local.endswith(theirs) and remote.endswith(mine) and state == ESTABLISHED:
                return next((pid for pid in self.workers() if _has(pid, inode)), 0)
        return 0

    def connection_to(self, worker: int, session: str, kept: ExitStack) -> http.client.HTTPConnection:
        """One that this worker has taken: the kernel gives them out as it likes, so it is tried until it does."""
        for _ in range(500):
            made = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
            made.connect()
            made.request("OPTIONS", "/files", headers=told(session))
            made.getresponse().read()
            if self.holder(made.sock) == worker:
                kept.callback(made.close)
                return made
            made.close()
        raise AssertionError("one worker takes no connections")


@contextmanager
def served(folder: Path, *words: str) -> Iterator[Served]:
    line = [sys.executable, "-m", "kiosk", "--data", str(folder), "portal", "--port", "0", "--workers", "2", *words]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield Served(process, next(w for line in process.stderr for w in line.split() if w.startswith("http")))
        finally:
            process.terminate()
            process.stderr.read()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def _has(pid: int, inode: str) -> bool:
    try:
        return any(str(one.readlink()) == f"socket:[{inode}]" for one in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def told(session: str, **headers: str) -> dict[str, str]:
    return {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {session}"} | headers


def signed_in(portal: Served) -> str:
    made = http.client.HTTPConnection(portal.host, portal.port, timeout=PATIENCE)
    body = json.dumps({"username": "kiosk", "password": "tap-huan"})
    made.request("POST", "/auth", body, {"Content-Type": "application/json"})
    session: str = json.loads(made.getresponse().read())["session"]
    made.close()
    return session


def asked(connection: http.client.HTTPConnection, method: str, path: str, body: bytes = b"", **headers: str):
    connection.request(method, path, body, headers)
    reply = connection.getresponse()
    reply.read()
    return reply


def test_a_resume_at_one_worker_ends_the_half_open_sending_at_the_other(tmp_path, database):
    with served(tmp_path, *database) as portal, ExitStack() as kept:
        session = signed_in(portal)
        one, other = portal.workers()
        stalled, fresh = (portal.connection_to(worker, session, kept) for worker in (one, other))
        digest = base64.b64encode(NAME.encode()).decode()
        made = told(session, **{"Upload-Length": str(len(DATA)), "Upload-Metadata": f"sha256 {digest}"})
        assert asked(fresh, "POST", "/files", **made).status == 201

        bytes_ = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        stalled.putrequest("PATCH", f"/files/{NAME}")
        for name, value in told(session, **bytes_, **{"Content-Length": str(len(DATA))}).items():
            stalled.putheader(name, value)
        stalled.endheaders()
        stalled.send(DATA[:HALF])
        path = next(tmp_path.rglob(f"uploads/{NAME}"))
        until(lambda: path.stat().st_size == HALF)  # it is at work in the one worker, and waits for more

        reply = asked(fresh, "HEAD", f"/files/{NAME}", **told(session))
        assert reply.getheader("Upload-Offset") == str(HALF)
        with pytest.raises((ConnectionError, TimeoutError, http.client.HTTPException)):
            stalled.send(DATA[HALF:])  # too late: whoever sends on has nothing to say any more
            answer = stalled.getresponse()
            raise ConnectionResetError if answer.status == 400 else AssertionError(answer.status)
        bytes_["Upload-Offset"] = str(HALF)
        reply = asked(fresh, "PATCH", f"/files/{NAME}", DATA[HALF:], **told(session, **bytes_))
        assert (reply.status, reply.getheader("Upload-Offset")) == (204, str(len(DATA)))
        assert path.read_bytes() == DATA


def test_a_worker_that_dies_holds_nothing_and_is_replaced(tmp_path):
    with served(tmp_path) as portal:
        session = signed_in(portal)
        first = set(portal.workers())
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        with ExitStack() as kept:
            until(lambda: len(set(portal.workers()) - first) == 2)
            portal.connection_to((set(portal.workers()) - first).pop(), session, kept)


def emptied(box: Kiosk) -> None:
    """In as many passes as a busy machine's line takes, with the pauses between them."""
    for _ in range(PASSES):
        box.engine.run_once()
        if all(one.official for one in box.store.outbox.list()):
            return
        box.clock.forward(3600)


def test_no_number_is_given_twice_and_all_arrives(tmp_path, database):
    with served(tmp_path / "portal", *database) as portal:
        boxes = [Kiosk(tmp_path / f"store-{n}", portal.url) for n in range(3)]
        try:
            for n, box in enumerate(boxes):
                for m in range(3):
                    box.desk.file(document(3_000, 10 * n + m), subject=f"{n}-{m}")
            with ThreadPoolExecutor(3) as pool:
                list(pool.map(emptied, boxes))
            found = [one.official for box in boxes for one in box.store.outbox.list()]
            assert len(set(found)) == len(found) == 9 and all(found)
        finally:
            for box in boxes:
                box.close()


def test_workers_want_a_folder_that_they_can_share(tmp_path):
    line = [sys.executable, "-m", "kiosk", "--data", str(tmp_path), "portal", "--port", "0", "--workers", "2"]
    done = subprocess.run([*line, "--database", "memory"], capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "config.invalid" in done.stderr


FORKING = """
import os, signal, sys
from kiosk_sandbox.workers import Workers

fork, told = os.fork, sys.argv[1]

def struck():
    pid = fork()
    if pid:
        os.kill(os.getpid(), signal.SIGTERM)
    return pid

def serve():
    signal.sigtimedwait([signal.SIGUSR1], 20.0)  # until somebody ends it
    open(told, "w").write("nobody ended it")

os.fork = struck
Workers(1, serve).run()
"""


def test_a_signal_that_comes_with_a_fork_ends_the_worker_too(tmp_path: Path) -> None:
    """Before, the worker was not yet known then, served on, and was waited for without end."""
    told = tmp_path / "told"
    assert subprocess.run([sys.executable, "-c", FORKING, str(told)], check=False, timeout=PATIENCE).returncode == 0
    assert not told.exists()


def test_the_workers_database_is_made_before_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before, each of two made it, and the first request could wait until one gave way."""
    found: list[tuple[str, bool]] = []

    def run(_: Workers) -> None:
        with closing(sqlite3.connect(tmp_path / "portal" / "portal.sqlite")) as made:
            tables = {name for (name,) in made.execute("SELECT name FROM sqlite_master")}
            found.append((made.execute("PRAGMA journal_mode").fetchone()[0], set(Base.metadata.tables) <= tables))

    monkeypatch.setattr(Workers, "run", run)
    assert main(["--data", str(tmp_path), "portal", "--port", "0", "--workers", "2"]) == 0
    assert found == [("wal", True)]
