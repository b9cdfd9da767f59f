"""The shape of the database, as steps that are each applied once. A step is never changed after a release."""

from __future__ import annotations

from typing import Any

from sqlite_utils.migrations import Migrations

from kiosk.errors import StoreTooNew
from kiosk.store.database import counter_steps
from kiosk.store.database.first_shape import FIRST
from kiosk.store.database.later_steps import CO_OWNERS, EDITIONS, LIKENESSES, LINE_ROWS, ORDERS, SIGN_IN_LOCKS

migrations = Migrations("store")

NAMES = (
    *("first", "second", "third", "carriage", "answers", "arrivals", "likenesses", "sign_in_locks", "editions"),
    *("dossiers", "counter_acts", "co_owners", "line_rows", "orders"),
)
"""Every step there is, in order."""


def _first(db: Any) -> None:
    for statement in FIRST:
        db.execute(statement)


migrations(name="first")(_first)


_SECOND = (
    # Whom a filing cannot wait for, who sends it now and until when, and what the day's list shows without the filing.
    "ALTER TABLE submissions ADD COLUMN priority INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE submissions ADD COLUMN claimed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE submissions ADD COLUMN claimed_until REAL NOT NULL DEFAULT 0",
    "ALTER TABLE submissions ADD COLUMN day TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE submissions ADD COLUMN procedure TEXT NOT NULL DEFAULT ''",
    """UPDATE submissions SET (day, procedure) =
        (SELECT substr(filed_at, 1, 10), json_extract(content, '$.procedure') FROM filings f
         WHERE f.id = submissions.id)""",
    "CREATE INDEX submissions_by_day ON submissions (day, id)",
    # How old things are, by the time the kiosk has lived (``Retention``), and what of a filing was erased.
    "ALTER TABLE submissions ADD COLUMN settled REAL",
    "ALTER TABLE submissions ADD COLUMN erased TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX erasable ON submissions (settled) WHERE sync = 'delivered'",
    "UPDATE submissions SET settled = 0 WHERE sync = 'delivered'",
    "ALTER TABLE drafts ADD COLUMN lived REAL NOT NULL DEFAULT 0",
    """CREATE TABLE requests (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('withdraw', 'erase')),
        owner TEXT NOT NULL,
        asked TEXT NOT NULL,
        done TEXT NOT NULL DEFAULT '') STRICT""",
    # Signed ends of the journal: a chain alone does not show that its tail was cut off.
    """CREATE TABLE checkpoints (
        number INTEGER PRIMARY KEY,
        hash BLOB NOT NULL,
        signature BLOB NOT NULL) STRICT""",
)


def _second(db: Any) -> None:
    for statement in _SECOND:
        db.execute(statement)


migrations(name="second")(_second)


_THIRD = (
    # The portal's dossiers, mirrored: they can be asked for again, so nothing here need be saved from damage.
    """CREATE TABLE cases (
        official TEXT PRIMARY KEY,
        change INTEGER NOT NULL,
        legal TEXT NOT NULL,
        code TEXT NOT NULL,
        note TEXT NOT NULL,
        received TEXT,
        due TEXT,
        finished TEXT,
        handed_over TEXT,
        fee_amount INTEGER,
        fee_paid INTEGER NOT NULL,
        fee_text TEXT NOT NULL) STRICT""",
    "CREATE INDEX cases_by_code ON cases (code) WHERE code != ''",
    "CREATE INDEX cases_by_state ON cases (legal, due)",
    """CREATE TABLE notices (
        official TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL,
        until TEXT,
        seen INTEGER NOT NULL,
        PRIMARY KEY (official, name)) STRICT""",
    "CREATE INDEX unread ON notices (at) WHERE NOT seen",
    """CREATE TABLE results (
        official TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        PRIMARY KEY (official, name)) STRICT""",
    # Up to where the portal's changes are here; with the cases it belongs to in one transaction.
    "CREATE TABLE mirror (id INTEGER PRIMARY KEY CHECK (id = 1), cursor TEXT NOT NULL) STRICT",
    # What was done here about a dossier and has still to be told.
    """CREATE TABLE acts (
        name TEXT PRIMARY KEY,
        code TEXT NOT NULL,
        kind TEXT NOT NULL,
        facts TEXT NOT NULL,
        documents TEXT NOT NULL,
        made TEXT NOT NULL,
        refused TEXT NOT NULL DEFAULT '') STRICT""",
    """CREATE TABLE act_documents (
        name TEXT NOT NULL REFERENCES acts ON DELETE CASCADE,
        sha256 TEXT NOT NULL REFERENCES documents,
        PRIMARY KEY (name, sha256)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX act_documents_by_content ON act_documents (sha256)",
    # Whoever may sign in. Times are counted as the kiosk has lived (``lifetime``), so that no clock unlocks anything.
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        person TEXT NOT NULL,
        card TEXT NOT NULL,
        pin TEXT NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0,
        locked_until REAL NOT NULL DEFAULT 0,
        seen REAL NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0,
        made TEXT NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX staff_by_card ON staff (card) WHERE card != ''",
)


def _third(db: Any) -> None:
    for statement in _THIRD:
        db.execute(statement)


migrations(name="third")(_third)


_CARRIAGE = (
    # A bundle is what one stick holds. ``written`` counts its manifests; ``closed`` is set once all of it is answered.
    """CREATE TABLE bundles (
        id TEXT PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        written INTEGER NOT NULL DEFAULT 0,
        closed INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID""",
    # Files that were written and read back: a stick that comes again does not take them twice.
    """CREATE TABLE bundled_files (
        bundle TEXT NOT NULL REFERENCES bundles ON DELETE CASCADE,
        content TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        sealed TEXT NOT NULL,
        PRIMARY KEY (bundle, content)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE carried (
        code TEXT NOT NULL,
        bundle TEXT NOT NULL REFERENCES bundles ON DELETE CASCADE,
        at TEXT NOT NULL,
        PRIMARY KEY (code, bundle)) STRICT, WITHOUT ROWID""",
)


def _carriage(db: Any) -> None:
    for statement in _CARRIAGE:
        db.execute(statement)


migrations(name="carriage")(_carriage)


_ANSWERS = (
    # What a question asks for, and where a fee is paid to (JSON); empty where the portal does not say.
    "ALTER TABLE notices ADD COLUMN wanted TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cases ADD COLUMN fee_to TEXT NOT NULL DEFAULT ''",
    # When the portal took it: an answer is shown as sent until the dossier itself goes.
    "ALTER TABLE acts ADD COLUMN sent TEXT",
)


def _answers(db: Any) -> None:
    for statement in _ANSWERS:
        db.execute(statement)


migrations(name="answers")(_answers)


_ARRIVALS = (
    # The portal's signed word about a paper of a filing; empty where only a word came that could not be believed.
    """CREATE TABLE arrivals (
        code TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        refused TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (code, sha256)) STRICT""",
    # The papers of delivered filings that are here without such a word.
    """CREATE VIEW unproven AS SELECT id, s.code AS code, d.sha256 AS sha256
        FROM submissions s JOIN filed_documents d USING (id)
        WHERE s.sync = 'delivered' AND NOT EXISTS
            (SELECT 1 FROM arrivals a WHERE a.code = s.code AND a.sha256 = d.sha256 AND a.text != '')""",
)


def _arrivals(db: Any) -> None:
    for statement in _ARRIVALS:
        db.execute(statement)


migrations(name="arrivals")(_arrivals)


def _likenesses(db: Any) -> None:
    for statement in LIKENESSES:
        db.execute(statement)


migrations(name="likenesses")(_likenesses)


def _sign_in_locks(db: Any) -> None:
    for statement in SIGN_IN_LOCKS:
        db.execute(statement)


migrations(name="sign_in_locks")(_sign_in_locks)


def _editions(db: Any) -> None:
    for statement in EDITIONS:
        db.execute(statement)


migrations(name="editions")(_editions)
migrations(name="dossiers")(counter_steps.dossiers)
migrations(name="counter_acts")(counter_steps.acts)


def _co_owners(db: Any) -> None:
    for statement in CO_OWNERS:
        db.execute(statement)


migrations(name="co_owners")(_co_owners)


def _line_rows(db: Any) -> None:
    for statement in LINE_ROWS:
        db.execute(statement)


migrations(name="line_rows")(_line_rows)


def _orders(db: Any) -> None:
    for statement in ORDERS:
        db.execute(statement)


migrations(name="orders")(_orders)


def refuse_newer(db: Any) -> None:
    """StoreTooNew where a later program has changed the shape: this one would not know what it writes."""
    applied = {step.name for step in migrations.applied(db)}
    later = applied - set(NAMES)
    if later:
        raise StoreTooNew(f"unknown steps: {', '.join(sorted(later))}")
