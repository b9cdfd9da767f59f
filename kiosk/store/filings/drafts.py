"""What a visit has so far, so that a power cut or a walk to the bag costs nobody their answers."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kiosk.domain.assisted_filing import AssistedOrigin
from kiosk.domain.draft import Draft
from kiosk.domain.submission import DocumentRef
from kiosk.domain.versions import kind_of
from kiosk.errors import AlreadyFiled
from kiosk.store.database.connection import Database
from kiosk.store.database.space import Space
from kiosk.store.database.uptime import lived
from kiosk.store.filings.documents import erase_unused, require
from kiosk.store.keys.keyring import Keyring

OF_RESIDENTS = "json_extract(content, '$.assisted') IS NULL"
"""What an officer has begun for somebody waits until an officer ends it."""


class Drafts:
    def __init__(self, database: Database, keys: Keyring, space: Space) -> None:
        self._database = database
        self._keys = keys
        self._space = space

    def owner_of(self, id_number: str) -> str:
        """The owner for a card's ID number: the number itself is never written outside a filing."""
        return self._keys.owner_of(id_number)

    def save(self, draft: Draft) -> None:
        """Keep the draft in place of its former state; durable when this returns.

        Documents it no longer names are erased. UnknownDocument if it names one that is not here; AlreadyFiled if it
        was handed in meanwhile: a late save never brings a draft back. DiskFull for a new draft where there is no
        room for another visit.
        """
        self._database.write(lambda db: self._save(db, draft))

    def get(self, draft_id: str) -> Draft | None:
        return self._database.read(lambda db: _one(db, "id = ?", draft_id))

    def latest(self, owner: str) -> Draft | None:
        """What this person saved last. Without a card there is no owner, and so nothing to come back to."""
        if not owner:
            return None
        return self._database.read(lambda db: _one(db, "owner = ? ORDER BY saved DESC LIMIT 1", owner))

    def latest_of(self, owner: str, procedure: str, version: str) -> Draft | None:
        """What this person saved last of this form, or another for both, in ``version`` or in another one of the
        same form: a filing and an answer to the office may both be under way."""
        if not owner:
            return None
        opens = "(owner = ? OR EXISTS (SELECT 1 FROM json_each(content, '$.shared') WHERE value = ?))"
        where = f"{opens} AND json_extract(content, '$.procedure') = ? ORDER BY saved DESC"
        drafts = self._database.read(lambda db: drafts_where(db, where, owner, owner, procedure))
        return next((one for one in drafts if kind_of(one.version) == kind_of(version)), None)

    def discard(self, draft_id: str) -> None:
        """Erase the draft and its documents; harmless if it is gone already."""
        self._database.write(lambda db: end(db, draft_id))

    def _save(self, db: Any, draft: Draft) -> None:
        if db.execute("SELECT 1 FROM drafts WHERE id = ?", [draft.id]).fetchone() is None:
            self._space.for_visit()
        save_within(db, draft)


def end(db: Any, draft_id: str) -> None:
    """Erase the draft inside a transaction, and those of its documents that nothing else refers to."""
    candidates = _documents(db, draft_id)
    db.execute("DELETE FROM drafts WHERE id = ?", [draft_id])
    erase_unused(db, candidates)


def _documents(db: Any, draft_id: str) -> set[str]:
    rows = db.execute("SELECT sha256 FROM drafted_documents WHERE id = ?", [draft_id]).fetchall()
    return {row[0] for row in rows}


def save_within(db: Any, draft: Draft) -> None:
    """``Drafts.save`` inside a transaction."""
    filed = db.execute("SELECT code FROM submissions WHERE draft = ?", [draft.id]).fetchone()
    if filed is not None:
        raise AlreadyFiled("a save came after the filing", number=filed[0])
    before, named = _documents(db, draft.id), require(db, (item.sha256 for item in draft.documents))
    db.execute("DELETE FROM drafts WHERE id = ?", [draft.id])
    db.execute(
        """INSERT INTO drafts (id, saved, owner, content, lived)
            SELECT ?, 1 + coalesce(max(saved), 0), ?, ?, ? FROM drafts""",
        [draft.id, draft.owner, json.dumps(asdict(draft), ensure_ascii=False), lived(db)],
    )
    for sha256 in named:
        db.execute("INSERT INTO drafted_documents (id, sha256) VALUES (?, ?)", [draft.id, sha256])
    erase_unused(db, before.difference(named))


def _one(db: Any, where: str, *values: str) -> Draft | None:
    return next(iter(drafts_where(db, where, *values)), None)


def drafts_where(db: Any, where: str, *values: str) -> list[Draft]:
    """Those for which ``where`` holds, our own words alone."""
    rows = db.execute(f"SELECT content FROM drafts WHERE {where}", values).fetchall()  # noqa: S608 - our own words
    return [_draft(json.loads(row[0])) for row in rows]


def _draft(plain: dict[str, Any]) -> Draft:
    plain["documents"] = tuple(DocumentRef(**item) for item in plain["documents"])
    plain |= {name: tuple(plain.get(name, ())) for name in ("fields", "shared")}
    if assisted := plain.get("assisted"):
        plain["assisted"] = AssistedOrigin(**assisted | {"later": tuple(assisted["later"])})
    return Draft(**plain)
