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
