"""Many lives (``visit_life``), each ended in another place, each followed by a look at what was owed.

    python visit_sweep.py instants N SEED     killed at random instants, twenty lives to a store
    python visit_sweep.py points FIRST STEP   killed at the store's own checkpoints
    python visit_sweep.py calls HOW FIRST STEP   at each call to the disk: kill | tear | error | full | read-only | read
    python visit_sweep.py room FOLDER STEP    on the small disk that FOLDER is, with a little more room each time

Several of them may follow each other with ``+`` between. ``calls`` wants ``ill_disk.c``, compiled and preloaded
(``preloaded``). Prints one JSON object for each.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import visit_life
from visit_life import Ended, Owed, Say, forked

ROW = 20  # lives that one store and one portal see


@dataclass
class Tally:
    """What came of all the lives."""

    lives: int = 0
    killed: int = 0
    filings: int = 0  # that were announced, and so had to be there
    faults: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)  # the last words of each life
    began: float = field(default_factory=time.monotonic)

    def take(self, ended: Ended) -> None:
        self.lives += 1
        self.killed += ended.killed
        self.ends[ended.said[-1].split()[0] if ended.said else "nothing"] += 1
        self.ends.update(line for line in ended.said if line.startswith("failed"))
        if ended.trouble:
            self.faults[ended.trouble.strip().split("\n")[-1][:120]] += 1

    def told(self) -> str:
        minutes = round((time.monotonic() - self.began) / 60, 1)
        told = {"lives": self.lives, "killed": self.killed, "filings": self.filings, "minutes": minutes}
        return json.dumps({**told, "faults": self.faults, "ends": self.ends})


@dataclass
class Place:
    """One store, one portal, and what was said so far."""

    store: Path
    portal: Path
    url: str
    owed: Owed = field(default_factory=Owed)

    def lives(self, number: int, tally: Tally, kill_after: float | None = None, **more: Callable[[str], None]) -> Ended:
        ended = forked(lambda say: visit_life.live(self.store, self.url, number, say, **more), kill_after)
        self.owed.hear(list(ended.said))
        tally.take(ended)
        return ended

    def look(self, tally: Tally) -> None:
        """The restart after it. Its own failure is a fault too."""
        seen = forked(lambda say: visit_life.look(self.store, self.portal, self.url, self.owed, say))
        if not seen.said or not seen.said[-1].startswith("{"):
            tally.faults[f"no restart: {' '.join(seen.said)} {seen.trouble.strip()[-200:]}"] += 1
            return
        tally.faults.update(json.loads(seen.said[-1])["faults"])


@contextmanager
def place(store: Path | None = None) -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as base, visit_life.portal_of_its_own(Path(base) / "portal") as url:
        yield Place(store or Path(base) / "data", Path(base) / "portal", url)


# --- the sweeps ----------------------------------------------------------------------------------------------------


def instants(count: int, seed: int) -> Tally:
    """``count`` kills, anywhere from the start of the program to the end of its pass."""
    chance, tally, number = random.Random(seed), Tally(), 0
    while tally.killed < count:
        with place() as here:
            usual = max(0.2, here.lives(10_000_000 + number, tally).seconds)
            for number in range(number, number + ROW):  # noqa: B020 - it goes on with the next store
                if tally.killed < count:
                    here.lives(number, tally, chance.uniform(0, usual))
                    here.look(tally)
            number += 1
            tally.filings += len(here.owed.announced)
    return tally


def points(first: int, step: int) -> Tally:
    """At each checkpoint of a life, every one in a store of its own."""
    tally = Tally()
    with place() as here:
        whole = forked(lambda say: visit_life.live(here.store, here.url, 0, say, lambda _: say("point")))
        total = whole.said.count("point")
    assert total > 20, whole
    for number in range(first, total + 1, step):
        with place() as here:
            ended = here.lives(number, tally, checkpoint=_dying_at(number))
            assert ended.killed, (number, ended)
            here.look(tally)
            tally.filings += len(here.owed.announced)
    tally.ends["points"] = total
    return tally


def _dying_at(number: int) -> Callable[[str], None]:
    passed = itertools.count(1)
    return lambda _: os.kill(os.getpid(), 9) if next(passed) == number else None


KILL, TEAR, ONCE, ONWARDS = 1, 2, 3, 4
HOWS = {
    "kill": (KILL, 0, 0),
    "tear": (TEAR, 0, 0),
    "error": (ONCE, errno.EIO, 0),
    "full": (ONWARDS, errno.ENOSPC, 0),
    "read-only": (ONWARDS, errno.EROFS, 0),
    "read": (ONCE, errno.EIO, 1),
}


@cache
def _calls_of_a_life(reads: int) -> int:
    disk = ctypes.CDLL(None)
    with place() as here:

        def counted(say: Say) -> None:
            disk.disk_arm(0, 0, 0, reads)
            visit_life.live(here.store, here.url, 0, say)
            say(f"calls {disk.disk_seen()}")

        return int(forked(counted).said[-1].split()[1])


def calls(how: str, first: int, step: int) -> Tally:
    """At each call to the disk that changes it (with ``read``: or reads it)."""
    tally, (what, error, reads), disk = Tally(), HOWS[how], ctypes.CDLL(None)
    total = _calls_of_a_life(reads)
    for number in range(first, total + 1, step):
        with place() as here:

            def ill(say: Say, number: int = number, here: Place = here) -> None:
                disk.disk_arm(what, number, error, reads)
                visit_life.live(here.store, here.url, number, say)

            ended = forked(ill)
            here.owed.hear(list(ended.said))
            tally.take(ended)
            here.look(tally)
            tally.filings += len(here.owed.announced)
    tally.ends["calls"] = total
    return tally


def room(folder: Path, step: int) -> Tally:
    """On a small disk of its own: with ``step`` bytes more room each time, until a whole life fits."""
    tally = Tally()
    for leave in itertools.count(0, step):
        with place(folder / "data") as here:
            _fill(folder / "filler", leave)
            ended = here.lives(leave, tally)
            (folder / "filler").unlink()
            here.look(tally)
            tally.filings += len(here.owed.announced)
        shutil.rmtree(folder / "data", ignore_errors=True)
        if ended.said and ended.said[-1] == "closed":
            return tally
    raise AssertionError


def _fill(path: Path, leave: int) -> None:
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free - leave, 1))


# --- the ill disk --------------------------------------------------------------------------------------------------


def preloaded(folder: Path) -> dict[str, str] | None:
    """The environment of a process whose disk can be made ill; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    made = folder / "ill_disk.so"
    source = Path(__file__).with_name("ill_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": str(made)}


def swept(what: str, *given: str) -> Tally:
    match what:
        case "instants":
            return instants(int(given[0]), int(given[1]))
        case "points":
            return points(int(given[0]), int(given[1]))
        case "calls":
            return calls(given[0], int(given[1]), int(given[2]))
        case "room":
            return room(Path(given[0]), int(given[1]))
        case _:
            sys.exit(__doc__)


def main(given: list[str]) -> None:
    for last, words in itertools.groupby(given, lambda word: word == "+"):
        if not last:
            sys.stdout.write(f"{swept(*words).told()}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
