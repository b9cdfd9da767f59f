"""A new filing as rows, inside the transaction that receives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.submission import Submission, Sync
from kiosk.store.counter import dossier_rows
from kiosk.store.database.uptime import lived
from kiosk.store.filings.documents import require

Kept = tuple[str, str, str, str, int, int]
"""Draft, owner, content, digest of it, priority, đồng owed at the counter."""


def insert(db: Any, submission: Submission, columns: Kept, reached: Callable[[str], object]) -> None:
    """UnknownDocument if a paper of it is not in the store. ``reached`` is told of each step."""
    draft, owner, content, digest, priority, owed = columns
    contents = require(db, (item.sha256 for item in submission.filing.documents))
    listed = [f"{submission.filed_at:%Y-%m-%d}", submission.filing.procedure]
    row = db.execute(
        """INSERT INTO submissions (code, draft, sync, priority, day, procedure, settled)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        [submission.code, draft, submission.sync.value, priority, *listed, _settled(db, submission)],
    ).fetchone()[0]
    reached("submission")
    times = [submission.filed_at.isoformat(), submission.due_at.isoformat()]
    db.execute(
        """INSERT INTO filings (id, owner, digest, filed_at, due_at, receipt, content, edition)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [row, owner, digest, *times, submission.receipt, content, submission.edition],
    )
    reached("filing")
    for sha256 in contents:
        db.execute("INSERT INTO filed_documents (id, sha256) VALUES (?, ?)", [row, sha256])
    reached("documents")
    dossier_rows.insert(db, row, submission, owed)
    reached("dossier")


def _settled(db: Any, submission: Submission) -> float | None:
    """From when its days here are counted: an order has arrived as soon as it is here."""
    return lived(db) if submission.sync is Sync.COUNTER else None
