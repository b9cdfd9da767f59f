"""Running time: how many seconds this machine has run, over all its starts, whatever anybody sets its clock to.

Counted by the kernel's clock since the start (CLOCK_BOOTTIME, which nobody sets and which goes on in suspend) and the
start's own name (boot_id). A new start adds what has passed since it and nothing else: switching the machine off and on
again shortens no wait, and neither does a clock set forward.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_NAME = "boot_time"

BootClock = Callable[[], tuple[str, float]]
"""The name of this start of the machine, and seconds since it."""


def boot_clock() -> tuple[str, float]:
    return _BOOT_ID.read_text("ascii").strip(), time.clock_gettime(time.CLOCK_BOOTTIME)


def ran(db: Any, clock: BootClock) -> float:
    """Seconds run so far."""
    total, start, last = _noted(db)
    now, since = clock()
    return total + (max(0.0, since - last) if now == start else since)


def runs_on(db: Any, clock: BootClock) -> float:
    """Note it; seconds run so far. Part of a write."""
    total = ran(db, clock)
    start, since = clock()
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [_NAME, f"{total} {start} {since}"])
    return total


def _noted(db: Any) -> tuple[float, str, float]:
    row = db.execute("SELECT value FROM notes WHERE name = ?", [_NAME]).fetchone()
    if row is None:
        return 0.0, "", 0.0
    total, start, last = str(row[0]).split()
    return float(total), start, float(last)
