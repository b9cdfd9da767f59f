"""The queue's list, page by page: where each submission stands on its way, without what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.submission import Sync
from kiosk.errors import UnknownCode


@dataclass(frozen=True)
class QueueEntry:
    """One submission in the queue's list. ``size``: bytes of its form and of the papers that are here."""

    code: str
    procedure: str
    sync: Sync
    attempts: int
    next_try: datetime | None
    size: int
    reason: str
    official: str
    filed_at: datetime
    due_at: datetime


def queue_page(db: Any, after: str, limit: int) -> tuple[QueueEntry, ...]:
    """Those that were filed after the one with this code, ``limit`` at most. UnknownCode."""
    number = db.execute("SELECT id FROM submissions WHERE code = ?", [after]).fetchone() if after else (0,)
    if number is None:
        raise UnknownCode("no such submission", number=after)
    sql = """SELECT s.code, s.procedure, s.sync, s.attempts, s.next_try, octet_length(f.content) +
            (SELECT coalesce(sum(d.size), 0) FROM filed_documents JOIN documents d USING (sha256)
             WHERE filed_documents.id = s.id), s.reason, s.official, f.filed_at, f.due_at
        FROM submissions s JOIN filings f USING (id) WHERE s.id > ? ORDER BY s.id LIMIT ?"""
    return tuple(_queued(row) for row in db.execute(sql, [number[0], limit]).fetchall())


def _queued(row: tuple[Any, ...]) -> QueueEntry:
    code, procedure, sync, attempts, next_try, size, reason, official, *times = row
    filed, due = map(datetime.fromisoformat, times)
    waits = None if next_try is None else datetime.fromtimestamp(next_try, filed.tzinfo)
    return QueueEntry(code, procedure, Sync(sync), attempts, waits, size, reason, official, filed, due)
