"""A desk that takes fees until it is killed: prints each receipt's number once it is told. FOLDER, how many."""

from __future__ import annotations

import sys
from pathlib import Path

from counter_stage import DeskClock, filing, open_store


def main(folder: Path, count: int) -> None:
    clock = DeskClock()
    with open_store(folder, clock) as store:
        for number in range(count):
            content = filing(child=f"Sùng Thứ {number} {sys.argv[3]}")
            code = store.outbox.file(f"{sys.argv[3]}-{number}", content, clock(), owed=16_000).code
            receipt = store.cash.take("Q1", code, 0, 16_000, 1, {"payer": "Vàng Thị Mỷ"})
            sys.stdout.write(f"{receipt.name}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
