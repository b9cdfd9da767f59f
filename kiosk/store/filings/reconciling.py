"""Reconciliation with the portal: what was delivered is asked after again, and what the portal has lost is sent again.

A portal that was restored from an older backup has lost what came after it, and gives its numbers a second time. What
is known here of numbers, of papers that arrived and of answers that were taken is doubted then, filing by filing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.domain.events import Entry, EventKind
from kiosk.domain.submission import FINAL, Event, Submission, Sync, after
from kiosk.errors import NumberTwice
from kiosk.store.alarms import Alarms
from kiosk.store.database.connection import Database
from kiosk.store.filings import case_rows
from kiosk.store.filings.submissions import get, select, update
from kiosk.store.journal.hash_chain import Journal

NOTE = "portal.reconcile"
"""``SCOPE:ID``: what is asked after, and after which row it goes on; empty when nothing is."""

MISSING = "portal.missing"
"""The reason that stands with what the portal had ended and has lost: a person decides whether it is sent anew."""

LEFT = "portal.unanswered"
"""The codes, with blanks between, that were asked after without an answer, the longest waiting first."""

ALL, OPEN = "all", "open"  # everything delivered; or what the office has not ended


@dataclass(frozen=True)
class Reach:
    """How far the asking has come."""

    scope: str
    after: int


class Reconciling:
    def __init__(self, database: Database, journal: Journal, alarms: Alarms) -> None:
        self._database = database
        self._journal = journal
        self._alarms = alarms

    @property
    def under_way(self) -> bool:
        return self._database.read(_reach) is not None

    def begin(self, scope: str = ALL) -> None:
        """Ask after everything from the first on. ``ALL``: the portal was restored, and its signed words that papers
        arrived are doubted too, so that none is erased by its age before the portal has said it anew."""

        def job(db: Any) -> None:
            _note(db, f"{scope}:0")
            if scope == ALL:
                db.execute("UPDATE arrivals SET text = ''")

        self._database.write(job)

    def following(self, most: int) -> tuple[tuple[int, Submission], ...]:
        """The next filings to be asked after, each with its row; none when all were."""
        return self._database.read(lambda db: _following(db, most))

    def asked(self, row: int) -> None:
        """All up to this row were."""

        def job(db: Any) -> None:
            if (reach := _reach(db)) is not None:
                _note(db, f"{reach.scope}:{row}")

        self._database.write(job)

    def end(self) -> None:
        self._database.write(lambda db: _note(db, ""))

    def put_off(self, code: str) -> None:
        """There was no answer about this one: it comes last of those that are ``left``."""
        self._database.write(lambda db: _set_left(db, [*(one for one in _left(db) if one != code), code]))

    def answered(self, code: str) -> None:
        """There was one."""
        if code in self.left():
            self._database.write(lambda db: _set_left(db, [one for one in _left(db) if one != code]))

    def left(self) -> tuple[str, ...]:
        """Whom the portal has not answered about, the longest waiting first."""
        return tuple(self._database.read(_left))

    def lost(self, code: str) -> bool:
        """The portal has it no more: it waits to be sent again, without its number and all that came with that. False
        where the office had ended it or its content was erased here: that is not done again without a person."""
        return self._database.write(lambda db: self._lost(db, code), tell=True)

    def send_anew(self, code: str) -> bool:
        """A person has decided: what the portal had ended and has lost is sent again. False if it is no such one, or
        its content was erased here."""

        def job(db: Any) -> bool:
            before = get(db, code)
            erased = db.execute("SELECT erased FROM submissions WHERE code = ?", [code]).fetchone()[0]
            if before.sync is not Sync.DELIVERED or before.reason != MISSING or erased == "content":
                return False
            anew(db, self._journal, before)
            return True

        return self._database.write(job, tell=True)

    def renumbered(self, code: str, official: str) -> None:
        """The portal has it under another number. NumberTwice if another dossier here holds that."""

        def job(db: Any) -> None:
            before = get(db, code)
            free(db, code, official)
            forget_number(db, code, before.official)
            update(db, code, {"official": official})
            self._journal.within(
                db, Entry(EventKind.SYNC_DELIVERED, code, {"official": official, "before": before.official})
            )

        self._database.write(job, tell=True)

    def _lost(self, db: Any, code: str) -> bool:
        return take_back(db, self._journal, self._alarms, code)


def take_back(db: Any, journal: Journal, alarms: Alarms, code: str) -> bool:
    """``Reconciling.lost`` inside a transaction."""
    before = get(db, code)
    erased = db.execute("SELECT erased FROM submissions WHERE code = ?", [code]).fetchone()[0]
    if not before.official:
        return False
    if before.legal in FINAL or erased == "content":
        alarms.within(db, "portal-missing", code)
        forget_number(db, code, before.official)
        update(db, code, {"official": "", "reason": MISSING})  # the number is another's to have now
        journal.within(db, Entry(EventKind.SYNC_LOST, code, {"official": before.official}))
        return False
    anew(db, journal, before)
    alarms.within(db, "portal-restored", code)
    return True


def anew(db: Any, journal: Journal, before: Submission) -> None:
    """Send it again from the beginning, under the same key; inside a transaction."""
    sync = after(before.sync, Event.LOST) if before.sync is Sync.DELIVERED else before.sync
    forget_number(db, before.code, before.official)
    standing = {"sync": sync.value, "official": "", "legal": None, "legal_note": "", "settled": None}
    update(db, before.code, {**standing, "attempts": 0, "next_try": None, "reason": "", "faults": 0})
    db.execute("DELETE FROM arrivals WHERE code = ?", [before.code])
    journal.within(db, Entry(EventKind.SYNC_LOST, before.code, {"official": before.official}))


def forget_number(db: Any, code: str, official: str) -> None:
    """What the portal said under this number was about another dossier, or is over. Answers to its questions keep what
    was given, under a name that no question of the number's next owner can have."""
    if db.execute("SELECT 1 FROM cases WHERE official = ? AND code = ?", [official, code]).fetchone():
        case_rows.drop(db, official)
    names = "SELECT name FROM acts WHERE code = ? AND substr(name, 1, ?) = ?"
    start = f"answer-{official}-"
    db.execute("PRAGMA defer_foreign_keys = ON")
    for (name,) in db.execute(names, [code, len(start), start]).fetchall():
        new = f"{name}~{code}"
        db.execute("UPDATE OR IGNORE act_documents SET name = ? WHERE name = ?", [new, name])
        sql = """UPDATE OR IGNORE acts SET name = ?,
            refused = CASE WHEN sent IS NULL AND refused = '' THEN 'portal.restored' ELSE refused END WHERE name = ?"""
        db.execute(sql, [new, name])


def free(db: Any, code: str, official: str) -> None:
    """NumberTwice if another dossier here holds this number."""
    row = db.execute(
        "SELECT code FROM submissions WHERE official = ? AND official != '' AND code != ?", [official, code]
    ).fetchone()
    if row is not None:
        raise NumberTwice(f"{row[0]} holds it", number=official, holder=str(row[0]))


def begin_within(db: Any, holder: str) -> None:
    """``holder``'s number came down as another dossier's: all is asked after, if that is not under way before it."""
    row = db.execute("SELECT id FROM submissions WHERE code = ?", [holder]).fetchone()
    reach = _reach(db)
    if reach is None or reach.scope != ALL or (row and reach.after >= row[0]):
        _note(db, f"{ALL}:0")


def _following(db: Any, most: int) -> tuple[tuple[int, Submission], ...]:
    reach = _reach(db)
    if reach is None:
        return ()
    marks = ", ".join("?" * len(FINAL))
    ended = f"AND coalesce(s.legal, '') NOT IN ({marks})" if reach.scope == OPEN else ""
    values = [legal.value for legal in FINAL] if reach.scope == OPEN else []
    where = f"s.official != '' AND s.id > ? {ended}"
    submissions = select(db, where, reach.after, *values, order=f"s.id LIMIT {most:d}")
    rows = dict(db.execute("SELECT code, id FROM submissions WHERE id > ?", [reach.after]).fetchall())
    return tuple((rows[item.code], item) for item in submissions)


def _reach(db: Any) -> Reach | None:
    row = db.execute("SELECT value FROM notes WHERE name = ?", [NOTE]).fetchone()
    scope, _, number = (row[0] if row else "").partition(":")
    return Reach(scope, int(number)) if scope in (ALL, OPEN) and number.isdigit() else None


def _note(db: Any, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [NOTE, value])


def _left(db: Any) -> list[str]:
    row = db.execute("SELECT value FROM notes WHERE name = ?", [LEFT]).fetchone()
    return str(row[0]).split() if row else []


def _set_left(db: Any, codes: list[str]) -> None:
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [LEFT, " ".join(codes)])
