"""The first shape of the database, which every later step of ``migrations`` changed. Never changed itself."""

from __future__ import annotations

FIRST = (
    # Random bytes made once: the signing key's seed, and the key under which ID numbers become owners.
    "CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
    # Small things other rooms must remember across a power cut, such as the floor of the clock.
    "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    # Documents by content, in pieces, so that an upload reads one piece at a time.
    "CREATE TABLE documents (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT",
    """CREATE TABLE pieces (
        sha256 TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        number INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (sha256, number)) STRICT""",
    """CREATE TABLE uploads (
        sha256 TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        url TEXT NOT NULL) STRICT""",
    # What was handed in never changes; where it stands on its way does. Two tables keep the frequent write small.
    """CREATE TABLE submissions (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        draft TEXT NOT NULL UNIQUE,
        sync TEXT NOT NULL CHECK (sync IN ('queued', 'sending', 'delivered', 'parked')),
        attempts INTEGER NOT NULL DEFAULT 0,
        next_try REAL,
        reason TEXT NOT NULL DEFAULT '',
        official TEXT NOT NULL DEFAULT '',
        legal TEXT,
        legal_note TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX waiting ON submissions (sync) WHERE sync != 'delivered'",
    """CREATE TABLE filings (
        id INTEGER PRIMARY KEY REFERENCES submissions,
        owner TEXT NOT NULL,
        digest TEXT NOT NULL,
        filed_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        receipt TEXT NOT NULL,
        content TEXT NOT NULL) STRICT""",
    "CREATE INDEX filings_by_owner ON filings (owner)",
    """CREATE TABLE filed_documents (
        id INTEGER NOT NULL REFERENCES submissions,
        sha256 TEXT NOT NULL REFERENCES documents,
        PRIMARY KEY (id, sha256)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX filed_documents_by_content ON filed_documents (sha256)",
    # A draft's ``saved`` orders drafts by what happened, not by what the clock said.
    """CREATE TABLE drafts (
        id TEXT PRIMARY KEY,
        saved INTEGER NOT NULL,
        owner TEXT NOT NULL,
        content TEXT NOT NULL) STRICT""",
    """CREATE TABLE drafted_documents (
        id TEXT NOT NULL REFERENCES drafts ON DELETE CASCADE,
        sha256 TEXT NOT NULL REFERENCES documents,
        PRIMARY KEY (id, sha256)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX drafted_documents_by_content ON drafted_documents (sha256)",
    """CREATE TABLE journal (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        facts TEXT NOT NULL,
        hash BLOB NOT NULL) STRICT""",
)
