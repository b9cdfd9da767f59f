"""A power cut at a random instant, with whatever was not synced forgotten, kept or torn."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import power_cut
import pytest
import store_child as child
from test_store_kill import SCRIPT, can_trace, hold_to_its_word

from kiosk.store import Reserve, Store

CUTS = 30  # bench/cuts.py makes 200 and more

pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[power_cut.Op]]:
    base = tmp_path_factory.mktemp("life")
    ops = power_cut.record([sys.executable, SCRIPT, "live", base / "data"], base / "data", base / "log")
    assert {"create", "write", "sync", "rename"} <= {op.call for op in ops}
    return base / "data", ops


def cut_at(life: tuple[Path, list[power_cut.Op]], number: int, target: Path, chance: random.Random) -> None:
    folder, ops = life
    disk = power_cut.Disk(folder)
    for op in ops[:number]:
        disk.does(op)
    disk.cut(target, chance)
    target.with_suffix(".said").write_text("".join(f"{line}\n" for line in disk.said))


@pytest.mark.long
def test_what_was_said_before_the_cut_is_there_after_it(life, tmp_path):
    chance, stood = random.Random(5), Counter[str]()
    total = len(life[1])
    for number in range(CUTS):
        target = tmp_path / str(number)
        cut_at(life, chance.randrange(total + 1), target, chance)
        with Store.start(target, lambda: child.NOW, reserve=Reserve(0, 0, 0)) as store:
            assert store.salvaged is None, "a cut is no damage"
        stood[hold_to_its_word(target)] += 1
    assert {"nothing", "draft", "delivered"} <= set(stood)


def test_the_model_forgets_what_is_not_synced(life, tmp_path):
    """Without its syncs the same life breaks its word: the model is no friend of the store."""
    folder, ops = life
    careless = (folder, [op for op in ops if op.call != "sync" or "store.db" not in op.path])
    chance, broken = random.Random(5), 0
    for number in range(12):
        target = tmp_path / str(number)
        cut_at(careless, len(careless[1]), target, chance)
        try:
            hold_to_its_word(target)
        except Exception:
            broken += 1
    assert broken > 3
