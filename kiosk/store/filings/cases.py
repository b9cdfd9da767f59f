"""The portal's dossiers, mirrored; and what was done here about them until the portal has it.

Two directions that never write the same rows. What comes down replaces what the portal said before: it has the last
word on the legal status, the dates, the fee, the results. What was done here (``acts``) has the last word on itself: no
page that comes down touches it, and it goes only when the portal has taken it. Where a filing is on its way (queued,
sending, parked) is this kiosk's own knowledge too: a case that comes down for it changes its legal status alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.domain.answering import act_name
from kiosk.domain.case import Case, CaseStatus, ChangePage, DossierAct, Notice, NoticeKind
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.submission import Legal
from kiosk.errors import UnknownCode
from kiosk.store.alarms import Alarms
from kiosk.store.database.connection import Database
from kiosk.store.database.space import Space
from kiosk.store.filings import act_rows, case_rows, reconciling
from kiosk.store.filings.documents import require
from kiosk.store.filings.drafts import end
from kiosk.store.filings.submissions import LONGEST_WAIT, update
from kiosk.store.journal.hash_chain import Journal

_UNSENT = "refused = '' AND sent IS NULL"


class Cases:
    def __init__(
        self, database: Database, journal: Journal, space: Space, clock: Callable[[], datetime], alarms: Alarms
    ) -> None:
        self._database = database
        self._journal = journal
        self._space = space
        self._clock = clock
        self._alarms = alarms

    # --- what comes down -------------------------------------------------------------------------------------------

    def cursor(self) -> str:
        """Up to where the portal's changes are here; empty before the first page."""
        return self._database.read(_cursor)

    def apply(self, page: ChangePage) -> tuple[str, ...]:
        """Take one page over, cases and cursor in one transaction. The official numbers that changed by it.

        A page that was asked for with another cursor than the present one changes nothing: another process was
        quicker. Nor does older news about a case.
        """
        return self._database.write(lambda db: self._applied(db, page), tell=True)

    def restart(self) -> None:
        """Take all from the beginning with the next pages: the portal no longer knows the cursor, or counts anew."""
        self._database.write(case_rows.begin_anew)

    # --- looking ---------------------------------------------------------------------------------------------------

    def case(self, code: str) -> CaseStatus | None:
        """One dossier, by its official number or its provisional code; None if the portal has not told of it."""
        return self._database.read(lambda db: case_rows.standing(db, code))

    def unread(self) -> tuple[tuple[str, Notice], ...]:
        """Notices nobody has read yet, each with its dossier's official number; the oldest first."""
        return self._database.read(case_rows.unread)

    def mark_read(self, official: str, name: str) -> None:
        """Somebody has read this notice; harmless as often as it is said."""
        sql = "UPDATE notices SET seen = 1 WHERE official = ? AND name = ?"
        self._database.write(lambda db: db.execute(sql, [official, name]), tell=True)

    def awaiting(self, *states: Legal) -> tuple[Case, ...]:
        """The dossiers in one of these states, or all of them; what is due first, first."""
        wanted = [state.value for state in states or tuple(Legal)]
        marks = ", ".join("?" * len(wanted))
        where = f"legal IN ({marks}) ORDER BY due IS NULL, due, official"
        return self._database.read(lambda db: case_rows.cases(db, where, *wanted))

    # --- what goes up ----------------------------------------------------------------------------------------------

    def act(self, act: DossierAct, draft_id: str = "") -> DossierAct:
        """Note something done here and end its draft, in one transaction; durable when this returns. The same name
        again gives what was noted first.

        UnknownCode if no such dossier is here; UnknownDocument if a paper of it is not; DiskFull with the draft still
        there.
        """
        return self._database.write(lambda db: self._acted(db, act, draft_id), tell=True)

    def noted(self, name: str) -> DossierAct | None:
        """What was noted under this name, sent or not; None if nothing was."""
        return next(iter(self._database.read(lambda db: case_rows.acts(db, "name = ?", name))), None)

    def unsent(self) -> tuple[DossierAct, ...]:
        """What the portal has to be told yet, the oldest first; not what it has refused."""
        return self._database.read(lambda db: case_rows.acts(db, _UNSENT))

    def due(self, now: datetime) -> tuple[DossierAct, ...]:
        """Of the unsent those whose time has come; what the portal stumbles over comes last."""
        where = f"{_UNSENT} AND (next_try IS NULL OR next_try <= ? OR next_try > ?)"
        values = (now.timestamp(), (now + LONGEST_WAIT).timestamp())
        acts = self._database.read(lambda db: case_rows.acts(db, where, *values))
        return tuple(sorted(acts, key=lambda act: act.faults))

    def postponed(self, name: str, at: datetime, faults: int) -> None:
        """Not before ``at``; the portal has failed over it alone ``faults`` times in a row."""
        sql = "UPDATE acts SET next_try = ?, faults = ? WHERE name = ?"
        self._database.write(lambda db: db.execute(sql, [at.timestamp(), faults, name]))

    def again(self, name: str) -> None:
        """A person lets it go again, or wants it tried now. UnknownCode if there is none, or the portal has it."""
        sql = "UPDATE acts SET next_try = NULL, faults = 0, refused = '' WHERE name = ? AND sent IS NULL"
        if not self._database.write(lambda db: db.execute(sql, [name]).rowcount, tell=True):
            raise UnknownCode("no such answer waits", number=name)

    def hurry(self) -> None:
        """None of them waits for its time any more."""
        self._database.write(lambda db: db.execute("UPDATE acts SET next_try = NULL WHERE next_try IS NOT NULL"))

    def taken(self, name: str) -> None:
        """The portal has it: when it went stays, and its papers are the filing's from now on. Harmless again."""
        self._database.write(lambda db: self._ended(db, name), tell=True)

    def refused(self, name: str, reason: str) -> None:
        """The portal does not take it: it stays for a person to see, with the portal's own words."""

        self._database.write(lambda db: act_rows.refused(db, self._journal, name, reason), tell=True)

    # --- inside transactions ---------------------------------------------------------------------------------------

    def _applied(self, db: Any, page: ChangePage) -> tuple[str, ...]:
        if _cursor(db) != page.since:
            return ()
        changed = tuple(case.official for case in page.cases if self._taken_over(db, case))
        self._database.reached("cases")
        db.execute("INSERT OR REPLACE INTO mirror (id, cursor) VALUES (1, ?)", [page.cursor])
        return changed

    def _taken_over(self, db: Any, case: Case) -> bool:
        row = db.execute("SELECT change, code FROM cases WHERE official = ?", [case.official]).fetchone()
        change, code = row or (-1, case.code)
        if row is not None and code == case.code and case.change <= change:
            return False
        self._one_number(db, case, code)
        sql = "SELECT code, legal, legal_note, erased FROM submissions WHERE code = ? AND code != ''"
        filed = db.execute(sql, [case.code]).fetchone()
        case_rows.put(db, case, case.code, erased=bool(filed and filed[3] == "content"))
        self._reopened(db, case)
        self._database.reached("case")
        if filed and (filed[1], filed[2]) != (case.legal.value, case.note):
            self._legal(db, filed[0], case, erased=filed[3] == "content")
        return True

    def _one_number(self, db: Any, case: Case, before: str) -> None:
        """A number is one dossier's, and a dossier has one number: what was here of another is not shown with it. The
        code that the portal says with it tells whose it is, never the number."""
        if before != case.code:
            case_rows.drop(db, case.official)
        if case.code:
            others = "SELECT official FROM cases WHERE code = ? AND official != ?"
            for (official,) in db.execute(others, [case.code, case.official]).fetchall():
                case_rows.drop(db, official)
        sql = "SELECT code FROM submissions WHERE official = ? AND code != ?"
        if (row := db.execute(sql, [case.official, case.code]).fetchone()) is not None:
            self._alarms.within(db, "number-twice", case.official)
            case_rows.drop(db, case.official)
            reconciling.begin_within(db, row[0])

    def _reopened(self, db: Any, case: Case) -> None:
        """The portal asks again what it had taken the answer to: it was brought back from a backup without it, and is
        told once more."""
        for notice in case.notices:
            if notice.kind is NoticeKind.SUPPLEMENT:
                sql = "UPDATE acts SET sent = NULL, next_try = NULL WHERE name = ? AND code = ? AND sent IS NOT NULL"
                db.execute(sql, [act_name(notice), case.code])

    def _legal(self, db: Any, code: str, case: Case, *, erased: bool) -> None:
        update(db, code, {"legal": case.legal.value, "legal_note": "" if erased else case.note})
        self._journal.within(db, Entry(EventKind.STATUS_CHANGED, code, {"status": case.legal.value}))

    def _acted(self, db: Any, act: DossierAct, draft_id: str) -> DossierAct:
        if acts := case_rows.acts(db, "name = ?", act.name):
            return acts[0]
        self._space.for_filing()
        code = _code_of(db, act.code)
        papers = require(db, act.documents)
        here = replace(act, code=code, documents=tuple(papers))
        act_rows.note(db, self._database, self._journal, here, self._clock())
        if draft_id:
            end(db, draft_id)
            self._database.reached("draft ended")
        return case_rows.acts(db, "name = ?", act.name)[0]

    def _ended(self, db: Any, name: str) -> None:
        act_rows.taken(db, self._journal, name, self._clock())
        self._database.reached("taken")


def _code_of(db: Any, name: str) -> str:
    """The provisional code of the dossier that goes by this code or number, where it has one: the portal may give its
    number to another later. UnknownCode if it is not here."""
    sql = """SELECT code FROM submissions WHERE ?1 IN (code, official)
        UNION ALL SELECT coalesce(nullif(code, ''), official) FROM cases WHERE official = ?1 LIMIT 1"""
    row = db.execute(sql, [name]).fetchone()
    if row is None:
        raise UnknownCode("no such dossier", number=name)
    return str(row[0])


def _cursor(db: Any) -> str:
    row = db.execute("SELECT cursor FROM mirror").fetchone()
    return str(row[0]) if row else ""
