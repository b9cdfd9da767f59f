"""What a chief has said of officers' acts: events too, which need no hold and change no revision."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from kiosk.domain.dossier import LookReason
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.store.counter.dossier_book import DossierBook
from kiosk.store.database.connection import Database

_WAITING = """SELECT e.number, e.revision, e.kind, e.staff, e.at, e.facts, e.code, d.applicant
    FROM dossier_events e JOIN submissions s ON s.code = e.code JOIN dossiers d ON d.id = s.id
    WHERE e.staff != :chief AND e.facts != '{}' AND (e.kind IN
        ('mended', 'paper', 'exception', 'looked', 'sealed', 'unsealed', 'refunded', 'filed-for', 'correction-asked')
        OR e.kind = 'paid' AND json_extract(e.facts, '$.exempt') != ''
        OR e.kind = 'handed-over' AND instr(json_extract(e.facts, '$.takers'), '"sight"')
        OR e.kind = 'printed' AND json_extract(e.facts, '$.form') IN ('mau-03', 'mau-05'))
    AND NOT EXISTS (SELECT 1 FROM dossier_events r WHERE r.code = e.code AND r.kind = 'reviewed'
        AND json_extract(r.facts, '$.event') = CAST(e.number AS TEXT))
    ORDER BY e.number LIMIT :most"""


class ReviewBook:
    def __init__(self, database: Database, dossiers: DossierBook) -> None:
        self._database, self._dossiers = database, dossiers

    def waiting(self, chief: int, most: int) -> tuple[tuple[DossierEvent, str, str], ...]:
        """Acts of others that nobody has reviewed, the oldest first: event, code, applicant."""
        rows = self._database.read(lambda db: db.execute(_WAITING, {"chief": chief, "most": most}).fetchall())
        return tuple(
            (
                DossierEvent(
                    DossierEventKind(kind), json.loads(facts), staff, datetime.fromisoformat(at), number, revision
                ),
                code,
                applicant,
            )
            for number, revision, kind, staff, at, facts, code, applicant in rows
        )

    def add(
        self,
        code: str,
        number: int,
        chief: int,
        verdict: str,
        reason: str = "",
        then: DossierEvent | None = None,
    ) -> None:
        """``verdict``: approved | back. What goes back waits among the dossiers to look at. ``then``: what comes of an
        approval, in the same transaction. UnknownCode; DossierHeld where a colleague has it open."""
        event = DossierEvent(
            DossierEventKind.REVIEWED, {"event": str(number), "verdict": verdict, "reason": reason}, chief
        )

        def job(db: Any) -> None:
            head = self._dossiers.head_within(db, code)
            self._dossiers.noted_within(db, head, event)
            if then is not None:
                self._dossiers.added(db, code, head.revision, then)
            if verdict == "back":
                words = {*(one.value for one in head.look), LookReason.RETURNED.value}
                db.execute("UPDATE dossiers SET look = ? WHERE id = ?", [" ".join(sorted(words)), head.number])

        self._database.write(job, tell=True)


def _event(number: int, revision: int, kind: str, staff: int, at: str, facts: str) -> DossierEvent:
    moment = datetime.fromisoformat(at)
    return DossierEvent(DossierEventKind(kind), json.loads(facts), staff, moment, number, revision)
