"""How long the kiosk has lived, in seconds: a clock that a dead battery cannot turn.

It goes on by what the wall clock says has passed since it was last looked at, but never backwards and never by more
than ``STEP`` at once. A jump of a year costs a day; a kiosk that was switched off for a week keeps things a little
longer. What is to be erased after so many days is counted in this time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

STEP = 86_400.0  # seconds
_NAME = "lifetime"


def lived(db: Any) -> float:
    """Seconds lived so far."""
    return _stored(db)[0]


def goes_to(db: Any, now: datetime) -> float:
    """Seconds lived by ``now``, without counting them yet."""
    total, last = _stored(db)
    return total + (min(max(now.timestamp() - last, 0.0), STEP) if last else 0.0)


def goes_on(db: Any, now: datetime) -> float:
    """Count what has passed; seconds lived so far. Part of a write."""
    total = goes_to(db, now)
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [_NAME, f"{total} {now.timestamp()}"])
    return total


def _stored(db: Any) -> tuple[float, float]:
    row = db.execute("SELECT value FROM notes WHERE name = ?", [_NAME]).fetchone()
    total, last = map(float, row[0].split()) if row else (0.0, 0.0)
    return total, last
