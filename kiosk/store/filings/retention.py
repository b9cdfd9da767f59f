"""What is kept no longer than it is needed, and what a person asks to be erased.

After the portal gave its number, and its signed word that each paper lies safe with it (``arrivals``), the papers go
here ``documents_days`` later; so does a draft nobody came back to after ``draft_days``. The receipt, the status and the
journal stay. Days are days the kiosk has lived (``lifetime``): no jump of the clock erases anything early.

A gateway that gives no such words frees no space. Then it is for the office: ``unproven_days`` lets the number do after
so many days, and a person's request is carried out on the number alone.

An order for the counter (``Filing.order_days``) goes so many days after it was handed in: what stays names nobody.

Requests (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): *withdraw* takes back the consent, *erase* asks for more. Both go
through the journal, which says what went, by digest, and never whose it was. What has not reached the office yet is
waited for: a request stays open until the last dossier of that person has arrived and is erased.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from kiosk.domain.events import Entry, EventKind
from kiosk.errors import UnknownCode
from kiosk.store.counter import dossier_book, dossier_rows
from kiosk.store.database.connection import Database
from kiosk.store.database.uptime import goes_on
from kiosk.store.filings import case_rows, co_owners, drafts, likeness
from kiosk.store.filings.documents import erase_unused
from kiosk.store.filings.submissions import get
from kiosk.store.journal.hash_chain import Journal

DAY = 86_400.0  # seconds
WASTE = 0.2  # of the file free inside it: then it is written anew without the holes


@dataclass(frozen=True)
class Terms:
    """Days of the kiosk's life."""

    documents_days: float = 30.0  # after the portal's number; the office asks for a better picture within its deadline
    draft_days: float = 3.0  # time to fetch a paper from home, and to come down again on another day
    unproven_days: float = math.inf  # after the number, where the portal has not signed that the papers arrived


NEVER = Terms(math.inf, math.inf)
"""Nothing goes by its age."""


class Wish(Enum):
    WITHDRAW = "withdraw"  # the papers and the drafts go
    ERASE = "erase"  # and so does the form; what stays names nobody


@dataclass(frozen=True)
class Request:
    number: int
    wish: Wish
    asked: datetime
    done: datetime | None

    @property
    def name(self) -> str:
        return f"YC-{self.number}"


@dataclass(frozen=True)
class Proof:
    """What is left of a person's after a request, by what it is; all 0 once an erasure is done."""

    request: Request
    left: Mapping[str, int]


@dataclass(frozen=True)
class Tidied:
    """What one round erased."""

    documents: int
    drafts: int
    requests: int
    orders: int = 0


class Retention:
    def __init__(self, database: Database, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock

    def tidy(self, terms: Terms) -> Tidied:
        """Erase whatever its time is over for, and carry out what was asked. Harmless as often as it is called."""
        report = self._database.write(lambda db: self._tidied(db, terms))
        if report != Tidied(0, 0, 0):
            self._database.outside(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        return report

    def vacuum(self) -> bool:
        """Write the file anew where much of it is holes, for the idle hours: everyone waits meanwhile. Whether it was.

        DiskFull leaves all as it is.
        """
        return self._database.outside(_vacuumed)

    def ask(self, code: str, wish: Wish) -> Request:
        """Note the wish of the person who filed ``code``, and carry out at once what can be. UnknownCode."""
        number = self._database.write(lambda db: self._asked(db, code, wish))
        self.tidy(NEVER)
        return next(one for one in self.requests() if one.number == number)

    def requests(self) -> tuple[Request, ...]:
        """Every request, the oldest first."""
        sql = "SELECT number, kind, asked, done FROM requests ORDER BY number"
        rows = self._database.read(lambda db: db.execute(sql).fetchall())
        return tuple(_request(*row) for row in rows)

    def proof(self, name: str) -> Proof:
        """How a request stands, and what of the person's is still here. UnknownCode if there is none of that name."""
        request = next((one for one in self.requests() if one.name == name), None)
        if request is None:
            raise UnknownCode("no such request", number=name)
        return Proof(request, self._database.read(lambda db: _left(db, request)))

    # --- inside a transaction --------------------------------------------------------------------------------------

    def _tidied(self, db: Any, terms: Terms) -> Tidied:
        now = goes_on(db, self._clock())
        gone = self._ripe(db, now - terms.documents_days * DAY, now - terms.unproven_days * DAY)
        stale = _stale_drafts(db, f"lived <= ? AND {drafts.OF_RESIDENTS}", now - terms.draft_days * DAY)
        still = db.execute("SELECT number, kind, owner FROM requests WHERE done = '' ORDER BY number").fetchall()
        done = sum(self._carried_out(db, number, Wish(kind), owner) for number, kind, owner in still)
        return Tidied(gone, stale, done, self._ripe_orders(db, now))

    def _ripe(self, db: Any, before: float, unproven: float) -> int:
        """Erase the papers of what arrived before, and is proved to have, or arrived long before; how many papers."""
        sql = """SELECT code FROM submissions WHERE sync = 'delivered' AND settled <= ?
            AND id IN (SELECT id FROM filed_documents)
            AND (settled <= ? OR id NOT IN (SELECT id FROM unproven)) ORDER BY id"""
        gone = 0
        for (code,) in db.execute(sql, [before, unproven]).fetchall():
            names = _erase_documents(db, code)
            self._journal.within(db, Entry(EventKind.DOCUMENTS_ERASED, code, {"what": _digest(names)}))
            gone += len(names)
        return gone

    def _ripe_orders(self, db: Any, now: float) -> int:
        """Erase what the counter was asked for, once its own days are over; how many orders."""
        sql = f"""SELECT code FROM submissions JOIN filings USING (id) WHERE sync IN ('counter', 'served')
            AND erased != 'content' AND settled <= ? - coalesce(json_extract(content, '$.order_days'), 0) * {DAY}
            ORDER BY id"""  # noqa: S608 - a number of our own
        codes = [code for (code,) in db.execute(sql, [now]).fetchall()]
        for code in codes:
            gone = _erase_documents(db, code) + _erase_case(db, code) + _erase_content(db, code)
            self._journal.within(db, Entry(EventKind.ORDER_ERASED, code, {"what": _digest(gone)}))
        return len(codes)

    def _asked(self, db: Any, code: str, wish: Wish) -> int:
        get(db, code)
        owner = (
            db.execute("SELECT owner FROM filings JOIN submissions USING (id) WHERE code = ?", [code]).fetchone()[0]
            or f"code:{code}"
        )  # filed without a card: the slip is all there is
        sql = "INSERT INTO requests (kind, owner, asked) VALUES (?, ?, ?) RETURNING number"
        number = int(db.execute(sql, [wish.value, owner, self._clock().isoformat()]).fetchone()[0])
        kind = EventKind.CONSENT_WITHDRAWN if wish is Wish.WITHDRAW else EventKind.ERASURE_ASKED
        self._journal.within(db, Entry(kind, f"YC-{number}"))
        return number

    def _carried_out(self, db: Any, number: int, wish: Wish, owner: str) -> bool:
        """Erase what of the person's has arrived. Whether that is all of it."""
        stale = _stale_drafts(db, "owner = ?", owner) if not owner.startswith("code:") else 0
        left = unproven = 0
        gone: list[str] = []
        for code, sync in _of(db, owner):
            if sync not in ("delivered", "counter", "served"):
                left += 1
                continue
            unproven += _unproven(db, code)
            gone += _erase_documents(db, code)
            if wish is Wish.ERASE:
                gone += _erase_case(db, code) + _erase_content(db, code)
        if gone or stale or not left:
            facts = {"what": _digest(gone), "count": str(len(gone)), "drafts": str(stale), "waiting": str(left)}
            facts |= {"unproven": str(unproven)} if unproven else {}
            self._journal.within(db, Entry(EventKind.ERASURE_DONE, f"YC-{number}", facts))
        if not left:
            db.execute("UPDATE requests SET done = ? WHERE number = ?", [self._clock().isoformat(), number])
        return not left


def _left(db: Any, request: Request) -> dict[str, int]:
    owner = db.execute("SELECT owner FROM requests WHERE number = ?", [request.number]).fetchone()[0]
    filings = """FROM submissions JOIN filings USING (id) WHERE (owner = ?1 OR 'code:' || code = ?1)"""
    counts = {
        "papers": f"SELECT count(*) FROM filed_documents WHERE id IN (SELECT id {filings})",  # noqa: S608 - our own
        "drafts": "SELECT count(*) FROM drafts WHERE owner = ?1",
    }
    if request.wish is Wish.ERASE:
        counts["forms"] = f"SELECT count(*) {filings} AND erased != 'content'"
        counts["acts"] = f"SELECT count(*) FROM acts WHERE code IN (SELECT code {filings})"  # noqa: S608 - our own
    return {name: int(db.execute(sql, [owner]).fetchone()[0]) for name, sql in counts.items()}


def _of(db: Any, owner: str) -> list[tuple[str, str]]:
    if owner.startswith("code:"):
        matches = db.execute("SELECT code, sync FROM submissions WHERE code = ?", [owner.removeprefix("code:")])
    else:
        matches = db.execute("SELECT code, sync FROM submissions JOIN filings USING (id) WHERE owner = ?", [owner])
    rows: list[tuple[str, str]] = matches.fetchall()
    return rows


def _unproven(db: Any, code: str) -> int:
    """How many papers go without the portal's word that they arrived: the person's wish outweighs it."""
    sql = "SELECT count(*) FROM unproven WHERE code = ?"
    return int(db.execute(sql, [code]).fetchone()[0])


def _erase_documents(db: Any, code: str) -> list[str]:
    """The hashes of the papers that no longer belong to ``code``; their bytes go where nothing else needs them."""
    number = db.execute("SELECT id FROM submissions WHERE code = ?", [code]).fetchone()[0]
    names = [row[0] for row in db.execute("SELECT sha256 FROM filed_documents WHERE id = ? ORDER BY 1", [number])]
    db.execute("DELETE FROM filed_documents WHERE id = ?", [number])
    db.execute("UPDATE submissions SET erased = 'documents' WHERE id = ? AND erased = ''", [number])
    erase_unused(db, names)
    return names


def _erase_case(db: Any, code: str) -> list[str]:
    """The office's words about the dossier, and what was still to be told to it; the hashes of the papers of that."""
    names = case_rows.strip(db, code)
    erase_unused(db, names)
    return names


def _erase_content(db: Any, code: str) -> list[str]:
    """Leave of the form what names nobody. The digest that the journal vouches for, as proof of what went."""
    number, digest, content = db.execute(
        "SELECT id, digest, content FROM filings JOIN submissions USING (id) WHERE code = ? AND erased != 'content'",
        [code],
    ).fetchone() or (0, "", "{}")
    if not digest:
        return []
    remainder = {**json.loads(content), "applicant": {"full_name": "", "id_number": ""}, "subject": ""}
    remainder |= {"answers": {}, "documents": [], "consents": {}, "parties": []}
    db.execute(
        "UPDATE filings SET content = ?, owner = '' WHERE id = ?", [json.dumps(remainder, sort_keys=True), number]
    )
    db.execute("UPDATE submissions SET erased = 'content', legal_note = '' WHERE id = ?", [number])
    likeness.erase(db, number)
    co_owners.erase(db, number)
    dossier_rows.erase(db, number)
    dossier_book.erase(db, code)
    return [digest]


def _stale_drafts(db: Any, where: str, value: object) -> int:
    names = [row[0] for row in db.execute(f"SELECT id FROM drafts WHERE {where}", [value]).fetchall()]  # noqa: S608
    for name in names:
        drafts.end(db, name)
    return len(names)


def _vacuumed(connection: Any) -> bool:
    free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    if free < WASTE * size:
        return False
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return True


def _digest(names: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _request(number: int, kind: str, asked: str, done: str) -> Request:
    moment = datetime.fromisoformat
    return Request(number, Wish(kind), moment(asked), moment(done) if done else None)
