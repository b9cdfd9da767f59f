"""Calls to be made and requests for help, until somebody has spoken with the person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.domain.desk_calls import CallAttempt, CallChannel, CallKind, CallOutcome, DeskCall
from kiosk.errors import UnknownCode
from kiosk.store.database.connection import Database


class CallBook:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def add(
        self,
        kind: CallKind,
        code: str,
        person: str,
        phone: str,
        about: str,
        due: datetime,
        channel: CallChannel = CallChannel.DESK,
    ) -> DeskCall:
        """One more to call."""
        facts = {"person": person, "phone": phone, "about": about, "attempts": [], "channel": channel.value}
        content = json.dumps(facts, ensure_ascii=False)
        row = [kind.value, code, due.isoformat(), self._clock().isoformat(), content]
        sql = "INSERT INTO desk_calls (kind, code, due, made, content) VALUES (?, ?, ?, ?, ?) RETURNING number"

        def job(db: Any) -> DeskCall:
            return _call(db, db.execute(sql, row).fetchone()[0])

        return self._database.write(job, tell=True)

    def changed(self, number: int, phone: str, due: datetime) -> DeskCall | None:
        """An open call to another number or at another time; what was tried stays with it. None where it is over."""

        def job(db: Any) -> DeskCall | None:
            row = db.execute("SELECT content FROM desk_calls WHERE number = ? AND open", [number]).fetchone()
            if row is None:
                return None
            content = json.dumps(json.loads(row[0]) | {"phone": phone}, ensure_ascii=False)
            sql = "UPDATE desk_calls SET content = ?, due = ? WHERE number = ?"
            db.execute(sql, [content, due.isoformat(), number])
            return _call(db, number)

        return self._database.write(job, tell=True)

    def tried(
        self,
        number: int,
        staff: int,
        outcome: CallOutcome,
        remark: str = "",
        again: datetime | None = None,
        beside: Callable[[Any, str], None] | None = None,
    ) -> DeskCall:
        """What came of a call; it is over where the outcome ends it. ``beside``: kept in the same transaction of the
        dossier that it is about, by its code. UnknownCode."""

        def job(db: Any) -> DeskCall:
            row = db.execute("SELECT content, due FROM desk_calls WHERE number = ?", [number]).fetchone()
            if row is None:
                raise UnknownCode("no such call", number=str(number))
            content = json.loads(row[0])
            attempt = {"at": self._clock().isoformat(), "staff": staff, "outcome": outcome.value, "remark": remark}
            content["attempts"].append(attempt)
            due = again.isoformat() if again else row[1]
            sql = "UPDATE desk_calls SET content = ?, due = ?, open = ? WHERE number = ?"
            db.execute(sql, [json.dumps(content, ensure_ascii=False), due, not outcome.ends, number])
            call = _call(db, number)
            if call.code and beside is not None:
                beside(db, call.code)
            return call

        return self._database.write(job, tell=True)

    def open(self) -> tuple[DeskCall, ...]:
        """Those still to be made, what is due first, first."""
        sql = "SELECT number FROM desk_calls WHERE open ORDER BY due, number"

        def job(db: Any) -> tuple[DeskCall, ...]:
            return tuple(_call(db, number) for (number,) in db.execute(sql).fetchall())

        return self._database.read(job)

    def closed(self, most: int = 200) -> tuple[DeskCall, ...]:
        """Those that are over, the newest first."""
        sql = "SELECT number FROM desk_calls WHERE NOT open ORDER BY number DESC LIMIT ?"

        def job(db: Any) -> tuple[DeskCall, ...]:
            return tuple(_call(db, number) for (number,) in db.execute(sql, [most]).fetchall())

        return self._database.read(job)


def _call(db: Any, number: int) -> DeskCall:
    sql = "SELECT kind, code, due, made, open, content FROM desk_calls WHERE number = ?"
    kind, code, due, noted, still, content = db.execute(sql, [number]).fetchone()
    data, moment = json.loads(content), datetime.fromisoformat
    attempts = tuple(
        CallAttempt(moment(one["at"]), one["staff"], CallOutcome(one["outcome"]), one["remark"])
        for one in data["attempts"]
    )
    person, phone, about = data["person"], data["phone"], data["about"]
    return DeskCall(
        number,
        CallKind(kind),
        code,
        person,
        phone,
        about,
        moment(due),
        moment(noted),
        bool(still),
        attempts,
        CallChannel(data.get("channel", CallChannel.DESK.value)),
    )
