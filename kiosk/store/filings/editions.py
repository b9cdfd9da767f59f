"""Editions: the procedures that filings were made under, by content; each stays as long as the store.

A filing keeps the edition that was in force when it was handed in, whatever an update brings later. Filings from before
editions were kept have none; the first start binds those whose code and version are still in force here.
"""

from __future__ import annotations

import hashlib
from typing import Any

from kiosk.store.database.connection import Database

_SPLIT = "json_extract(nullif(content, ''), '$.procedure') = ? AND json_extract(nullif(content, ''), '$.version') = ?"


def keep(db: Any, procedure: str, version: str, content: str) -> str:
    """The name (SHA-256) under which ``content`` is kept, inside a transaction; empty where there is none."""
    if not content:
        return ""
    digest = hashlib.sha256(content.encode()).hexdigest()
    row = [digest, procedure, version, content]
    db.execute("INSERT OR IGNORE INTO editions (digest, procedure, version, content) VALUES (?, ?, ?, ?)", row)
    return digest


class Editions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def content(self, digest: str) -> str:
        """The procedure's data as they were; empty where they are not here."""
        sql = "SELECT content FROM editions WHERE digest = ?"
        row = self._database.read(lambda db: db.execute(sql, [digest]).fetchone())
        return str(row[0]) if row else ""

    def bind(self, procedure: str, version: str, content: str) -> int:
        """Give ``content`` to the filings of this very version that have no edition; how many there were."""
        sql = f"SELECT id FROM filings WHERE edition = '' AND {_SPLIT}"  # noqa: S608 - our own words
        rows = self._database.read(lambda db: db.execute(sql, [procedure, version]).fetchall())
        if not rows:
            return 0

        def job(db: Any) -> int:
            digest = keep(db, procedure, version, content)
            change = f"UPDATE filings SET edition = ? WHERE edition = '' AND {_SPLIT}"  # noqa: S608 - our own words
            return int(db.execute(change, [digest, procedure, version]).rowcount)

        return self._database.write(job)
