"""What was done in a day or a month: counts without a name, as CSV; and the register, with names, by its own right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from kiosk.config import Office
from kiosk.domain.dossier import DossierQuery, DossierRow, DossierTally
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.counter.typesetting import typeset
from kiosk.store import Store
from kiosk.words import words

FEWEST = 5
"""Matters with fewer dossiers are merged: a single one in a small commune is a person."""


class ReportDesk:
    """``name_of`` gives a procedure's name by its code."""

    def __init__(
        self,
        store: Store,
        sessions: StaffSessions,
        office: Office,
        name_of: Callable[[str], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._sessions, self._office = store, sessions, office
        self._name_of, self._clock = name_of, clock

    def counts(self, session: StaffSession, since: date, until: date) -> tuple[DossierTally, ...]:
        """By matter; few ones are merged under an empty name."""
        self._sessions.require(session, StaffAct.REPORT)
        tallies = self._store.dossiers.tally(since, until)
        small = [one for one in tallies if one.filed < FEWEST]
        large = tuple(one for one in tallies if one.filed >= FEWEST)
        return (*large, _merged(small)) if small else large

    def table(self, session: StaffSession, since: date, until: date) -> str:
        """The same as CSV (RFC 4180), with a sum."""
        say, tallies = words().say, self.counts(session, since, until)
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow([say(f"counter.report.{one}") for one in ("procedure", "filed", "open", "done", "late")])
        for one in tallies:
            name = self._name_of(one.procedure) if one.procedure else say("counter.report.others")
            lines.writerow([name, one.filed, one.open, one.done, one.late])
        total = _merged(tallies)
        lines.writerow([say("counter.report.total"), total.filed, total.open, total.done, total.late])
        self._note(session, "report")
        return out.getvalue()

    def register(self, session: StaffSession, since: date, until: date) -> bytes:
        """Mẫu 07 as PDF, with names, the first filed first; sealed dossiers without."""
        self._sessions.require(session, StaffAct.REGISTER)
        rows = [self._line(one.veiled()) for one in reversed(tuple(self._rows(since, until)))]
        data = {
            "office": self._office.full_name,
            "place": self._office.commune.partition(" ")[2],
            "today": f"{self._clock():%d/%m/%Y}",
            "since": f"{since:%d/%m/%Y}",
            "until": f"{until:%d/%m/%Y}",
            "rows": rows,
        }
        self._note(session, "register")
        return typeset("mau-07", data, self._clock())

    def _rows(self, since: date, until: date) -> Iterable[DossierRow]:
        cursor = ""
        while True:
            page = self._store.dossiers.page(DossierQuery(since=since, until=until, cursor=cursor, limit=500))
            yield from page.rows
            if not (cursor := page.cursor):
                return

    def _line(self, row: DossierRow) -> dict[str, Any]:
        state = row.legal.value if row.legal else "parked" if row.sync.value == "parked" else "waiting"
        return {
            "code": row.official or row.code,
            "applicant": row.applicant,
            "procedure": self._name_of(row.procedure),
            "filed": f"{row.filed:%d/%m/%Y}",
            "due": f"{row.due:%d/%m/%Y}",
            "state": words().say(f"counter.state.{state}"),
        }

    def _note(self, session: StaffSession, what: str) -> None:
        self._store.journal.append(Entry(EventKind.LIST_PRINTED, "", {"by": session.about, "what": what}))


def _merged(tallies: Iterable[DossierTally]) -> DossierTally:
    every = tuple(tallies)
    return DossierTally("", *(sum(getattr(one, name) for one in every) for name in ("filed", "open", "done", "late")))
