"""The desks' books: every receipt in one transaction with its number, its dossier and the journal. Nothing is changed
or deleted in it, so that numbers run without a gap whatever ends the machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from kiosk.domain.cash import CashClosing, CashDay, CashKind, CashReceipt, receipt_name
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import CashClockBack, CashDayClosed, CashMismatch, RefundTooHigh, UnknownReceipt
from kiosk.store.counter.dossier_book import DossierBook
from kiosk.store.database.connection import Database
from kiosk.store.journal.hash_chain import Journal


class CashBook:
    def __init__(
        self, database: Database, journal: Journal, dossiers: DossierBook, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._journal, self._dossiers, self._clock = database, journal, dossiers, clock

    def take(
        self,
        desk: str,
        code: str,
        revision: int,
        amount: int,
        staff: int,
        facts: Mapping[str, str],
        kind: CashKind = CashKind.TAKE,
    ) -> CashReceipt:
        """Book what was paid for a dossier that owes it. DossierChanged, DossierHeld, CashDayClosed."""

        def job(db: Any) -> CashReceipt:
            receipt = self._booked(db, desk, code, kind, amount, staff, facts)
            event = {"receipt": receipt.name, "amount": str(amount), "exempt": facts.get("exempt", "")}
            head = self._dossiers.added(db, code, revision, DossierEvent(DossierEventKind.PAID, event, staff))
            db.execute("UPDATE dossiers SET owed = 0 WHERE id = ?", [head.number])
            return receipt

        return self._database.write(job, tell=True)

    def refund(self, desk: str, name: str, amount: int, staff: int, reason: str) -> CashReceipt:
        """Give back what a receipt took, or part of it: a receipt of its own. UnknownReceipt, RefundTooHigh."""

        def job(db: Any) -> CashReceipt:
            first = self._named(db, name)
            back = sum(one.amount for one in self._of(db, first.code) if one.facts.get("of") == name)
            if first.kind is CashKind.REFUND or not 0 < amount <= first.amount - back:
                raise RefundTooHigh("more than was taken", number=name)
            facts = {"of": name, "reason": reason}
            receipt = self._booked(db, desk, first.code, CashKind.REFUND, amount, staff, facts)
            event = {"receipt": receipt.name, "amount": str(amount), "reason": reason}
            revision = self._dossiers.head_within(db, first.code).revision
            self._dossiers.added(db, first.code, revision, DossierEvent(DossierEventKind.REFUNDED, event, staff))
            return receipt

        return self._database.write(job, tell=True)

    def day(self, desk: str, day: date) -> CashDay:
        return self._database.read(lambda db: self._day(db, desk, day))

    def of(self, code: str) -> tuple[CashReceipt, ...]:
        """A dossier's receipts."""
        return self._database.read(lambda db: self._of(db, code))

    def unsigned(self) -> tuple[CashClosing, ...]:
        """The closings that wait for the chief, the oldest first."""
        return self._database.read(lambda db: _closings(db, "chief = 0 ORDER BY day, desk"))

    def open_desks(self, day: date) -> tuple[str, ...]:
        """The desks with receipts of that day and no closing of it."""
        sql = """SELECT DISTINCT desk FROM cash_receipts r WHERE day = ? AND NOT EXISTS
            (SELECT 1 FROM cash_closings c WHERE c.desk = r.desk AND c.day = r.day) ORDER BY desk"""
        return self._database.read(lambda db: tuple(one for (one,) in db.execute(sql, [day.isoformat()]).fetchall()))

    def close(self, desk: str, day: date, opening: int, notes: Mapping[int, int], staff: int) -> CashClosing:
        """End the desk's day. CashMismatch where the notes are not what the book says, CashDayClosed."""
        count = sum(note * number for note, number in notes.items())

        def job(db: Any) -> CashClosing:
            book = self._day(db, desk, day)
            if book.closing is not None:
                raise CashDayClosed("closed already", desk=desk)
            if count != (expected := book.expected(opening)):
                raise CashMismatch("notes and book differ", difference=count - expected)
            row = [desk, day.isoformat(), opening, count, expected, staff, self._clock().isoformat()]
            facts = json.dumps({str(note): number for note, number in notes.items() if number})
            sql = """INSERT INTO cash_closings (desk, day, opening, counted, expected, staff, at, facts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
            db.execute(sql, [*row, facts])
            entry = {"by": f"CB-{staff}", "expected": str(expected), "counted": str(count)}
            self._journal.within(db, Entry(EventKind.CASH_CLOSED, f"{desk} {day.isoformat()}", entry))
            return _closings(db, "desk = ? AND day = ?", desk, day.isoformat())[0]

        return self._database.write(job)

    def sign(self, desk: str, day: date, chief: int) -> CashClosing:
        """The chief has seen it. UnknownReceipt where it is not closed; CashDayClosed where it is signed."""

        def job(db: Any) -> CashClosing:
            closings = _closings(db, "desk = ? AND day = ?", desk, day.isoformat())
            if not closings:
                raise UnknownReceipt("not closed yet", number=f"{desk} {day:%d/%m/%Y}")
            if closings[0].chief:
                raise CashDayClosed("signed already", desk=desk)
            sql = "UPDATE cash_closings SET chief = ?, signed = ? WHERE desk = ? AND day = ?"
            db.execute(sql, [chief, self._clock().isoformat(), desk, day.isoformat()])
            self._journal.within(db, Entry(EventKind.CASH_SIGNED, f"{desk} {day.isoformat()}", {"by": f"CB-{chief}"}))
            return _closings(db, "desk = ? AND day = ?", desk, day.isoformat())[0]

        return self._database.write(job)

    # --- inside transactions ---------------------------------------------------------------------------------------

    def _booked(
        self, db: Any, desk: str, code: str, kind: CashKind, amount: int, staff: int, facts: Mapping[str, str]
    ) -> CashReceipt:
        at = _moment(db, desk, self._clock())
        day = at.date().isoformat()
        if _closings(db, "desk = ? AND day = ?", desk, day):
            raise CashDayClosed("closed already", desk=desk)
        sql = "SELECT coalesce(max(sequence), 0) + 1 FROM cash_receipts WHERE desk = ? AND day = ?"
        sequence = int(db.execute(sql, [desk, day]).fetchone()[0])
        row = [desk, day, sequence, kind.value, code, amount, staff, at.isoformat()]
        sql = f"INSERT INTO cash_receipts ({_RECEIPT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our names
        db.execute(sql, [*row, json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)])
        self._database.reached("receipt")
        entry = {"by": f"CB-{staff}", "kind": kind.value, "amount": str(amount)}
        self._journal.within(db, Entry(EventKind.CASH_BOOKED, receipt_name(desk, at.date(), sequence), entry))
        return CashReceipt(desk, at.date(), sequence, kind, code, amount, staff, at, facts)

    def _day(self, db: Any, desk: str, day: date) -> CashDay:
        receipts = _receipts(db, "desk = ? AND day = ? ORDER BY sequence", desk, day.isoformat())
        closings = _closings(db, "desk = ? AND day = ?", desk, day.isoformat())
        return CashDay(desk, day, receipts, closings[0] if closings else None)

    def _of(self, db: Any, code: str) -> tuple[CashReceipt, ...]:
        return _receipts(db, "code = ? ORDER BY number", code)

    def _named(self, db: Any, name: str) -> CashReceipt:
        desk, _, rest = name.partition("-")
        try:
            day = datetime.strptime(rest[:6], "%d%m%y").date()  # noqa: DTZ007 - a day, as printed
            receipts = _receipts(db, "desk = ? AND day = ? AND sequence = ?", desk, day.isoformat(), int(rest[7:]))
        except ValueError:
            receipts = ()
        if not receipts:
            raise UnknownReceipt("no such receipt", number=name)
        return receipts[0]


def _moment(db: Any, desk: str, now: datetime) -> datetime:
    """Now; where the clock went back within the day the moment of the receipt before, so that times run with numbers.
    CashClockBack while a later day's book of this desk is open: its receipts would be followed by earlier ones."""
    sql = """SELECT day, max(at) FROM cash_receipts r WHERE desk = ? AND day >= ? AND NOT EXISTS
        (SELECT 1 FROM cash_closings c WHERE c.desk = r.desk AND c.day = r.day)
        GROUP BY day ORDER BY day DESC LIMIT 1"""
    row = db.execute(sql, [desk, now.date().isoformat()]).fetchone()
    if row is None:
        return now
    day, last = date.fromisoformat(row[0]), datetime.fromisoformat(row[1])
    if day > now.date():
        raise CashClockBack("the clock went back", day=f"{day:%d/%m/%Y}", now=f"{now:%H:%M %d/%m/%Y}")
    return max(now, last)


_RECEIPT = "desk, day, sequence, kind, code, amount, staff, at, facts"


def _receipts(db: Any, where: str, *values: object) -> tuple[CashReceipt, ...]:
    rows = db.execute(f"SELECT {_RECEIPT} FROM cash_receipts WHERE {where}", values).fetchall()  # noqa: S608 - ours
    return tuple(
        CashReceipt(
            desk,
            date.fromisoformat(day),
            sequence,
            CashKind(kind),
            code,
            amount,
            staff,
            datetime.fromisoformat(at),
            json.loads(facts),
        )
        for desk, day, sequence, kind, code, amount, staff, at, facts in rows
    )


def _closings(db: Any, where: str, *values: object) -> tuple[CashClosing, ...]:
    sql = f"SELECT desk, day, opening, counted, staff, at, facts, chief, signed FROM cash_closings WHERE {where}"  # noqa: S608
    return tuple(_closing(*row) for row in db.execute(sql, values).fetchall())


def _closing(
    desk: str, day: str, opening: int, counted: int, staff: int, at: str, facts: str, chief: int, signed: str
) -> CashClosing:
    notes = {int(note): number for note, number in json.loads(facts).items()}
    moment = datetime.fromisoformat(signed) if signed else None
    return CashClosing(
        desk, date.fromisoformat(day), opening, counted, staff, datetime.fromisoformat(at), notes, chief, moment
    )
