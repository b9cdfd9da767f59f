"""Alarms: what a technician has to know of. Kept over restarts until it is over or acknowledged, and in the journal.

Shown by ``kiosk doctor``, ``kiosk sync status`` and the sheet behind the start screen. Never personal: ``details`` are
names of error classes, provisional codes and official numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.events import Entry, EventKind
from kiosk.store.database.connection import Database
from kiosk.store.journal.hash_chain import Journal

NOTE = "alarms"
MOST_DETAILS = 200  # a list that a technician hands on has to be whole


@dataclass(frozen=True)
class Alarm:
    """``name``: the words are under ``alarm.NAME``; ``since`` and ``last`` are moments in ISO 8601."""

    name: str
    since: str
    last: str
    count: int = 1
    details: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, str | int]:
        """What fills the words."""
        moment = datetime.fromisoformat(self.last)
        return {"count": self.count, "details": ", ".join(self.details) or "-", "last": f"{moment:%H:%M %d/%m/%Y}"}


class Alarms:
    def __init__(self, database: Database, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock

    def all(self) -> tuple[Alarm, ...]:
        """Those that stand, the oldest first."""
        return tuple(sorted(self._database.read(_read).values(), key=lambda one: one.since))

    def report(self, name: str, detail: str = "") -> Alarm:
        """It happened, or happened again; durable when this returns."""
        return self._database.write(lambda db: self._reported(db, name, detail), tell=True)

    def clear(self, name: str) -> bool:
        """It is over, or a technician has acknowledged it. Whether it stood."""
        if name not in self._database.read(_read):  # asked often, and mostly for nothing
            return False
        return self._database.write(lambda db: self._cleared(db, name), tell=True)

    def within(self, db: Any, name: str, detail: str = "") -> Alarm:
        """``report`` inside somebody's transaction."""
        return self._reported(db, name, detail)

    def _reported(self, db: Any, name: str, detail: str) -> Alarm:
        standing, now = _read(db), self._clock().isoformat()
        before = standing.get(name, Alarm(name, now, now, count=0))
        fresh = (detail,) if detail and detail not in before.details else ()
        after = replace(before, last=now, count=before.count + 1, details=(*before.details, *fresh)[-MOST_DETAILS:])
        _write(db, standing | {name: after})
        facts = {"alarm": name, "count": str(after.count)} | ({"detail": detail} if detail else {})
        self._journal.within(db, Entry(EventKind.ALARM_RAISED, "", facts))
        return after

    def _cleared(self, db: Any, name: str) -> bool:
        standing = _read(db)
        if standing.pop(name, None) is None:
            return False
        _write(db, standing)
        self._journal.within(db, Entry(EventKind.ALARM_CLEARED, "", {"alarm": name}))
        return True


def _read(db: Any) -> dict[str, Alarm]:
    row = db.execute("SELECT value FROM notes WHERE name = ?", [NOTE]).fetchone()
    try:
        stored = read_object(row[0]) if row else {}
        return {name: Alarm(**{**one, "details": tuple(one["details"])}) for name, one in stored.items()}
    except (OutOfBounds, TypeError, KeyError):  # a damaged note counts as none
        return {}


def _write(db: Any, standing: Mapping[str, Alarm]) -> None:
    text = json.dumps({name: asdict(one) for name, one in standing.items()}, ensure_ascii=False)
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [NOTE, text])
