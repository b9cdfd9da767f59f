"""How large the store was, a point a day, for a year: written by housekeeping, read by the store's page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.store_facts import SizePoint
from kiosk.store.database.opening import DATABASE
from kiosk.sync.ports import KeyValueStore

NOTE = "store.sizes"
MOST_POINTS = 366  # points


class SizeHistory:
    def __init__(self, notes: KeyValueStore) -> None:
        self._notes = notes

    def points(self) -> tuple[SizePoint, ...]:
        """Oldest first; empty where nothing was noted, or what was noted cannot be read."""
        text = self._notes.get(NOTE)
        if not text:
            return ()
        try:
            return tuple(SizePoint(date.fromisoformat(day), int(size), int(count)) for day, size, count in _rows(text))
        except (OutOfBounds, KeyError, TypeError, ValueError):
            return ()

    def note(self, point: SizePoint) -> None:
        """In the place of what the same day already has; days after it, of a clock that ran ahead, go."""
        points = [*(one for one in self.points() if one.day < point.day), point][-MOST_POINTS:]
        rows = [[one.day.isoformat(), one.size, one.filings] for one in points]
        self._notes.set(NOTE, json.dumps({"rows": rows}, separators=(",", ":")))


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = read_object(text)["rows"]
    return rows


def database_size(folder: Path) -> int:
    """Bytes of the database and of what lies beside it under its name."""
    return sum(file.stat().st_size for file in folder.glob(f"{DATABASE}*") if file.is_file())
