"""The portal on a real PostgreSQL, served by two processes at once: the same contract, and nothing given out twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from postgres import postgres, programs

from kiosk import catalogue
from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import Submission
from kiosk.sync import wire
from kiosk.sync.portal import Portal
from kiosk.sync.wire import DossierReply
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, Kiosk, document, filing, settings

pytestmark = pytest.mark.skipif(programs() is None, reason="no PostgreSQL server is installed")

TOGETHER = 6
EACH = 8


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def doors(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Two processes that serve the same portal."""
    folder = tmp_path_factory.mktemp("portal")
    with ExitStack() as running:
        yield tuple(running.enter_context(_served(database, folder)) for _ in range(2))  # type: ignore[misc]


@contextmanager
def _served(database: str, folder: Path) -> Iterator[str]:
    words = ["-m", "kiosk", "--data", str(folder), "portal", "--port", "0", "--database", database]
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield next(word for line in process.stderr for word in line.split() if word.startswith("http"))
        finally:
            process.terminate()


def test_numbers_have_no_gap_and_no_double_though_two_processes_give_them(doors: tuple[str, str]) -> None:
    together = threading.Barrier(TOGETHER)

    def kiosk(number: int) -> list[str]:
        portal = Portal(settings(doors[number % 2], read_timeout=60.0), OFFICE.unit)
        together.wait()
        given = [_register(portal, f"KS-{number:02d}{turn:02d}-XX").official for turn in range(EACH)]
        portal.close()
        return given

    with ThreadPoolExecutor(TOGETHER) as hands:
        given = sorted(code for each in hands.map(kiosk, range(TOGETHER)) for code in each)
    first = int(given[0][-4:])
    assert [int(code[-4:]) for code in given] == list(range(first, first + TOGETHER * EACH))


def test_the_same_filing_at_both_doors_at_once_is_one_dossier(doors: tuple[str, str]) -> None:
    together = threading.Barrier(TOGETHER)

    def send(number: int) -> str:
        portal = Portal(settings(doors[number % 2], read_timeout=60.0), OFFICE.unit)
        portal.hello()
        together.wait()
        official = _register(portal, "KS-SAME-XX").official
        portal.close()
        return official

    with ThreadPoolExecutor(TOGETHER) as hands:
        assert len(set(hands.map(send, range(TOGETHER)))) == 1


def test_no_reader_of_the_down_stream_passes_a_change_that_is_still_being_written(doors: tuple[str, str]) -> None:
    together = threading.Barrier(TOGETHER + 1)
    given: list[str] = []

    def kiosk(number: int) -> None:
        portal = Portal(settings(doors[number % 2], read_timeout=60.0), OFFICE.unit)
        together.wait()
        given.extend(_register(portal, f"KS-{number:02d}{turn:02d}-YY").official for turn in range(EACH))
        portal.close()

    reader = Portal(settings(doors[0], read_timeout=60.0), OFFICE.unit)
    first = reader.changes(OFFICE.kiosk, "")
    while first is not None and first["more"] == "1":
        first = reader.changes(OFFICE.kiosk, first["cursor"])
    assert first is not None
    cursor, seen = first["cursor"], []
    with ThreadPoolExecutor(TOGETHER) as hands:
        work = [hands.submit(kiosk, number) for number in range(TOGETHER)]
        together.wait()
        while not all(item.done() for item in work) or len(seen) < TOGETHER * EACH:
            if page := reader.changes(OFFICE.kiosk, cursor):
                seen += [item["MaHoSo"] for item in page["data"]]
                cursor = page["cursor"]
            elif all(item.done() for item in work):
                break
    reader.close()
    assert [item.exception() for item in work] == [None] * TOGETHER
    assert sorted(seen) == sorted(given) and len(set(given)) == TOGETHER * EACH


def test_a_filing_arrives_whole(database: str, tmp_path: Path) -> None:
    paper = document(300_000)
    with PortalServer(tmp_path / "portal", accounts=ACCOUNT, database=database) as server:
        box = Kiosk(tmp_path / "store", server.url)
        code = box.desk.file(paper).code
        assert box.engine.run_once().error is None
        official = box.store.outbox.get(code).official
        dossier, steps = server.dossiers.find(OFFICE.unit, official)
        assert (dossier.reference, len(steps)) == (f"DV01/{code}", 2)
        assert server.uploads.read(box.store.outbox.get(code).filing.documents[0].sha256) == paper
        box.close()


def _register(portal: Portal, code: str) -> DossierReply:
    """What a kiosk sends of a filing without papers."""
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    submission = Submission(code, filing(), filed_at=moment, due_at=moment, receipt="")
    procedure = catalogue.procedure(submission.filing.procedure)
    answer = portal.register(wire.record(submission, procedure, OFFICE, {}))
    return wire.standing(answer, wire.reference(submission))
