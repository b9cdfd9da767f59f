"""The suite's own sample: the same again when asked, others at another commit, all when all are wanted."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
import run_cache
import sampling
from sampling import Sample

from scripts import slow_tests

ROWS = list(range(40))
pytest_plugins = ["pytester"]


def test_the_same_seed_plays_the_same_rows_and_every_row_has_its_day() -> None:
    assert Sample("a").of("table", ROWS, 5) == Sample("a").of("table", ROWS, 5)
    days = [Sample(f"{day}").of("table", ROWS, 5) for day in range(60)]
    assert all(len(rows) == 5 and rows == sorted(rows) for rows in days)
    assert {row for rows in days for row in rows} == set(ROWS)
    assert Sample("a").of("table", ROWS, 5) != Sample("a").of("another", ROWS, 5)


def test_all_is_all_and_few_are_all() -> None:
    assert Sample("a", every=True).of("table", ROWS, 5) == ROWS
    assert Sample("a").of("table", ROWS[:5], 5) == ROWS[:5]


SUITE = """
import pytest
@pytest.mark.sampled(2)
@pytest.mark.parametrize("row", range(9))
def test_table(row): pass
def test_alone(): pass
"""
OWN = Path(__file__).parents[2]


def test_processes_beside_each_other_play_one_sample_and_say_which(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suite of ten tests under this house's own rules."""
    for name in [name for name in os.environ if name.startswith("KIOSK_TEST_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(OWN))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\nmarkers =\n  sampled(count): x\n  long: x\n  loses_ink(why): x")
    pytester.makeconftest((OWN / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(test_table=SUITE)
    ran = pytester.runpytest_subprocess("-p", "xdist.plugin", "-n", "2", "-v", "--sample", "7")
    ran.assert_outcomes(passed=3)
    every = [f"test_table.py::test_table[{row}]" for row in range(9)]
    for name in Sample("7").of("test_table.py::test_table", every, 2):
        ran.stdout.fnmatch_lines([f"*{name.replace('[', '[[]')}*"])
    ran.stdout.fnmatch_lines(["*the same again: --sample 7;*"])


def test_of_the_slow_tests_a_sixth_is_played_and_some_of_each_file_that_has_many() -> None:
    names = [f"tests/test_{file}.py::test_{number}" for file in "ab" for number in range(7)]
    items = [SimpleNamespace(nodeid=name, get_closest_marker=lambda _: None) for name in names]
    slow = [name for name in names if not name.endswith("a.py::test_6")]  # one is quick, and always played
    days = [set(names) - sampling.left_out(items, Sample(f"{day}"), slow) for day in range(60)]  # type: ignore[arg-type]
    assert all(names[6] in played and len(played - {names[6]}) in (2, 3) for played in days)
    assert all(
        {name.partition("::")[0] for name in played - {names[6]}} == {"tests/test_a.py", "tests/test_b.py"}
        for played in days
    )
    assert set[str]().union(*days) == set(names)
    assert sampling.left_out(items, Sample("", every=True), slow) == set()  # type: ignore[arg-type]


LOG = """
3.00s call     tests/test_a.py::test_one[by line]
1.00s setup    tests/test_a.py::test_one[by line]
.50s call     nothing of ours
0.60s call     tests/test_a.py::test_two
0.20s teardown tests/test_b.py::test_three
"""


def test_the_slow_ones_are_told_by_all_that_they_take() -> None:
    taken = slow_tests.seconds(LOG.splitlines())
    assert taken["tests/test_a.py::test_one[by line]"] == 4.0
    assert slow_tests.dear(taken) == {"tests/test_a.py::test_one[by line]", "tests/test_a.py::test_two"}


@pytest.mark.parametrize(
    ("words", "sample"),
    [
        (["--sample", "7"], Sample("7")),
        (["--all", "--sample", "7"], Sample("7", every=True)),
        (["--sample", "7", "tests/test_x.py"], Sample("7")),
        (["--sample", "7", "tests/test_x.py::test_y[4]"], Sample("7", every=True)),  # what is named is played
    ],
)
def test_what_the_command_line_says(words: list[str], sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (sampling.SEED, sampling.EVERY):
        monkeypatch.setenv(name, "x")
    options = {"--all": "--all" in words, "--sample": "7"}
    params = SimpleNamespace(args=words)
    sampling.settle(SimpleNamespace(invocation_params=params, getoption=options.get, rootpath=OWN))  # type: ignore[arg-type]
    assert sampling.current() == sample


@dataclass
class Named:
    """What a sample sees of a test."""

    nodeid: str
    marks: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def get_closest_marker(self, name: str) -> SimpleNamespace | None:
        return SimpleNamespace(args=self.marks[name]) if name in self.marks else None


def test_of_the_long_ones_one_each_of_eight_files_and_each_has_its_day() -> None:
    long = [Named(f"test_{file}.py::test_{test}", {"long": ()}) for file in range(12) for test in range(3)]
    items, met = [*long, Named("test_0.py::test_short")], set[str]()
    for seed in range(150):
        out = sampling.left_out(items, Sample(str(seed)))  # type: ignore[arg-type]
        played = {item.nodeid for item in items} - out
        assert "test_0.py::test_short" in played and len(played) == sampling.LONG + 1
        assert len({name.partition("::")[0] for name in played - {"test_0.py::test_short"}}) == sampling.LONG
        met |= played
    assert met == {item.nodeid for item in items}
    assert sampling.left_out(items, Sample("x", every=True)) == set()  # type: ignore[arg-type]


def test_without_a_word_the_commit_chooses_and_without_history_the_day(tmp_path: Path) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", sampling.commit(tmp_path))
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid"]
    subprocess.run(["git", "-C", tmp_path, *who, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    assert re.fullmatch(r"[0-9a-f]{10}", sampling.commit(tmp_path))


def test_what_is_dear_is_made_once_for_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def make() -> list[int]:
        made.append(1)
        return [7]

    monkeypatch.setenv(run_cache.FOLDER, str(tmp_path))
    assert [run_cache.once("seven", make) for _ in range(3)] == [[7], [7], [7]] and made == [1]
    monkeypatch.delenv(run_cache.FOLDER)
    assert run_cache.once("seven", make) == [7] and made == [1, 1], "a script of its own"
