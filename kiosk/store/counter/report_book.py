"""Counts for reports: read within the database, so that nobody's name leaves it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, NamedTuple

from kiosk.domain.events import EventKind
from kiosk.store.database.connection import Database

_BORN = """CAST(substr(number, 5, 2) AS INTEGER) + CASE substr(number, 4, 1)
    WHEN '0' THEN 1900 WHEN '1' THEN 1900 WHEN '2' THEN 2000 WHEN '3' THEN 2000 ELSE 2100 END"""
"""The year in a personal number of twelve digits (NĐ 137/2015, Điều 7)."""


class FinishedVisits(NamedTuple):
    """Minutes and touches of the glass, of each visit that was finished; of visits before touches were noted, the
    minutes alone. How often which word was given of a visit."""

    minutes: list[float]
    touches: list[int]
    ratings: dict[str, int]


class ReportBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def days(self, since: date, until: date) -> dict[str, int]:
        """How many were filed on each day, ISO 8601."""
        return self._counts(
            "SELECT day, count(*) FROM submissions WHERE day BETWEEN ? AND ? GROUP BY day", since, until
        )

    def reasons(self, since: date, until: date) -> dict[str, int]:
        """Why dossiers of these days came back: supplement | refused | parked."""
        sql = """SELECT CASE legal WHEN '5' THEN 'supplement' WHEN '3' THEN 'refused' ELSE 'parked' END, count(*) FROM
            submissions WHERE day BETWEEN ? AND ? AND (legal IN ('3', '5') OR sync = 'parked') GROUP BY 1"""
        return self._counts(sql, since, until)

    def languages(self, since: date, until: date) -> dict[str, int]:
        """In which language they were filled."""
        sql = """SELECT coalesce(json_extract(f.content, '$.language'), ''), count(*)
            FROM submissions s JOIN filings f USING (id) WHERE s.day BETWEEN ? AND ? GROUP BY 1"""
        return {name: count for name, count in self._counts(sql, since, until).items() if name}

    def ages(self, since: date, until: date, year: int) -> tuple[int, int]:
        """How many were filed by who turns sixty or more in ``year``, and of how many that is known."""
        sql = f"""SELECT count(*) FILTER (WHERE ? - ({_BORN}) >= 60), count(*) FROM (SELECT
                json_extract(f.content, '$.applicant.id_number') AS number FROM submissions s JOIN filings f USING (id)
                WHERE s.day BETWEEN ? AND ?) WHERE length(number) = 12"""  # noqa: S608 - our own words
        values = [year, since.isoformat(), until.isoformat()]
        elderly, known = self._database.read(lambda db: db.execute(sql, values).fetchone())
        return int(elderly), int(known)

    def visits(self, since: date, until: date) -> FinishedVisits:
        """Visits that were finished, and how visits were rated. By the journal, which knows nobody."""
        kinds = (EventKind.VISIT_BEGAN, EventKind.VISIT_ENDED, EventKind.VISIT_RATED)
        sql = "SELECT at, kind, facts FROM journal WHERE kind IN (?, ?, ?) AND at >= ? AND at < ? ORDER BY number"
        values = [*(one.value for one in kinds), since.isoformat(), f"{until.isoformat()}T99"]
        rows = self._database.read(lambda db: db.execute(sql, values).fetchall())
        return _visits(rows)

    def _counts(self, sql: str, since: date, until: date) -> dict[str, int]:
        values = [since.isoformat(), until.isoformat()]
        return dict(self._database.read(lambda db: db.execute(sql, values).fetchall()))


def _visits(rows: list[tuple[Any, ...]]) -> FinishedVisits:
    minutes: list[float] = []
    touches: list[int] = []
    ratings: dict[str, int] = {}
    began: datetime | None = None
    for at, kind, facts in rows:
        table = json.loads(facts)
        if kind == EventKind.VISIT_RATED.value:
            ratings[table.get("how", "")] = ratings.get(table.get("how", ""), 0) + 1
        elif kind == EventKind.VISIT_BEGAN.value:
            began = datetime.fromisoformat(at)
        else:
            if began is not None and table.get("how") == "finished":
                minutes.append(max(0.0, (datetime.fromisoformat(at) - began).total_seconds() / 60))
                touches += [int(table["touches"])] if "touches" in table else []
            began = None
    return FinishedVisits(minutes, touches, ratings)
