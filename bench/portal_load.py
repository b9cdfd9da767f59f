"""Five hundred kiosks that find their line again at one moment: how fast the portal takes what they have.

    python bench/portal_load.py [--kiosks 500] [--filings 2] [--kilobytes 30] [--together 32]

Each kiosk is the real client (sign in, greet, send a paper by tus, register, ask how it stands), each with a signed end
of a journal. The portal runs in processes of its own: SQLite in one, PostgreSQL in one and in two, one after the other
in this run. Kiosks and portal share this machine, so the rates are those of half a machine.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from postgres import postgres, programs

from kiosk import catalogue
from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import DocumentRef, Submission
from kiosk.sync import wire
from kiosk.sync.portal import Portal
from kiosk.sync.queue.upload import Tally, Uploader
from sandbox import OFFICE, filing, settings

T = TypeVar("T")

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


class Paper:
    """One document of its own, as the uploader asks for it."""

    def __init__(self, name: str, size: int) -> None:
        self.data = random.Random(name).randbytes(size)
        digest = hashlib.sha256(self.data).hexdigest()
        self.ref = DocumentRef("giay_chung_sinh", digest, size, "application/pdf", "giay.pdf")
        self._url = ""

    def get(self, sha256: str) -> bytes:
        return self.data

    def upload_url(self, sha256: str) -> str:
        return self._url

    def set_upload(self, sha256: str, url: str) -> None:
        self._url = url


class Fleet:
    """All the kiosks, and what they measured."""

    def __init__(self, urls: tuple[str, ...], args: argparse.Namespace) -> None:
        self._urls = urls
        self._args = args
        self._lock = threading.Lock()
        self.took: dict[str, list[float]] = {"whole filing": [], "register": [], "paper": [], "look up": []}
        self.numbers: list[str] = []

    def kiosk(self, number: int) -> None:
        """One kiosk from its greeting to its last answer; one in ten sends all twice, as after a lost answer."""
        portal = Portal(settings(self._urls[number % len(self._urls)], read_timeout=60.0), OFFICE.unit)
        portal.hello()
        for turn in range(self._args.filings):
            code = f"KS-{number:04d}-{turn:02d}"
            given = {self._file(portal, code) for _ in range(2 if number % 10 == 0 else 1)}
            assert len(given) == 1, given
            with self._lock:
                self.numbers += given
        portal.close()

    def _file(self, portal: Portal, code: str) -> str:
        began = time.perf_counter()
        paper = Paper(code, self._args.kilobytes * 1000)
        url = self._timed("paper", lambda: Uploader(portal, paper, Tally()).deliver(paper.ref).url)
        held = replace(filing((paper.ref,)), kiosk="DV01")
        submission = Submission(code, held, filed_at=MOMENT, due_at=MOMENT, receipt="")
        record = wire.record(submission, catalogue.procedure(held.procedure), OFFICE, {paper.ref.sha256: url})
        answer = self._timed("register", lambda: portal.register(record))
        official = wire.standing(answer, wire.reference(submission)).official
        self._timed("look up", lambda: portal.look_up(official))
        with self._lock:
            self.took["whole filing"].append(time.perf_counter() - began)
        return official

    def _timed(self, name: str, act: Callable[[], T]) -> T:
        began = time.perf_counter()
        try:
            return act()
        finally:
            with self._lock:
                self.took[name].append(time.perf_counter() - began)


@contextmanager
def served(database: str, folder: Path, workers: int) -> Iterator[tuple[str, ...]]:
    """The portal with so many workers on one port; where it is found."""
    words = ["-m", "kiosk", "--data", str(folder), "portal", "--port", "0", "--workers", str(workers)]
    words += ["--database", database] if database else []
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            yield (next(word for line in process.stderr for word in line.split() if word.startswith("http")),)
        finally:
            process.terminate()


def measure(name: str, database: str, workers: int, args: argparse.Namespace) -> float:
    """Filings per second, printed with the rest."""
    with tempfile.TemporaryDirectory() as folder, served(database, Path(folder), workers) as urls:
        fleet = Fleet(urls, args)
        began = time.perf_counter()
        with ThreadPoolExecutor(args.together) as hands:
            for _ in hands.map(fleet.kiosk, range(args.kiosks)):
                pass
        whole = time.perf_counter() - began
    asked = args.kiosks * args.filings
    doubled = len(fleet.numbers) - len(set(fleet.numbers))
    assert len(fleet.numbers) == asked
    print(f"{name}: {asked} filings of {args.kiosks} kiosks in {whole:.1f} s, {asked / whole:.1f}/s, {doubled} doubled")
    for part, times in fleet.took.items():
        cuts = statistics.quantiles(times, n=100)
        print(f"    {part:<13} median {cuts[49] * 1000:7.1f} ms   p99 {cuts[98] * 1000:7.1f} ms")
    return asked / whole


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kiosks", type=int, default=500)
    parser.add_argument("--filings", type=int, default=2)
    parser.add_argument("--kilobytes", type=int, default=30)
    parser.add_argument("--together", type=int, default=32, help="kiosks on the line at one moment")
    args = parser.parse_args()
    first = measure("SQLite, one worker", "", 1, args)
    print(f"    {measure('SQLite, two workers', '', 2, args) / first:.2f} times that rate")
    for workers in (1, 2) if programs() else ():
        with postgres() as url:
            rate = measure(f"PostgreSQL, {workers} worker(s)", url, workers, args)
            print(f"    {rate / first:.2f} times SQLite's rate with one")


if __name__ == "__main__":
    main()
