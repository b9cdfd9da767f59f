"""Whose dossier it is beside the applicant's: each of a couple finds it by their own card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

OWNED = "f.owner != '' AND f.owner = ? OR f.id IN (SELECT c.id FROM co_owners c WHERE c.owner = ?)"
"""Whether a filing is this owner's (given twice)."""


def insert(db: Any, code: str, owners: Iterable[str]) -> None:
    sql = "INSERT OR IGNORE INTO co_owners (owner, id) SELECT ?, id FROM submissions WHERE code = ?"
    for owner in filter(None, owners):
        db.execute(sql, [owner, code])


def erase(db: Any, number: int) -> None:
    db.execute("DELETE FROM co_owners WHERE id = ?", [number])
