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
