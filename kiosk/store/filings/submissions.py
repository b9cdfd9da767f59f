"""Submissions as rows: read into the domain's shape, and changed in place. The only place that names their columns."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.codes import provisional
from kiosk.domain.submission import Legal, Submission, Sync, filing_from
from kiosk.errors import AlreadyFiled, UnknownCode

LONGEST_WAIT = timedelta(days=1)  # a try further away was set by a clock that has been put right since: it is due


@dataclass(frozen=True)
class DayListEntry:
    """One filing in a day's list."""

    code: str
    procedure: str
    sync: Sync
    official: str
    attempts: int
    reason: str


def update(db: Any, code: str, changes: Mapping[str, Any]) -> None:
    columns = ", ".join(f"{name} = ?" for name in changes)
    db.execute(f"UPDATE submissions SET {columns} WHERE code = ?", [*changes.values(), code])  # noqa: S608 - our names


_COLUMNS = """s.code, f.content, f.filed_at, f.due_at, f.receipt,
    s.sync, s.official, s.legal, s.legal_note, s.attempts, s.next_try, s.reason, f.edition, s.faults"""


DUE = """(s.sync = 'sending' OR (s.sync = 'queued' AND (s.next_try IS NULL OR s.next_try <= ? OR s.next_try > ?)))
    AND (s.claimed_by IN ('', ?) OR NOT alive(s.claimed_by))"""
ANSWER_WAITED_FOR = """code IN (SELECT code FROM acts WHERE kind = 'objection' AND sent IS NOT NULL
    AND name NOT IN (SELECT name FROM notices))"""
ORDER = "s.priority DESC, s.faults, s.id"  # what the portal stumbles over comes after what it has not tried


def select(db: Any, where: str, *values: object, order: str = "s.id") -> tuple[Submission, ...]:
    sql = f"SELECT {_COLUMNS} FROM submissions s JOIN filings f USING (id) WHERE {where} ORDER BY {order}"  # noqa: S608
    return tuple(_submission(row) for row in db.execute(sql, values).fetchall())


def get(db: Any, code: str) -> Submission:
    submissions = select(db, "s.code = ?", code)
    if not submissions:
        raise UnknownCode("no such submission", number=code)
    return submissions[0]


def _submission(row: tuple[Any, ...]) -> Submission:
    (
        code,
        content,
        filed_at,
        due_at,
        receipt,
        sync,
        official,
        legal,
        note,
        attempts,
        next_try,
        reason,
        edition,
        faults,
    ) = row
    filed = datetime.fromisoformat(filed_at)
    return Submission(
        code=code,
        filing=filing_from(json.loads(content)),
        filed_at=filed,
        due_at=datetime.fromisoformat(due_at),
        receipt=receipt,
        sync=Sync(sync),
        official=official,
        legal=Legal(legal) if legal else None,
        legal_note=note,
        attempts=attempts,
        next_try=None if next_try is None else datetime.fromtimestamp(next_try, filed.tzinfo),
        edition=edition,
        faults=faults,
        reason=reason,
    )


def again(db: Any, earlier: tuple[str, str], digest: str) -> Submission:
    """What a draft became that is filed again; AlreadyFiled if it comes with another content."""
    code, first = earlier
    if digest != first:
        raise AlreadyFiled("the same draft with another content", number=code)
    return get(db, code)


def place(item: Submission) -> tuple[Sync, int, str]:
    """Where it stands on its way: changed by every attempt."""
    return item.sync, item.attempts, item.official


def fresh_code(db: Any, prefix: str) -> str:
    """A code that no submission here has. There are 28 million of each prefix, so the loop ends."""
    while True:
        code = provisional(prefix, secrets.choice)
        if db.execute("SELECT 1 FROM submissions WHERE code = ?", [code]).fetchone() is None:
            return code


HURRIED = 9  # the priority of what an officer wants sent first


def hurried(db: Any, code: str) -> Submission:
    """Of what is queued: with the next pass, first of all."""
    before = get(db, code)
    if before.sync is Sync.QUEUED:
        update(db, code, {"next_try": None, "priority": HURRIED})
    return get(db, code)


def nothing_more(db: Any, code: str) -> None:
    """A filing brings nothing else into its transaction."""
