"""What finding a commune costs: a keystroke over the whole list, reading the tables, and their memory.

    python bench/areas.py

Every letter of every name asked for, as it would be typed, with the office in three provinces and in none; processor
time, so that other work on the machine does not count. The goal: 10 ms a keystroke.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date

from kiosk.procedures.areas import AreaDirectory
from kiosk.resources import asset

DAY = date(2026, 11, 30)
OFFICES = ("00721", "00004", "26740", "")
TYPED = (
    *("dong van", "thai phin tung", "xã Tả Lủng cũ", "thi tran dong van", "xa xuan", "phuong ba dinh ha noi"),
    *("thanh pho ho chi minh phuong", "dak lak", "Lộc Ninh", "h mong", "x p t l", "tinh tuyen quang"),
)


def main() -> None:
    first = reading("by code", lambda areas: areas.commune("00721", DAY))
    reading("by name, all tables", lambda areas: areas.search("dong", DAY))
    spent = sorted(keystrokes(first))
    print(f"{len(spent)} keystrokes: half within {spent[len(spent) // 2]:.1f} ms, the slowest {spent[-1]:.1f} ms")


def reading(what: str, asked: Callable[[AreaDirectory], object]) -> AreaDirectory:
    areas = AreaDirectory(asset("areas"))
    started = time.process_time()
    asked(areas)
    spent = time.process_time() - started
    tracemalloc.start()
    again = AreaDirectory(asset("areas"))
    asked(again)
    live, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{what:22}{spent * 1000:6.0f} ms{live / 1e6:7.1f} MB live{peak / 1e6:7.1f} MB at most")
    return areas


def keystrokes(areas: AreaDirectory) -> Iterator[float]:
    areas.search("x", DAY)
    for near in OFFICES:
        for text in TYPED:
            for length in range(len(text) + 1):
                yield min(once(areas, text[:length], near) for _ in range(3))


def once(areas: AreaDirectory, text: str, near: str) -> float:
    started = time.process_time()
    areas.search(text, DAY, near)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
