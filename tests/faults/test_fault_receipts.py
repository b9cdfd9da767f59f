"""Receipts' numbers run without a gap, whoever is killed in the middle and however many desks write at once."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from counter_stage import DeskClock, file, filing, open_store

from kiosk.store import Reserve, Store


class PowerCut(BaseException):
    """Nothing of the program sees it coming."""


TESTS = Path(__file__).parents[1]
POINTS = ("receipt", "dossier event", "before commit", "committed")


def till(folder: Path, name: str, count: int = 400) -> subprocess.Popen[str]:
    command = [sys.executable, str(TESTS / "counter_till.py"), str(folder), str(count), name]
    paths = f"{TESTS}:{TESTS.parent}:{TESTS.parent / 'sandbox'}"
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": paths, "PATH": "/usr/bin"})


def test_a_killed_till_leaves_no_gap_and_no_money_without_a_number(tmp_path: Path) -> None:
    folder, luck, printed = tmp_path / "data", random.Random(7), []
    for life in range(6):
        process = till(folder, f"life{life}")
        assert process.stdout is not None
        for _ in range(luck.randrange(1, 12)):
            printed.append(process.stdout.readline().strip())
        process.kill()
        printed += [line.strip() for line in process.stdout.read().splitlines() if line.endswith("\n") or line]
        process.wait()
    clock = DeskClock()
    with open_store(folder, clock) as store:
        day = store.cash.day("Q1", clock().date())
        assert day.gapless and len(day.receipts) >= len(set(printed)) == len(printed)
        assert {name for name in printed if len(name) == 14} <= {one.name for one in day.receipts}
        for one in day.receipts:
            assert store.dossier_book.head(one.code).owed == 0
        assert store.journal.verify() is None
        owing = [code for code in store.outbox.codes() if store.dossier_book.head(code).owed]
        assert len(owing) + len(day.receipts) == len(store.outbox.codes()) and len(owing) <= 6


@pytest.mark.parametrize("point", POINTS)
def test_cut_at_each_step_it_is_whole_or_not_there(tmp_path: Path, point: str) -> None:
    clock, cut = DeskClock(), [""]

    def checkpoint(name: str) -> None:
        if name == cut[0]:
            raise PowerCut(name)

    with Store.open(tmp_path / "data", clock, reserve=Reserve(0, 0, 0), checkpoint=checkpoint) as store:
        codes = [file(store, clock, filing(child=f"Sùng {n}")).code for n in range(3)]
        store.cash.take("Q1", codes[0], 0, 8_000, 1, {})
        cut[0] = point
        with pytest.raises(PowerCut):
            store.cash.take("Q1", codes[1], 0, 8_000, 1, {})
        cut[0] = ""
        there = point == "committed"
        store.cash.take("Q1", codes[2], 0, 8_000, 1, {})
        day = store.cash.day("Q1", clock().date())
        assert day.gapless and [one.code for one in day.receipts] == [
            codes[0],
            *([codes[1]] if there else []),
            codes[2],
        ]
        assert len(store.dossier_book.events(codes[1])) == there


def test_two_tills_at_one_desk_share_the_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    open_store(folder, DeskClock()).close()
    tills = [till(folder, name, 15) for name in ("one", "two")]
    names = [line for process in tills for line in process.communicate()[0].split()]
    assert [process.returncode for process in tills] == [0, 0]
    assert sorted(names) == [f"Q1-231126-{number:04d}" for number in range(1, 31)]
