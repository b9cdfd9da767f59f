"""Power cuts at random instants of a life from the first start to the portal's number: what was lost.

    python bench/cuts.py [--cuts N] [--seed N]

The disk forgets, keeps or tears (512-byte sectors) whatever was not synced; ``tests/power_cut.py`` says how. Wants
strace. After each cut the store is started, compared with what had been promised, and lived on with.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "faults")]

import power_cut  # noqa: E402 - it lies with the tests
import store_child  # noqa: E402
from test_store_kill import SCRIPT, hold_to_its_word  # noqa: E402

from kiosk.store import Reserve, Store  # noqa: E402


def stands(folder: Path) -> str:
    with Store.start(folder, lambda: store_child.NOW, reserve=Reserve(0, 0, 0)) as store:
        salvaged = store.salvaged
    stood = hold_to_its_word(folder)
    return "taken for damage" if salvaged else f"stood as {stood}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance, found = random.Random(args.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        ops = power_cut.record([sys.executable, SCRIPT, "live", base / "data"], base / "data", base / "log")
        for number in range(args.cuts):
            disk, target = power_cut.Disk(base / "data"), base / f"cut{number}"
            for op in ops[: chance.randrange(len(ops) + 1)]:
                disk.does(op)
            disk.cut(target, chance)
            target.with_suffix(".said").write_text("".join(f"{line}\n" for line in disk.said))
            try:
                found[stands(target)] += 1
            except Exception as error:  # whatever it is, it is a loss
                found[f"BROKEN: {type(error).__name__} {error}"] += 1
    bad = sum(count for what, count in found.items() if not what.startswith("stood"))
    told = ", ".join(f"{count} {what}" for what, count in found.most_common())
    print(f"{args.cuts} cuts among {len(ops)} writes, syncs and names, seed {args.seed}: {bad} broken; {told}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
