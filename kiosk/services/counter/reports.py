"""What was done in a day or a month: counts without a name, as CSV; and the register, with names, by its own right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kiosk.config import Office
from kiosk.domain.dossier import DossierQuery, DossierRow, DossierTally
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.period_figures import FEWEST, PeriodFigures, grouped, median_of, merged
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.typesetting import typeset
from kiosk.words import Words, words

if TYPE_CHECKING:
    from kiosk.store import Store


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

    def figures(self, session: StaffSession, since: date, until: date) -> PeriodFigures:
        """Everything that a page of plots shows. Groups of fewer than five are merged."""
        matters, book = self.counts(session, since, until), self._store.figures
        filed = book.days(since, until)
        span = (until - since).days + 1
        days = [since + timedelta(days=one) for one in range(span)]
        minutes, touches, ratings = book.visits(since, until)
        elderly, known = book.ages(since, until, until.year)
        return PeriodFigures(
            since,
            until,
            matters,
            tuple((one, filed.get(one.isoformat(), 0)) for one in days),
            merged(book.reasons(since, until)),
            merged(book.languages(since, until)),
            merged(ratings),
            grouped(minutes),
            median_of(minutes),
            len(minutes),
            elderly,
            known,
            median_of(touches) if len(touches) >= FEWEST else 0,
        )

    def pdf(self, session: StaffSession, since: date, until: date) -> bytes:
        """The same on paper."""
        say, data = words().say, self.figures(session, since, until)
        groups = [
            (f"counter.report.{table}.{name}", count)
            for table in ("reasons", "languages", "ratings")
            for name, count in getattr(data, table)
        ]
        page = {
            **self._head(since, until),
            "figures": [{"name": say(f"counter.report.{one}"), "value": text} for one, text in _values(data)],
            "matters": [self._matter(one) for one in data.matters],
            "groups": [{"name": _named(key), "count": str(count)} for key, count in groups],
        }
        self._note(session, "report")
        return typeset("bao-cao", page, self._clock())

    def _matter(self, one: DossierTally) -> dict[str, str]:
        counts = {"filed": one.filed, "open": one.open, "done": one.done, "late": one.late}
        return {"name": self._name(one), **{key: str(count) for key, count in counts.items()}}

    def _name(self, one: DossierTally) -> str:
        return self._name_of(one.procedure) if one.procedure else words().say("counter.report.others")

    def _head(self, since: date, until: date) -> dict[str, str]:
        """What stands above every page: the office, the day of printing, the days that it tells of."""
        return {
            "office": self._office.full_name,
            "place": self._office.commune.partition(" ")[2],
            "today": f"{self._clock():%d/%m/%Y}",
            "since": f"{since:%d/%m/%Y}",
            "until": f"{until:%d/%m/%Y}",
        }

    def table(self, session: StaffSession, since: date, until: date) -> str:
        """The same as CSV (RFC 4180), with a sum, and the figures beneath it."""
        say, data = words().say, self.figures(session, since, until)
        tallies = data.matters
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow([say(f"counter.report.{one}") for one in ("procedure", "filed", "open", "done", "late")])
        for one in tallies:
            lines.writerow([self._name(one), one.filed, one.open, one.done, one.late])
        total = _merged(tallies)
        lines.writerow([say("counter.report.total"), total.filed, total.open, total.done, total.late])
        lines.writerows([say(f"counter.report.{one}"), text, "", "", ""] for one, text in _values(data))
        self._note(session, "report")
        return out.getvalue()

    def register(self, session: StaffSession, since: date, until: date) -> bytes:
        """Mẫu 07 as PDF, with names, the first filed first; sealed dossiers without."""
        self._sessions.require(session, StaffAct.REGISTER)
        rows = [self._line(one.veiled()) for one in reversed(tuple(self._rows(since, until)))]
        data = {**self._head(since, until), "rows": rows}
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


UNKNOWN = "–"


def _values(data: PeriodFigures) -> Iterator[tuple[str, str]]:
    """Each figure by its word; none of what nobody measured."""
    yield "filed", str(data.filed)
    yield "on_time", share_in_words(data.on_time, words())
    yield "returned", str(data.returned)
    yield "median", str(data.median) if data.visits else UNKNOWN
    if data.touches:
        yield "touches", str(data.touches)
    yield "elderly", share_in_words(data.elderly_share, words())
    yield "content", share_in_words(data.content, words())


def share_in_words(share: float | None, texts: Words) -> str:
    """97,7%; a dash for what nobody knows. ``share``: per cent."""
    return f"{texts.number(share, 1)}%" if share is not None else UNKNOWN


def _named(key: str) -> str:
    return words().say(key if words().has(key) else f"{key.rpartition('.')[0]}.other")


def _merged(tallies: Iterable[DossierTally]) -> DossierTally:
    every = tuple(tallies)
    return DossierTally("", *(sum(getattr(one, name) for one in every) for name in ("filed", "open", "done", "late")))
