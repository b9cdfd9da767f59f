"""What is noted here about a dossier, inside a transaction: begun, and ended when the portal has it or will not."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from kiosk.domain.case import DossierAct
from kiosk.domain.events import Entry, EventKind
from kiosk.store.database.connection import Database
from kiosk.store.journal.hash_chain import Journal

_LINK = """INSERT OR IGNORE INTO filed_documents (id, sha256)
    SELECT id, ? FROM submissions WHERE code = ?"""


def note(db: Any, database: Database, journal: Journal, act: DossierAct, at: datetime) -> None:
    """Keep it to be sent. Its papers are in the store, and ``act.code`` is the provisional one."""
    facts = json.dumps(dict(act.facts), ensure_ascii=False)
    row = [act.name, act.code, act.kind.value, facts, json.dumps(list(act.documents)), at.isoformat()]
    db.execute("INSERT INTO acts (name, code, kind, facts, documents, made) VALUES (?, ?, ?, ?, ?, ?)", row)
    for sha256 in act.documents:
        db.execute("INSERT INTO act_documents (name, sha256) VALUES (?, ?)", [act.name, sha256])
    database.reached("act")
    journal.within(db, Entry(EventKind.ACT_NOTED, act.code, {"act": act.name, "kind": act.kind.value}))


def taken(db: Any, journal: Journal, name: str, at: datetime) -> bool:
    """The portal has it: its papers are the filing's from now on. False if that was so before, or it is none."""
    sql = "UPDATE acts SET sent = ?, refused = '' WHERE name = ? AND sent IS NULL RETURNING code"
    rows = db.execute(sql, [at.isoformat(), name]).fetchall()
    for (code,) in rows:
        journal.within(db, Entry(EventKind.ACT_TAKEN, code, {"act": name}))
        for (sha256,) in db.execute("SELECT sha256 FROM act_documents WHERE name = ?", [name]).fetchall():
            db.execute(_LINK, [sha256, code])
        db.execute("DELETE FROM act_documents WHERE name = ?", [name])
    return bool(rows)


def refused(db: Any, journal: Journal, name: str, reason: str) -> bool:
    """The portal will not have it: it stays for a person. False if it is told again, or is none."""
    sql = "UPDATE acts SET refused = ? WHERE name = ? AND sent IS NULL AND refused != ?1 RETURNING code"
    rows = db.execute(sql, [reason or "?", name]).fetchall()
    for (code,) in rows:
        journal.within(db, Entry(EventKind.ACT_REFUSED, code, {"act": name}))
    return bool(rows)
