"""What officers did with dossiers, and who has one open. Two officers never overwrite each other.

Every act names the revision that its officer looked at; where the dossier has moved on since, nothing is written
(compare-and-set). A hold says who is at work on it, and ends by itself: counted in time run, so that no clock opens it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.domain.correction import changes_of
from kiosk.domain.dossier import LookReason
from kiosk.domain.dossier_acts import act_of
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind, DossierHead
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import DossierChanged, DossierHeld, UnknownCode
from kiosk.store.database import counter_steps
from kiosk.store.database.boot_time import BootClock, boot_clock, ran, runs_on
from kiosk.store.database.connection import Database
from kiosk.store.filings import act_rows as acts
from kiosk.store.filings.documents import require
from kiosk.store.journal.hash_chain import Journal
from kiosk.store.keys.keyring import Keyring

HOLD = 1200.0  # seconds that a hold lasts after its officer's last act


class DossierBook:
    def __init__(
        self,
        database: Database,
        journal: Journal,
        keys: Keyring,
        clock: Callable[[], datetime],
        running: BootClock = boot_clock,
    ) -> None:
        self._database, self._journal, self._keys = database, journal, keys
        self._clock, self._running = clock, running

    def head(self, code: str) -> DossierHead:
        """By provisional code or official number. UnknownCode."""
        return self._database.read(lambda db: self.head_within(db, code))

    def events(self, code: str) -> tuple[DossierEvent, ...]:
        """What was done, the oldest first."""
        return self._database.read(lambda db: events_of(db, code))

    def viewed(self, code: str, staff: str) -> None:
        """Somebody reads it: in the journal, whoever it is."""
        self._journal.append(Entry(EventKind.DOSSIER_VIEWED, code, {"by": staff}))

    def hold(self, code: str, staff: int, *, over: bool = False) -> DossierHead:
        """Have it open, or go on having it. DossierHeld where a colleague has; ``over`` takes it from them."""

        def job(db: Any) -> DossierHead:
            head = self._free(db, code, 0 if over else staff)
            if over and head.holder not in (0, staff):
                facts = {"from": str(head.holder)}
                self._insert(db, head, DossierEvent(DossierEventKind.TAKEN_OVER, facts, staff))
            self._hold(db, head.number, staff)
            return self.head_within(db, code)

        return self._database.write(job)

    def release(self, staff: int, code: str = "") -> None:
        """Let it go, or everything this account has open. What a colleague has stays theirs."""
        sql = "UPDATE dossiers SET holder = 0, held_at = '', held_until = 0 WHERE holder = ?"
        one = " AND id = (SELECT id FROM submissions WHERE code = ?)"
        self._database.write(lambda db: db.execute(sql + (one if code else ""), [staff, code] if code else [staff]))

    def add(self, code: str, revision: int, event: DossierEvent) -> DossierHead:
        """Keep one act. DossierChanged where the dossier is not at ``revision`` any more, DossierHeld where a colleague
        has it open, UnknownDocument for a paper that is not in the store; nothing is written then."""
        return self._database.write(lambda db: self.added(db, code, revision, event), tell=True)

    def note(self, code: str, event: DossierEvent) -> None:
        """Keep what was done and changes nothing of the dossier, such as a print: whoever has it open, and at whatever
        revision it is; neither moves. UnknownCode."""
        self._database.write(lambda db: self.noting([event])(db, code), tell=True)

    def add_all(self, acts: Sequence[tuple[str, int, DossierEvent]]) -> None:
        """Keep acts on several dossiers, all or none: each a code, the revision that was looked at, an event."""

        def job(db: Any) -> None:
            for code, revision, event in acts:
                self.added(db, code, revision, event)

        self._database.write(job, tell=True)

    # --- inside transactions ---------------------------------------------------------------------------------------

    def added(self, db: Any, code: str, revision: int, event: DossierEvent) -> DossierHead:
        head = self._free(db, code, event.staff)
        if head.revision != revision:
            raise DossierChanged("the dossier has moved on", number=head.code)
        self._effects(db, head, event)
        self._insert(db, head, event)
        if head.holder == event.staff:
            self._hold(db, head.number, event.staff)
        return self.head_within(db, code)

    def _free(self, db: Any, code: str, staff: int) -> DossierHead:
        """``staff`` 0 passes every hold."""
        head = self.head_within(db, code)
        if staff and head.holder not in (0, staff):
            row = db.execute("SELECT person FROM staff WHERE id = ?", [head.holder]).fetchone()
            raise DossierHeld("a colleague has it open", number=head.code, person=row[0] if row else "")
        return head

    def _insert(self, db: Any, head: DossierHead, event: DossierEvent) -> None:
        db.execute("UPDATE dossiers SET revision = revision + 1 WHERE id = ?", [head.number])
        self.noted_within(db, replace(head, revision=head.revision + 1), event)

    def noted_within(self, db: Any, head: DossierHead, event: DossierEvent) -> None:
        """Keep an event at the revision of ``head``; the journal vouches for it."""
        row = [head.code, head.revision, event.kind.value, event.staff, self._clock().isoformat(), event.text()]
        sql = """INSERT INTO dossier_events (code, revision, kind, staff, at, facts)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING number"""
        number = db.execute(sql, row).fetchone()[0]
        self._database.reached("dossier event")
        if (act := act_of(head.code, number, event)) is not None:
            acts.note(db, self._database, self._journal, act, self._clock())
        facts = {"by": f"CB-{event.staff}", "what": event.kind.value, "event": str(number)}
        facts["digest"] = self._keys.likeness_of(f"{number}\n{event.text()}").hex()[:32]
        self._journal.within(db, Entry(EventKind.DOSSIER_CHANGED, head.code, facts))

    def noting(self, events: Sequence[DossierEvent]) -> Callable[[Any, str], None]:
        """What keeps them beside something else, in its transaction: as the first of a dossier that is filed
        (``Outbox.file``), or what came of a call (``CallBook.tried``)."""

        def job(db: Any, code: str) -> None:
            for event in events:
                self.noted_within(db, self.head_within(db, code), event)

        return job

    def _effects(self, db: Any, head: DossierHead, event: DossierEvent) -> None:
        """What an event changes besides being there."""
        facts, number = event.facts, head.number
        match event.kind:
            case DossierEventKind.MENDED:
                counter_steps.add_terms(db, number, facts["field"], facts["after"])
            case DossierEventKind.CORRECTED:
                for change in changes_of(event):
                    counter_steps.add_terms(db, number, change.key, change.after)
            case DossierEventKind.PAPER:
                for sha256 in require(db, [facts["sha256"]]):
                    db.execute("INSERT OR IGNORE INTO filed_documents (id, sha256) VALUES (?, ?)", [number, sha256])
            case DossierEventKind.LOOKED:
                db.execute("UPDATE dossiers SET look = '' WHERE id = ?", [number])
            case DossierEventKind.SEALED | DossierEventKind.UNSEALED:
                sealed = facts["reason"] if event.kind is DossierEventKind.SEALED else ""
                db.execute("UPDATE dossiers SET sealed = ? WHERE id = ?", [sealed, number])

    def _hold(self, db: Any, number: int, staff: int) -> None:
        until = runs_on(db, self._running) + HOLD
        sql = """UPDATE dossiers SET held_until = ?3, held_at = iif(holder = ?2 AND held_at != '', held_at, ?4),
            holder = ?2 WHERE id = ?1"""
        db.execute(sql, [number, staff, until, self._clock().isoformat()])

    def head_within(self, db: Any, code: str) -> DossierHead:
        sql = """SELECT s.id, s.code, d.revision, d.sealed, d.holder, d.held_at, d.held_until, d.look, d.owed, s.erased
            FROM submissions s JOIN dossiers d USING (id) WHERE s.code = ?1 OR (s.official = ?1 AND s.official != '')"""
        row = db.execute(sql, [code]).fetchone()
        if row is None:
            raise UnknownCode("no such dossier", number=code)
        number, name, revision, sealed, holder, at, until, look, owed, erased = row
        live = bool(holder) and until > ran(db, self._running)
        return DossierHead(
            number=number,
            code=name,
            revision=revision,
            sealed=sealed,
            holder=holder if live else 0,
            held_at=datetime.fromisoformat(at) if live and at else None,
            look=tuple(map(LookReason, look.split())),
            owed=owed,
            erased=erased == "content",
        )


def events_of(db: Any, code: str) -> tuple[DossierEvent, ...]:
    sql = "SELECT number, revision, kind, staff, at, facts FROM dossier_events WHERE code = ? ORDER BY number"
    return tuple(
        DossierEvent(DossierEventKind(kind), json.loads(facts), staff, datetime.fromisoformat(at), number, revision)
        for number, revision, kind, staff, at, facts in db.execute(sql, [code]).fetchall()
    )


def erase(db: Any, code: str) -> None:
    """Leave that something was done, when and by whom; nothing of what it said."""
    db.execute("UPDATE dossier_events SET facts = '{}' WHERE code = ?", [code])
    db.execute("UPDATE cash_receipts SET facts = '{}' WHERE code = ?", [code])
    db.execute("DELETE FROM desk_calls WHERE code = ?", [code])
