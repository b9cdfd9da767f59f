"""The statements of the later steps of ``migrations``, which says in what order they are applied."""

from __future__ import annotations

LIKENESSES = (
    # Keyed digests of what makes two filings look alike; those filed before this step have none.
    """CREATE TABLE likenesses (
        digest BLOB NOT NULL,
        id INTEGER NOT NULL REFERENCES submissions,
        PRIMARY KEY (digest, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX likenesses_by_filing ON likenesses (id)",
)

SIGN_IN_LOCKS = (
    # Wrong tries in a row, for each account and each place they were made at; until when, in seconds run (boot_time).
    # The columns of the same kind in staff are not used any more: they counted by the wall clock.
    """CREATE TABLE sign_in_locks (
        staff INTEGER NOT NULL REFERENCES staff,
        place TEXT NOT NULL,
        failures INTEGER NOT NULL,
        locked_until REAL NOT NULL,
        PRIMARY KEY (staff, place)) STRICT""",
)

CO_OWNERS = (
    # To whose cards a filing opens beside the applicant's (``Drafts.owner_of`` each); a couple's, for one.
    """CREATE TABLE co_owners (
        owner TEXT NOT NULL,
        id INTEGER NOT NULL REFERENCES submissions,
        PRIMARY KEY (owner, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX co_owners_by_filing ON co_owners (id)",
)

EDITIONS = (
    # The procedure a filing was made under, by the SHA-256 of its data; empty for filings from before it was kept.
    """CREATE TABLE editions (
        digest TEXT PRIMARY KEY,
        procedure TEXT NOT NULL,
        version TEXT NOT NULL,
        content TEXT NOT NULL) STRICT""",
    "ALTER TABLE filings ADD COLUMN edition TEXT NOT NULL DEFAULT ''",
    # How often the portal failed over this one while it served others.
    "ALTER TABLE submissions ADD COLUMN faults INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE acts ADD COLUMN next_try REAL",
    "ALTER TABLE acts ADD COLUMN faults INTEGER NOT NULL DEFAULT 0",
    # An act is about a provisional code wherever there is one: a portal brought back from a backup gives numbers twice.
    """UPDATE acts SET code = (SELECT s.code FROM submissions s WHERE s.official = acts.code)
        WHERE code IN (SELECT official FROM submissions WHERE official != '')""",
    """UPDATE acts SET code = (SELECT c.code FROM cases c WHERE c.official = acts.code)
        WHERE code IN (SELECT official FROM cases WHERE code != '')""",
)
_STATES, _MORE_STATES = "'delivered', 'parked')", "'delivered', 'parked', 'counter', 'served')"
ORDERS = (
    # Orders for the counter stand beside what goes to the portal: two states more, which is no other format of a row
    # (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
    "PRAGMA writable_schema = ON",
    f"""UPDATE sqlite_schema SET sql = replace(sql, "{_STATES}", "{_MORE_STATES}")
        WHERE type = 'table' AND name = 'submissions'""",  # noqa: S608 - our own words
    "PRAGMA writable_schema = RESET",
    "CREATE INDEX orders ON submissions (settled) WHERE sync IN ('counter', 'served')",
)
LINE_ROWS = (
    # What passes found of the line: a month of small rows, which may be lost.
    """CREATE TABLE line_rows (
        at TEXT PRIMARY KEY,
        line TEXT NOT NULL,
        rate INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        delivered INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        seconds REAL NOT NULL,
        error TEXT NOT NULL) STRICT, WITHOUT ROWID""",
)
