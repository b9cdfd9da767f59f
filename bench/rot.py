"""Random bytes of the database turned, one at a time: what became of each, and how long the start took.

    python bench/rot.py [--flips N] [--seed N] [--bits]

``--bits`` turns a single bit instead of a whole byte to another value. Each flip begins with a fresh copy of a store of
twelve filings with papers; the start after it must end with all of them in place, each paper whole.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import Applicant, DocumentRef, Filing
from kiosk.errors import StoreError
from kiosk.store import Reserve, Store
from kiosk.store.database.opening import DATABASE

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)


def make(folder: Path) -> tuple[object, ...]:
    with Store.open(folder, lambda: NOW, reserve=Reserve(0, 0, 0)) as store:
        for number in range(12):
            paper = store.documents.put(
                random.Random(number).randbytes(30_000), key="k", name="k.pdf", media_type="application/pdf"
            )
            store.outbox.file(f"d{number}", filing(number, paper), NOW)
        return held(store)


def filing(number: int, paper: DocumentRef) -> Filing:
    who = Applicant("Vàng Thị Mỷ", "999162001234")
    answers = {"child.name": {"value": f"Sùng Minh {number}", "origin": "typed"}}
    return Filing("1.001193", "v", "KS", "H15.50.05.13", "DV01", who, "Sùng Minh Khuê", answers, (paper,), {})


def held(store: Store) -> tuple[object, ...]:
    items = store.outbox.list()
    return (items, [store.documents.get(item.filing.documents[0].sha256) for item in items])


def outcome(folder: Path, right: tuple[object, ...]) -> str:
    try:
        with Store.start(folder, lambda: NOW) as store:
            whole = held(store) == right
            store.check()
            if store.salvaged is None:
                return "harmless" if whole else "TAKEN AS IT WAS"
            return "put right" if whole else "salvaged in part"
    except StoreError as error:
        return f"quarantined: {error.code}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bits", action="store_true")
    args = parser.parse_args()
    chance, found, times = random.Random(args.seed), Counter[str](), []
    with tempfile.TemporaryDirectory() as base:
        right = make(Path(base) / "whole")
        whole = (Path(base) / "whole" / DATABASE).read_bytes()
        for number in range(args.flips):
            folder = Path(base) / str(number)
            shutil.copytree(Path(base) / "whole", folder)
            data, place = bytearray(whole), chance.randrange(len(whole))
            data[place] ^= 1 << chance.randrange(8) if args.bits else chance.randrange(1, 256)
            (folder / DATABASE).write_bytes(data)
            begun = time.perf_counter()
            found[outcome(folder, right)] += 1
            times.append(time.perf_counter() - begun)
            shutil.rmtree(folder)
    print(
        f"{args.flips} {'bits' if args.bits else 'bytes'} of {len(whole) >> 10} KiB turned, seed {args.seed}: ", end=""
    )
    print(", ".join(f"{count} {what}" for what, count in found.most_common()))
    print(f"start with the repair: median {statistics.median(times):.2f} s, longest {max(times):.2f} s")
    return 1 if set(found) - {"harmless", "put right"} else 0


if __name__ == "__main__":
    sys.exit(main())
