"""How long an officer waits at a computer of the hall for a search over two kiosks, a dossier, an act.

Beside it stands the same asked on the kiosk itself. Over loopback, so without what a network adds.

    python bench/hall.py [--dossiers N] [--rounds N]

Two kiosks with N made-up dossiers each, real TLS, real stores; the ninth of ten asks is printed beside the median.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "sandbox"), str(ROOT / "bench")]

from counter import SEARCHES, fill  # noqa: E402 - what lies beside this file
from counter_stage import PINS  # noqa: E402
from hall_stage import at_counter, hall  # noqa: E402

from kiosk.hall.desks import HallDesks  # noqa: E402


def timed(rounds: int, ask: Callable[[], Any]) -> str:
    """Median and the ninth of ten, in milliseconds."""
    spans = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        spans.append((time.perf_counter() - began) * 1000)
    spans.sort()
    return f"{statistics.median(spans):7.1f} ms   {spans[rounds * 9 // 10]:7.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, hall(Path(folder), "DV01", "DV02") as (authority, kiosks):
        for one in kiosks:
            fill(one.store, args.dossiers)
        with at_counter(authority.counter("Q2"), *kiosks) as opened:
            measure(HallDesks(opened).desks, kiosks[0].desks, args.rounds)


def measure(over: Any, beside: Any, rounds: int) -> None:
    far = over.sessions.sign_in(PINS["may"], name="may")
    near = beside.sessions.sign_in(PINS["may"], name="may")
    code = over.finder.find(far, "").rows[0].code
    rows: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        (f"find {text!r}", partial(over.finder.find, far, text), partial(beside.finder.find, near, text))
        for text in SEARCHES[:4]
    ]
    rows += [
        ("the first page", lambda: over.queues.board(far), lambda: beside.queues.board(near)),
        ("a list's first page", lambda: over.finder.find(far, ""), lambda: beside.finder.find(near, "")),
    ]
    print(f"{'':28} {'hall: median, 9 of 10':28} the kiosk itself")
    for name, there, here in rows:
        print(f"{name:28} {timed(rounds, there):28} {timed(rounds, here)}")
    print(f"{'open a dossier':28} {timed(rounds, lambda: over.dossiers.open(far, code))}")
    print(f"{'take it in hand':28} {timed(rounds, lambda: over.dossiers.hold(far, code))}")


if __name__ == "__main__":
    main()
