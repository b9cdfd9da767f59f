"""Finding dossiers and listing them page by page. Only rows of lists are read, never a filing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from kiosk.domain.dossier import DOSSIER_QUEUES, DossierPage, DossierQuery, DossierTally, QueueFacts, WorkQueue
from kiosk.store.counter import dossier_rows
from kiosk.store.counter.queue_rows import QueueEntry, queue_page
from kiosk.store.database.boot_time import BootClock, boot_clock, ran
from kiosk.store.database.connection import Database

MOST_COUNTED = 1000
"""More than this is not counted for a search: "1000+" says as much."""


class DossierIndex:
    def __init__(self, database: Database, clock: Callable[[], datetime], running: BootClock = boot_clock) -> None:
        self._database, self._clock, self._running = database, clock, running

    def page(self, query: DossierQuery) -> DossierPage:
        """One page of the list that ``query`` asks for."""

        def job(db: Any) -> DossierPage:
            return dossier_rows.page(db, query, self._clock().date(), ran(db, self._running))

        return self._database.read(job)

    def count(self, query: DossierQuery, most: int = MOST_COUNTED) -> int:
        """How many the whole list has, ``most`` at most."""
        return self._database.read(lambda db: dossier_rows.count(db, query, self._clock().date(), most))

    def queued(self, after: str = "", limit: int = 200) -> tuple[QueueEntry, ...]:
        """A page of all submissions in the order they were filed: those after the code ``after``. UnknownCode."""
        return self._database.read(lambda db: queue_page(db, after, limit))

    def alike(self, code: str) -> tuple[str, ...]:
        """The codes of dossiers that it looks like, the newest first."""
        sql = """SELECT DISTINCT s.code, s.id FROM likenesses mine JOIN likenesses other USING (digest)
            JOIN submissions s ON s.id = other.id
            WHERE mine.id = (SELECT id FROM submissions WHERE code = ?) AND other.id != mine.id ORDER BY s.id DESC"""
        return self._database.read(lambda db: tuple(row[0] for row in db.execute(sql, [code]).fetchall()))

    def total(self) -> int:
        """How many dossiers are here."""
        return int(self._database.read(lambda db: db.execute("SELECT count(*) FROM dossiers").fetchone()[0]))

    def queue_counts(self) -> Mapping[WorkQueue, int]:
        """How many dossiers wait in each queue, in one view of the database."""
        today = self._clock().date()

        def job(db: Any) -> Mapping[WorkQueue, int]:
            return {one: dossier_rows.count(db, DossierQuery(queue=one), today, -1) for one in DOSSIER_QUEUES}

        return self._database.read(job)

    def queue_facts(self) -> QueueFacts:
        """How late, and how much is owed, in one view of the database."""
        return self._database.read(lambda db: dossier_rows.facts(db, self._clock().date()))

    def tally(self, since: date, until: date) -> tuple[DossierTally, ...]:
        """How many were filed in these days, by matter and by what became of them; nobody's name."""
        sql = """SELECT s.procedure, count(*), sum(d.open OR s.sync = 'counter'),
            sum(coalesce(s.legal, '') IN ('9', '10') OR s.sync = 'served'), sum(d.open AND d.due < ?)
            FROM submissions s JOIN dossiers d USING (id) WHERE s.day BETWEEN ? AND ? GROUP BY s.procedure ORDER BY 1"""
        values = [self._clock().date().isoformat(), since.isoformat(), until.isoformat()]
        rows = self._database.read(lambda db: db.execute(sql, values).fetchall())
        return tuple(DossierTally(name, *(int(one or 0) for one in counts)) for name, *counts in rows)
