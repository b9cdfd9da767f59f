"""What passes found of the line, as small rows of a month: written when it is news, and now and then when it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.line_history import LineRow
from kiosk.domain.line_state import LineState
from kiosk.store.database.connection import Database

DAYS = 31  # that are kept
EVERY = timedelta(minutes=15)  # between two rows that say the same

_COLUMNS = "at, line, rate, waiting, delivered, bytes, seconds, error"


class LineBook:
    """Times are stored as ISO 8601 in the office's zone, so that they sort as they lie."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: LineRow | None = None

    def note(self, row: LineRow) -> bool:
        """Write it if it is news; whether it was. A clock that was set back begins the waits anew."""
        last = self._last
        same = last is not None and (last.line, last.error) == (row.line, row.error) and not row.delivered
        if same and last is not None and timedelta(0) <= row.at - last.at < EVERY:
            return False
        self._database.write(lambda db: _write(db, row))
        self._last = row
        return True

    def rows(self, since: datetime, until: datetime) -> Sequence[LineRow]:
        sql = f"SELECT {_COLUMNS} FROM line_rows WHERE at >= ? AND at <= ? ORDER BY at"  # noqa: S608 - our own names
        bounds = [since.isoformat(), until.isoformat()]
        return tuple(_row(one) for one in self._database.read(lambda db: db.execute(sql, bounds).fetchall()))

    def waiting_since(self) -> datetime | None:
        """When the oldest filing that has not arrived was received, the parked included; None where none waits.
        An order for the counter is never sent."""
        sql = """SELECT filed_at FROM submissions JOIN filings USING (id)
            WHERE sync != 'delivered' AND sync IN ('queued', 'sending', 'parked') ORDER BY id LIMIT 1"""
        row = self._database.read(lambda db: db.execute(sql).fetchone())
        return datetime.fromisoformat(row[0]) if row else None


def _write(db: Any, row: LineRow) -> None:
    values = [
        row.at.isoformat(),
        row.line.value,
        row.rate,
        row.waiting,
        row.delivered,
        row.bytes,
        row.seconds,
        row.error,
    ]
    db.execute(f"INSERT OR REPLACE INTO line_rows ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608
    db.execute("DELETE FROM line_rows WHERE at < ?", [(row.at - timedelta(days=DAYS)).isoformat()])


def _row(one: Sequence[Any]) -> LineRow:
    at, line, *rest = one
    return LineRow(datetime.fromisoformat(at), LineState(line), *rest)
