"""Dossiers as the counter's lists have them: rows, and the statements that lists are asked with. Reads no filing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kiosk.domain.dossier import DossierPage, DossierQuery, DossierRow, LookReason, QueueFacts, WorkQueue
from kiosk.domain.dossier_terms import filing_terms
from kiosk.domain.submission import Legal, Submission, Sync
from kiosk.store.database import counter_steps

_COLUMNS = """s.id, s.code, s.official, s.procedure, d.applicant, d.subject, s.day, d.due, s.sync, s.legal, s.reason,
    d.look, d.owed, d.sealed != '', d.holder"""
_FROM = "dossiers d CROSS JOIN submissions s ON s.id = d.id"  # lists are ordered by dossiers, so these come first

WHERE: dict[WorkQueue, str] = {
    WorkQueue.DUE: "d.open AND d.due <= :today",
    WorkQueue.RETURNED: """d.id IN (SELECT id FROM submissions WHERE sync != 'delivered' AND sync = 'parked'
        UNION SELECT id FROM submissions WHERE legal = '5')""",
    WorkQueue.LOOK: "d.look != ''",
    WorkQueue.CASH: "d.owed > 0",
    WorkQueue.UNSENT: """d.id IN (SELECT id FROM submissions WHERE sync != 'delivered'
        AND sync IN ('queued', 'sending'))""",
    WorkQueue.ORDERS: "d.id IN (SELECT id FROM submissions WHERE sync IN ('counter', 'served') AND sync = 'counter')",
    WorkQueue.READY: "d.id IN (SELECT id FROM submissions WHERE legal = '9')",
}
"""Which dossiers wait in which queue; each is read from an index that holds little more than the queue."""


def insert(db: Any, number: int, submission: Submission, owed: int) -> None:
    filing = submission.filing
    terms = filing_terms(filing, submission.filed_at, submission.code)
    look, name = counter_steps.look_words(filing), filing.applicant.full_name
    counter_steps.insert(db, number, name, filing.subject, submission.due_at, look, terms, owed)
    if filing.order_days:
        db.execute("UPDATE dossiers SET open = 0 WHERE id = ?", [number])  # nothing is promised for a day


def erase(db: Any, number: int) -> None:
    """Leave nobody's name, and nothing to be found by."""
    sql = "UPDATE dossiers SET applicant = '', subject = '', sealed = '', look = '', terms = '' WHERE id = ?"
    db.execute(sql, [number])


def page(db: Any, query: DossierQuery, today: date, now: float) -> DossierPage:
    """``now``: seconds run, for holds that have ended."""
    parts = list(_conditions(query))
    if query.cursor:
        parts.append(
            "(d.due, d.id) > (:due, :id)"
            if query.queue is WorkQueue.DUE
            else ("i.rowid < :id" if query.words else "d.id < :id")
        )
    newest = "i.rowid DESC" if query.words else "d.id DESC"  # as the index gives them: nothing is sorted
    order = "d.due, d.id" if query.queue is WorkQueue.DUE else newest
    sql = f"SELECT {_COLUMNS}, d.held_until FROM {_source(query)} WHERE {' AND '.join(parts) or 'true'} ORDER BY {order} LIMIT :limit"  # noqa: S608, E501
    rows = db.execute(sql, {**_values(query, today), "limit": query.limit + 1}).fetchall()
    shown = tuple(_row(row, now) for row in rows[: query.limit])
    more = len(rows) > query.limit
    return DossierPage(shown, f"{shown[-1].due.isoformat()}/{shown[-1].number}" if more and shown else "")


def count(db: Any, query: DossierQuery, today: date, most: int) -> int:
    """How many there are, ``most`` at most."""
    parts = " AND ".join(_conditions(query)) or "true"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {_source(query)} WHERE {parts} LIMIT :limit)"  # noqa: S608 - our words
    return int(db.execute(sql, {**_values(query, today), "limit": most}).fetchone()[0])


def facts(db: Any, today: date) -> QueueFacts:
    """Each is read from the index that its queue is read from."""
    late, since = db.execute(
        "SELECT count(*), min(d.due) FROM dossiers d WHERE d.open AND d.due < ?", [today.isoformat()]
    ).fetchone()
    (owed,) = db.execute("SELECT coalesce(sum(d.owed), 0) FROM dossiers d WHERE d.owed > 0").fetchone()
    return QueueFacts(int(late), date.fromisoformat(since) if since else None, int(owed))


def _source(query: DossierQuery) -> str:
    """The index drives where words are looked for: it gives the newest first and stops early."""
    if not query.words:
        return _FROM
    return "dossier_index i CROSS JOIN dossiers d ON d.id = i.rowid CROSS JOIN submissions s ON s.id = d.id"


def _conditions(query: DossierQuery) -> Iterable[str]:
    if query.words:
        yield "i.dossier_index MATCH :words"
    if query.code:
        yield ":code IN (s.code, s.official)"
    if query.ending:
        yield "s.official LIKE :ending AND s.official != ''"
    if query.queue is not None:
        yield WHERE[query.queue]
    wanted = (("procedure", "s.procedure = :procedure"), ("sync", "s.sync = :sync"), ("holder", "d.holder = :holder"))
    yield from (sql for name, sql in wanted if getattr(query, name))
    if query.since is not None:
        yield "s.day >= :since"
    if query.until is not None:
        yield "s.day <= :until"


def _values(query: DossierQuery, today: date) -> dict[str, Any]:
    due, _, number = query.cursor.partition("/")
    words = " AND ".join(f'"{word}"*' for word in query.words)  # letters and digits alone: ``query_terms``
    return {
        "words": words.replace('"* AND "', '"* "') if words else "",
        "code": query.code,
        "ending": f"%{query.ending}",
        "procedure": query.procedure,
        "sync": query.sync.value if query.sync else "",
        "holder": query.holder,
        "since": query.since.isoformat() if query.since else "",
        "until": query.until.isoformat() if query.until else "",
        "today": today.isoformat(),
        "due": due,
        "id": int(number or 0),
    }


def _row(row: tuple[Any, ...], now: float) -> DossierRow:
    number, code, official, procedure, applicant, subject, day, due, sync, legal, reason, *own = row
    look, owed, sealed, holder, until = own
    return DossierRow(
        number=number,
        code=code,
        official=official,
        procedure=procedure,
        applicant=applicant,
        subject=subject,
        filed=date.fromisoformat(day),
        due=date.fromisoformat(due),
        sync=Sync(sync),
        legal=Legal(legal) if legal else None,
        reason=reason,
        look=tuple(map(LookReason, look.split())),
        owed=owed,
        sealed=bool(sealed),
        holder=holder if until > now else 0,
    )
