"""How long a resident waits for "received": five documents of 300 KB and the form, made durable, beside the floor.

    python bench/received.py [--filings N] [--rounds N] [--folder DIR] [--queues PYTHON]
    python bench/received.py --day-list N

The floor appends the same bytes to one file, with one fdatasync. All take turns in rounds on the same disk. ``whole``
is everything from the first paper's arrival; ``received`` is the tap on "send" alone: the papers were durable when they
were photographed. ``--queues`` names a Python with persist-queue, litequeue and huey (bench/queues.py), which put the
same bytes as one item, unencrypted. ``--day-list`` files N submissions and opens the list of the last day.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from store import filing  # the 20 kB form

from kiosk.domain.calendar import ZONE
from kiosk.store import Reserve, Store

DOCUMENT, EACH, FORM = 300_000, 5, 20_000  # bytes, papers, bytes
START = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
QUEUES = ("persist-queue", "litequeue", "huey")


def ours(store: Store, number: int) -> tuple[float, float]:
    """Milliseconds: everything, and the filing alone."""
    from dataclasses import replace

    papers = [os.urandom(DOCUMENT) for _ in range(EACH)]
    form, due = filing(number), START
    begun = time.perf_counter()
    kept = tuple(
        store.documents.put(data, key=f"k{at}", name=f"k{at}.pdf", media_type="application/pdf")
        for at, data in enumerate(papers)
    )
    tapped = time.perf_counter()
    store.outbox.file(f"d{number}", replace(form, documents=kept), due)
    done = time.perf_counter()
    return (done - begun) * 1000, (done - tapped) * 1000


def floor(handle: int) -> float:
    data = os.urandom(DOCUMENT * EACH + FORM)
    begun = time.perf_counter()
    os.write(handle, data)
    os.fdatasync(handle)
    return (time.perf_counter() - begun) * 1000


def queue(python: str, name: str, folder: Path, count: int) -> list[float]:
    command = [python, Path(__file__).with_name("queues.py"), name, folder, str(count), str(DOCUMENT * EACH + FORM)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    taken: list[float] = json.loads(told)
    return taken


def row(name: str, taken: Sequence[float]) -> None:
    cuts = statistics.quantiles(taken, n=100)
    rate = 1000 * len(taken) / sum(taken)
    print(f"{name:<24} median {cuts[49]:7.2f} ms   p99 {cuts[98]:7.2f} ms   {rate:6.0f}/s   ({len(taken)})")


def compare(folder: Path, filings: int, rounds: int, python: str) -> None:
    found: dict[str, list[float]] = {"floor": [], "store, whole": [], "store, received": []}
    handle = os.open(folder / "floor", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    with Store.open(folder / "data", lambda: START, reserve=Reserve(0, 0, 0)) as store:
        for turn in range(rounds):
            found["floor"] += [floor(handle) for _ in range(filings)]
            for number in range(filings):
                whole, received = ours(store, turn * filings + number)
                found["store, whole"].append(whole)
                found["store, received"].append(received)
            for name in QUEUES if python else ():
                found.setdefault(name, []).extend(queue(python, name, folder / f"{name}{turn}", filings))
    os.close(handle)
    for name, taken in found.items():
        row(name, taken)


def day_list(folder: Path, count: int) -> None:
    """``count`` filings over thirty days, all queued; the last day's list, from a store opened afresh each time."""
    clock = [START]
    with Store.open(folder / "data", lambda: clock[0], reserve=Reserve(0, 0, 0)) as store:
        for number in range(count):
            clock[0] = START + timedelta(days=30 * number // count)
            store.outbox.file(f"d{number}", filing(number), START)
    taken = []
    for _ in range(20):
        with Store.open(folder / "data", lambda: clock[0]) as store:
            begun = time.perf_counter()
            shown = store.outbox.day(clock[0].date())
            waiting = store.outbox.pending_count()
            taken.append((time.perf_counter() - begun) * 1000)
    assert waiting == count and shown, (waiting, len(shown))
    size = (folder / "data" / "store.db").stat().st_size >> 20
    print(f"day list among {count} queued ({size} MiB): median {statistics.median(taken):.1f} ms, ", end="")
    print(f"longest {max(taken):.1f} ms ({len(shown)} shown, {waiting} waiting counted)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filings", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; a temporary folder otherwise")
    parser.add_argument("--queues", default="", metavar="PYTHON")
    parser.add_argument("--day-list", type=int, default=0, metavar="N")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        if args.day_list:
            day_list(Path(folder), args.day_list)
        else:
            compare(Path(folder), args.filings, args.rounds, args.queues)


if __name__ == "__main__":
    main()
