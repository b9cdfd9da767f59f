"""Small things another room must remember across a power cut, such as the floor of the clock. Never personal."""

from __future__ import annotations

from typing import Any

from kiosk.store.database.connection import Database


class Notes:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str:
        """What was noted under ``name``; empty if nothing was."""
        row = self._database.read(lambda db: db.execute("SELECT value FROM notes WHERE name = ?", [name]).fetchone())
        return str(row[0]) if row else ""

    def set(self, name: str, value: str) -> None:
        """Note it; durable when this returns."""

        def job(db: Any) -> None:
            db["notes"].upsert({"name": name, "value": value}, pk="name")

        self._database.write(job)
