"""Which rows of the long tables a run plays: some, chosen by the commit, or with ``--all`` every one.

What is marked ``long`` is a table too: a run plays one such test each of eight files. So are the tests that take most
of the time together (``slow_tests.txt``, written by ``python -m scripts.slow_tests`` from a run's times): a run
plays a sixth of those, evenly over the files.

A row that costs a process or a whole screen stands in a table of many that prove the same sentence. Each run plays a
few of each table; another commit plays others, and what a run played can be asked for again: ``--sample SEED``. Nothing
is left out for good, and the whole is played by ``scripts/test --all``.

Two ways: ``@pytest.mark.sampled(COUNT)`` on a test with many rows, and ``sample.of(TABLE, rows, COUNT)`` inside one.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

SEED, EVERY = "KIOSK_TEST_SAMPLE", "KIOSK_TEST_ALL"
"""Set once, by the process that starts the others."""

LONG = 8
"""Tests that take ten seconds and more, and begin processes, disks and whole visits: so many a run."""

SLOW = Path(__file__).with_name("slow_tests.txt")
PLAYED = 6
"""Of so many slow tests one is played."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sample:
    """``seed`` is any text; the same text chooses the same rows."""

    seed: str
    every: bool = False

    def of(self, table: str, rows: Iterable[Row], count: int) -> list[Row]:
        """``count`` of the rows of ``table`` (a name that no other table has), in their order; with ``every`` all."""
        rows = list(rows)
        if self.every or len(rows) <= count:
            return rows
        places = random.Random(f"{self.seed} {table}").sample(range(len(rows)), count)
        return [rows[place] for place in sorted(places)]

    def turn(self, table: str, among: int) -> int:
        """A number from 0 on, below ``among``: for whoever turns through a table."""
        return random.Random(f"{self.seed} {table}").randrange(among)

    @property
    def words(self) -> str:
        if self.every:
            return "every row was played (--all)"
        return f"of long tables a sample was played; the same again: --sample {self.seed}; every row: --all"


def current() -> Sample:
    """That of this run; of a script beside it every row."""
    return Sample(os.environ.get(SEED, ""), every=bool(os.environ.get(EVERY)))


def settle(config: pytest.Config) -> None:
    """From the command line into the environment, where other processes find it. A test that is asked for by its name
    is played, sampled or not."""
    if hasattr(config, "workerinput"):
        return
    by_name = any("::" in word for word in config.invocation_params.args if isinstance(word, str))
    os.environ[SEED] = config.getoption("--sample") or commit(config.rootpath)
    os.environ.pop(EVERY, None)
    if config.getoption("--all") or by_name:
        os.environ[EVERY] = "1"


def commit(root: Path) -> str:
    """The commit that is looked at; the day where there is no history."""
    asked = ["git", "-C", str(root), "rev-parse", "--short=10", "HEAD"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return date.today().isoformat()  # noqa: DTZ011 - a day is enough


def slow() -> frozenset[str]:
    """The names of the slow ones; none where there is no list."""
    return frozenset(SLOW.read_text("utf-8").splitlines()) if SLOW.exists() else frozenset()


def left_out(items: Sequence[pytest.Item], sample: Sample, slow: Collection[str] = ()) -> set[str]:
    """The tests, by their names, that are not played this time: rows of those marked ``sampled(COUNT)``, of the
    ``long`` ones all but ``LONG``, each of another file, and of the ``slow`` ones all but each sixth by name: none of a
    file with many is passed over."""
    out = set(_rows_out(items, sample)) | set(_long_out(items, sample))
    left = sorted({item.nodeid for item in items if item.nodeid in slow} - out)
    return out if sample.every else out | set(left) - set(left[sample.turn("slow", PLAYED) :: PLAYED])


def _rows_out(items: Iterable[pytest.Item], sample: Sample) -> Iterator[str]:
    marks = {item.nodeid: item.get_closest_marker("sampled") for item in items}
    counts = {name: mark.args[0] for name, mark in marks.items() if mark}
    for table, names in _grouped(counts, "[").items():
        yield from set(names) - set(sample.of(table, names, counts[names[0]]))


def _long_out(items: Iterable[pytest.Item], sample: Sample) -> Iterator[str]:
    marked = [one.nodeid for one in items if one.get_closest_marker("long") and not one.get_closest_marker("sampled")]
    long = _grouped(marked, "::")
    files = sample.of("long", sorted(long), LONG)
    for file, names in long.items():
        yield from set(names) - set(sample.of(file, names, 1) if file in files else [])


def _grouped(names: Iterable[str], end: str) -> dict[str, list[str]]:
    """By what stands before ``end``."""
    groups = dict[str, list[str]]()
    for name in names:
        groups.setdefault(name.partition(end)[0], []).append(name)
    return groups
