"""What has been put on sticks: which submissions, in which bundle, and which of its files are proved to be there.

To be on a stick changes nothing in a submission's own status: it has not arrived. What comes home is applied here, all
of it in one transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.events import Entry, EventKind
from kiosk.domain.submission import FINAL, Event, Legal, Sync, after
from kiosk.errors import AnswerStale
from kiosk.store.alarms import Alarms
from kiosk.store.database.connection import Database
from kiosk.store.database.uptime import lived
from kiosk.store.filings import act_rows, case_rows, reconciling
from kiosk.store.filings.submissions import get, update
from kiosk.store.journal.hash_chain import Journal

_UNSENT = "sent IS NULL AND refused = '' AND coalesce(json_extract(facts, '$.question'), '') != ''"
_MANIFEST, _ANSWER = "courier.manifest", "courier.answer"  # counters among the notes


@dataclass(frozen=True)
class BundledFile:
    """A file that is on the stick. ``sha256`` is what comes out of it, ``sealed`` is of what lies there."""

    content: str  # what it holds: a document's SHA-256, or form:CODE
    name: str
    size: int
    sha256: str
    sealed: str


@dataclass(frozen=True)
class Carried:
    """One submission on one stick. Not arrived: only on its way."""

    code: str
    bundle: str
    at: datetime


@dataclass(frozen=True)
class CourierWord:
    """What the portal says of one submission: an official number with its status, or a refusal in its own words."""

    code: str  # provisional; a word without one is about nobody
    official: str = ""
    legal: Legal | None = None
    note: str = ""
    refused: str = ""
    act: str = ""  # of an answer to the office: its name


@dataclass(frozen=True)
class Applied:
    """What the portal's words changed here, by provisional code."""

    settled: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # another status than before


class Carriage:
    def __init__(self, database: Database, journal: Journal, clock: Callable[[], datetime], alarms: Alarms) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock
        self._alarms = alarms

    # --- onto a stick ---------------------------------------------------------------------------------------------

    def waiting(self) -> tuple[str, ...]:
        """The codes of all that has not arrived and is not held back, and the names of answers to the office; the
        oldest first."""
        sql = "SELECT code FROM submissions WHERE sync IN ('queued', 'sending') ORDER BY id"
        answers = f"SELECT name FROM acts WHERE {_UNSENT} ORDER BY rowid"  # noqa: S608 - our own words

        def both(db: Any) -> list[tuple[str]]:
            return [*db.execute(sql).fetchall(), *db.execute(answers).fetchall()]

        return tuple(row[0] for row in self._database.read(both))

    def open(self, most: int) -> tuple[str, ...]:
        """The official numbers of what has arrived and is not at its end, the newest ``most``."""
        marks = ", ".join("?" * len(FINAL))
        sql = f"""SELECT official FROM submissions WHERE sync = 'delivered' AND coalesce(legal, '') NOT IN ({marks})
            ORDER BY id DESC LIMIT ?"""  # noqa: S608 - question marks only
        values = [*(legal.value for legal in FINAL), most]
        return tuple(row[0] for row in self._database.read(lambda db: db.execute(sql, values).fetchall()))

    def bundle_among(self, names: Collection[str]) -> str:
        """The newest bundle of this kiosk among ``names`` that is still unanswered; empty if there is none."""
        sql = "SELECT id FROM bundles WHERE closed = 0 ORDER BY number DESC"
        rows = self._database.read(lambda db: db.execute(sql).fetchall())
        return next((row[0] for row in rows if row[0] in names), "")

    def closed(self) -> frozenset[str]:
        """The bundles of which nothing waits any more, by an answer or by line: they may go."""
        rows = self._database.read(lambda db: db.execute("SELECT id FROM bundles WHERE closed = 1").fetchall())
        return frozenset(row[0] for row in rows)

    def begin(self) -> str:
        """A new bundle; its name says nothing."""

        def job(db: Any) -> str:
            number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM bundles").fetchone()[0]
            bundle = secrets.token_hex(8)
            db.execute("INSERT INTO bundles (id, number) VALUES (?, ?)", [bundle, number])
            return bundle

        return self._database.write(job)

    def files(self, bundle: str) -> dict[str, BundledFile]:
        """What is proved to be on the stick, by content."""
        sql = "SELECT content, name, size, sha256, sealed FROM bundled_files WHERE bundle = ?"
        rows = self._database.read(lambda db: db.execute(sql, [bundle]).fetchall())
        return {row[0]: BundledFile(*row) for row in rows}

    def named(self, bundle: str) -> frozenset[str]:
        """The codes that a manifest of this bundle has named."""
        sql = "SELECT code FROM carried WHERE bundle = ?"
        return frozenset(row[0] for row in self._database.read(lambda db: db.execute(sql, [bundle]).fetchall()))

    def wrote(self, bundle: str, files: Iterable[BundledFile]) -> None:
        """These have been written and read back."""
        rows = [(bundle, one.content, one.name, one.size, one.sha256, one.sealed) for one in files]
        sql = """INSERT OR REPLACE INTO bundled_files (bundle, content, name, size, sha256, sealed)
            VALUES (?, ?, ?, ?, ?, ?)"""
        self._database.write(lambda db: [db.execute(sql, row) for row in rows])

    def lost(self, bundle: str, content: str) -> None:
        """It is on the stick no more."""
        sql = "DELETE FROM bundled_files WHERE bundle = ? AND content = ?"
        self._database.write(lambda db: db.execute(sql, [bundle, content]))

    def next_manifest(self, bundle: str) -> tuple[int, int]:
        """A number for the next manifest, never given before, and how many this bundle has had."""

        def job(db: Any) -> tuple[int, int]:
            number = _counter(db, _MANIFEST) + 1
            _count(db, _MANIFEST, number)
            row = db.execute("SELECT written FROM bundles WHERE id = ?", [bundle]).fetchone()
            return number, int(row[0])

        return self._database.write(job)

    def carries(self, bundle: str, codes: Iterable[str], number: int) -> None:
        """The manifest ``number``, which names ``codes``, is on the stick and was read back."""

        def job(db: Any) -> None:
            db.execute("UPDATE bundles SET written = written + 1 WHERE id = ?", [bundle])
            at, count = self._clock().isoformat(), 0
            for code in codes:
                db.execute("INSERT OR IGNORE INTO carried (code, bundle, at) VALUES (?, ?, ?)", [code, bundle, at])
                count += 1
            facts = {"manifest": str(number), "count": str(count)}
            self._journal.within(db, Entry(EventKind.COURIER_WRITTEN, bundle, facts))
            self._database.reached("carried")

        self._database.write(job, tell=True)

    def carried(self) -> tuple[Carried, ...]:
        """What is on sticks and has not arrived, the oldest submission first."""
        sql = """SELECT c.code, c.bundle, c.at FROM carried c JOIN submissions s USING (code)
            WHERE s.sync != 'delivered' ORDER BY s.id, c.at"""
        rows = self._database.read(lambda db: db.execute(sql).fetchall())
        return tuple(Carried(row[0], row[1], datetime.fromisoformat(row[2])) for row in rows)

    # --- home from a stick ----------------------------------------------------------------------------------------

    def last_answer(self) -> int:
        """The number of the last answer that was applied; 0 if none was."""
        return self._database.read(lambda db: _counter(db, _ANSWER))

    def apply(self, number: int, words: Sequence[CourierWord]) -> Applied:
        """Apply an answer, all of it in one transaction. AnswerStale if a later one, or this one, was applied."""
        return self._database.write(lambda db: self._applied(db, number, words), tell=True)

    def _applied(self, db: Any, number: int, words: Sequence[CourierWord]) -> Applied:
        if number <= _counter(db, _ANSWER):
            raise AnswerStale(f"answer {number}")
        outcomes: dict[str, list[str]] = {"settled": [], "parked": [], "changed": []}
        for word in words:
            for what, code in self._heard(db, word):
                outcomes[what].append(code)
            self._database.reached("heard")
        _count(db, _ANSWER, number)
        if outcomes["changed"]:  # it may be older than what came by line, which tells only what has changed since
            case_rows.begin_anew(db)
        _closed(db)
        counts = {what: str(len(codes)) for what, codes in outcomes.items()}
        self._journal.within(db, Entry(EventKind.COURIER_ANSWERED, "", {"answer": str(number), **counts}))
        return Applied(*(tuple(outcomes[what]) for what in ("settled", "parked", "changed")))

    def _heard(self, db: Any, word: CourierWord) -> list[tuple[str, str]]:
        """What one word changes."""
        code = _code_of(db, word)
        if not code:
            return []  # of a submission that this database does not hold: restored from an older backup, or erased
        submission = get(db, code)
        if word.act:
            return self._answered(db, word)
        if word.refused:
            return self._refused(db, code, submission.sync, word.refused)
        changed: list[tuple[str, str]] = []
        self._one_number(db, word)
        if submission.sync is not Sync.DELIVERED:
            changes = {"official": word.official, "next_try": None, "reason": "", "settled": lived(db)}
            self._moved(db, code, submission.sync, Event.SETTLE, changes)
            facts = {"official": word.official, "by": "stick"}
            self._journal.within(db, Entry(EventKind.SYNC_DELIVERED, code, facts))
            changed.append(("settled", code))
        last_word = submission.legal in FINAL and word.legal not in FINAL  # the line was quicker, and the stick is old
        if word.legal and not last_word and (submission.legal, submission.legal_note) != (word.legal, word.note):
            update(db, code, {"legal": word.legal.value, "legal_note": word.note})
            self._journal.within(db, Entry(EventKind.STATUS_CHANGED, code, {"status": word.legal.value}))
            changed.append(("changed", code))
        return changed

    def _one_number(self, db: Any, word: CourierWord) -> None:
        """The portal's signed word says whose this number is: another dossier here that held it has none, and goes to
        the portal again, under its own key."""
        sql = "SELECT code FROM submissions WHERE official = ? AND official != '' AND code != ?"
        for (code,) in db.execute(sql, [word.official, word.code]).fetchall():
            self._alarms.within(db, "number-twice", word.official)
            reconciling.take_back(db, self._journal, self._alarms, code)

    def _answered(self, db: Any, word: CourierWord) -> list[tuple[str, str]]:
        """What became of an answer to the office. How its dossier stands comes with the word on that."""
        if word.refused:
            reason = f"portal.refused: {word.refused}"
            return [("parked", word.act)] if act_rows.refused(db, self._journal, word.act, reason) else []
        return [("settled", word.act)] if act_rows.taken(db, self._journal, word.act, self._clock()) else []

    def _refused(self, db: Any, code: str, sync: Sync, words: str) -> list[tuple[str, str]]:
        if sync in (Sync.DELIVERED, Sync.PARKED):
            return []
        self._moved(db, code, sync, Event.PARK, {"next_try": None, "reason": f"portal.refused: {words}"})
        self._journal.within(db, Entry(EventKind.SYNC_PARKED, code, {"reason": "portal.refused", "by": "stick"}))
        return [("parked", code)]

    def _moved(self, db: Any, code: str, sync: Sync, event: Event, changes: dict[str, Any]) -> None:
        update(db, code, {"sync": after(sync, event).value, "claimed_by": "", **changes})


def _closed(db: Any) -> list[str]:
    """Close the bundles of which nothing waits; all that are closed."""
    db.execute(
        """UPDATE bundles SET closed = 1 WHERE written > 0 AND NOT EXISTS
            (SELECT 1 FROM carried c JOIN submissions s USING (code)
             WHERE c.bundle = bundles.id AND s.sync IN ('queued', 'sending'))
            AND NOT EXISTS (SELECT 1 FROM carried c JOIN acts a ON a.name = c.code
             WHERE c.bundle = bundles.id AND a.sent IS NULL AND a.refused = '')"""
    )
    return [row[0] for row in db.execute("SELECT id FROM bundles WHERE closed = 1").fetchall()]


def _code_of(db: Any, word: CourierWord) -> str:
    """Never by its number alone: a portal that was restored gives numbers twice."""
    row = db.execute("SELECT code FROM submissions WHERE code = ? AND code != ''", [word.code]).fetchone()
    return str(row[0]) if row else ""


def _counter(db: Any, name: str) -> int:
    row = db.execute("SELECT value FROM notes WHERE name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def _count(db: Any, name: str, value: int) -> None:
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [name, str(value)])
