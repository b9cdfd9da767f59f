"""The statements of the counter's steps of ``migrations``: lists, the index they are found by, what officers did."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from kiosk.domain.dossier import CLOSED, look_reasons
from kiosk.domain.dossier_terms import answer_terms, filing_terms
from kiosk.domain.submission import filing_from

_CLOSED = ", ".join(f"'{legal.value}'" for legal in sorted(CLOSED, key=lambda one: one.value))

DOSSIERS = (
    # What lists show of a dossier without its filing, and the counter's own state of it: a second copy, made anew from
    # the filing where it is lost. ``terms`` are what it is found by; ``revision`` counts what officers changed.
    """CREATE TABLE dossiers (
        id INTEGER PRIMARY KEY REFERENCES submissions,
        revision INTEGER NOT NULL DEFAULT 0,
        applicant TEXT NOT NULL,
        subject TEXT NOT NULL,
        due TEXT NOT NULL,
        look TEXT NOT NULL,
        open INTEGER NOT NULL DEFAULT 1,
        owed INTEGER NOT NULL DEFAULT 0,
        sealed TEXT NOT NULL DEFAULT '',
        holder INTEGER NOT NULL DEFAULT 0,
        held_at TEXT NOT NULL DEFAULT '',
        held_until REAL NOT NULL DEFAULT 0,
        terms TEXT NOT NULL) STRICT""",
    "CREATE INDEX dossiers_by_due ON dossiers (due, id) WHERE open",
    "CREATE INDEX dossiers_to_look_at ON dossiers (id) WHERE look != ''",
    "CREATE INDEX dossiers_owed ON dossiers (id) WHERE owed > 0",
    "CREATE INDEX dossiers_held ON dossiers (holder) WHERE holder != 0",
    "CREATE INDEX submissions_by_state ON submissions (legal) WHERE legal IS NOT NULL",
    "CREATE INDEX submissions_by_official ON submissions (official) WHERE official != ''",
    # External content, so that what is deleted is known and leaves no word in any segment (secure-delete).
    """CREATE VIRTUAL TABLE dossier_index USING fts5(terms, content='dossiers', content_rowid='id', detail=none,
        prefix='1 2 3', tokenize="unicode61 remove_diacritics 0")""",
    "INSERT INTO dossier_index (dossier_index, rank) VALUES ('secure-delete', 1)",
    """CREATE TRIGGER dossier_indexed AFTER INSERT ON dossiers BEGIN
        INSERT INTO dossier_index (rowid, terms) VALUES (new.id, new.terms); END""",
    """CREATE TRIGGER dossier_unindexed AFTER DELETE ON dossiers BEGIN
        INSERT INTO dossier_index (dossier_index, rowid, terms) VALUES ('delete', old.id, old.terms); END""",
    """CREATE TRIGGER dossier_reindexed AFTER UPDATE OF terms ON dossiers BEGIN
        INSERT INTO dossier_index (dossier_index, rowid, terms) VALUES ('delete', old.id, old.terms);
        INSERT INTO dossier_index (rowid, terms) VALUES (new.id, new.terms); END""",
    # The office's word moves the lists in the same transaction, whoever writes it.
    f"""CREATE TRIGGER dossier_state AFTER UPDATE OF legal ON submissions BEGIN
        UPDATE dossiers SET open = coalesce(new.legal, '') NOT IN ({_CLOSED}) WHERE id = new.id; END""",  # noqa: S608 - our own
    """CREATE TRIGGER dossier_dated AFTER INSERT ON cases WHEN new.code != '' AND new.due IS NOT NULL BEGIN
        UPDATE dossiers SET due = substr(new.due, 1, 10)
        WHERE id = (SELECT id FROM submissions WHERE code = new.code); END""",
    """CREATE TRIGGER dossier_redated AFTER UPDATE OF due ON cases WHEN new.code != '' AND new.due IS NOT NULL BEGIN
        UPDATE dossiers SET due = substr(new.due, 1, 10)
        WHERE id = (SELECT id FROM submissions WHERE code = new.code); END""",
)


def dossiers(db: Any) -> None:
    """The tables, filled from the filings that are here."""
    for statement in DOSSIERS:
        db.execute(statement)
    fill(db)


def fill(db: Any) -> None:
    """A row for each filing that has none, one filing at a time in memory."""
    sql = """SELECT s.id, s.code, s.legal, s.erased, f.content, f.filed_at, f.due_at
        FROM submissions s JOIN filings f USING (id) WHERE s.id > ? AND s.id NOT IN (SELECT id FROM dossiers)
        ORDER BY s.id LIMIT 1"""
    last = 0
    while (row := db.execute(sql, [last]).fetchone()) is not None:
        last = row[0]
        _fill_one(db, *row)


def replay(db: Any) -> None:
    """After a salvage: the state that follows from the acts which were saved. Holds are not: nobody is at work then."""
    db.execute(
        """UPDATE dossiers SET revision = coalesce((SELECT max(e.revision) FROM dossier_events e JOIN submissions s
            USING (code) WHERE s.id = dossiers.id), 0)"""
    )
    rows = db.execute(
        """SELECT s.id, e.kind, e.facts FROM dossier_events e JOIN submissions s USING (code)
            WHERE e.kind IN ('looked', 'sealed', 'unsealed', 'reviewed', 'mended') AND e.facts != '{}'
            ORDER BY e.number"""
    ).fetchall()
    for number, kind, facts in rows:
        if kind == "mended":
            add_terms(db, number, json.loads(facts)["field"], json.loads(facts)["after"])
            continue
        if kind == "reviewed":
            if json.loads(facts).get("verdict") == "back":
                db.execute("UPDATE dossiers SET look = trim(look || ' returned') WHERE id = ?", [number])
            continue
        column, value = ("look", "") if kind == "looked" else ("sealed", "")
        if kind == "sealed":
            value = json.loads(facts).get("reason", "?")
        db.execute(f"UPDATE dossiers SET {column} = ? WHERE id = ?", [value, number])  # noqa: S608 - our names


def add_terms(db: Any, number: int, key: str, value: str) -> None:
    """A mended answer is found by what it was and by what it is."""
    terms = str(db.execute("SELECT terms FROM dossiers WHERE id = ?", [number]).fetchone()[0]).split()
    words = " ".join(sorted({*terms, *answer_terms(key, value)}))
    db.execute("UPDATE dossiers SET terms = ? WHERE id = ?", [words, number])


def _fill_one(db: Any, number: int, code: str, legal: str | None, erased: str, content: str, *times: str) -> None:
    filing, (filed, due) = filing_from(json.loads(content)), map(datetime.fromisoformat, times)
    terms = filing_terms(filing, filed, code)
    insert(db, number, filing.applicant.full_name, filing.subject, due, look_words(filing), terms)
    if filing.order_days or (legal or "") in {one.value for one in CLOSED}:
        db.execute("UPDATE dossiers SET open = 0 WHERE id = ?", [number])
    if erased == "content":
        db.execute("UPDATE dossiers SET terms = '' WHERE id = ?", [number])


def look_words(filing: Any) -> str:
    """The reasons as they are kept."""
    return " ".join(reason.value for reason in look_reasons(filing))


def insert(
    db: Any, number: int, applicant: str, subject: str, due: datetime, look: str, terms: str, owed: int = 0
) -> None:
    sql = "INSERT INTO dossiers (id, applicant, subject, due, look, terms, owed) VALUES (?, ?, ?, ?, ?, ?, ?)"
    db.execute(sql, [number, applicant, subject, f"{due:%Y-%m-%d}", look, terms, owed])


ACTS = (
    # What officers did: only ever added. The journal vouches for each by a keyed digest.
    """CREATE TABLE dossier_events (
        number INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        revision INTEGER NOT NULL,
        kind TEXT NOT NULL,
        staff INTEGER NOT NULL,
        at TEXT NOT NULL,
        facts TEXT NOT NULL) STRICT""",
    "CREATE INDEX dossier_events_by_code ON dossier_events (code, number)",
    "CREATE INDEX dossier_events_by_kind ON dossier_events (kind, at)",
    # Money taken and given back: each desk's day counts from 1 without a gap, and no row is ever changed or deleted.
    """CREATE TABLE cash_receipts (
        number INTEGER PRIMARY KEY,
        desk TEXT NOT NULL,
        day TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('take', 'refund', 'transfer')),
        code TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        staff INTEGER NOT NULL,
        at TEXT NOT NULL,
        facts TEXT NOT NULL,
        UNIQUE (desk, day, sequence)) STRICT""",
    "CREATE INDEX cash_receipts_by_code ON cash_receipts (code)",
    """CREATE TABLE cash_closings (
        desk TEXT NOT NULL,
        day TEXT NOT NULL,
        opening INTEGER NOT NULL,
        counted INTEGER NOT NULL,
        expected INTEGER NOT NULL,
        staff INTEGER NOT NULL,
        at TEXT NOT NULL,
        chief INTEGER NOT NULL DEFAULT 0,
        signed TEXT NOT NULL DEFAULT '',
        facts TEXT NOT NULL,
        PRIMARY KEY (desk, day)) STRICT""",
    # Whom somebody has to call, and who asked for help by letter or telephone.
    """CREATE TABLE desk_calls (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('call-back', 'support')),
        code TEXT NOT NULL,
        due TEXT NOT NULL,
        open INTEGER NOT NULL DEFAULT 1,
        made TEXT NOT NULL,
        content TEXT NOT NULL) STRICT""",
    "CREATE INDEX desk_calls_open ON desk_calls (due) WHERE open",
)


def acts(db: Any) -> None:
    for statement in ACTS:
        db.execute(statement)
