"""What was handed in, and where it is on its way to the office. Nothing here is ever dropped.

``file`` is the one moment that counts: code, receipt, submission, journal entry and the draft's end are one
transaction. After it, every change goes through the transition table and into the journal, in one transaction too.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.codes import ReceiptText, provisional
from kiosk.domain.events import Entry, Kind
from kiosk.domain.submission import Event, Filing, Legal, Submission, Sync, after, filing_from
from kiosk.errors import AlreadyFiled, UnknownCode
from kiosk.store import drafts
from kiosk.store.database import Database
from kiosk.store.documents import require
from kiosk.store.journal import Journal
from kiosk.store.keys import Keys
from kiosk.store.space import Space

LONGEST_WAIT = timedelta(days=1)
"""No back-off is this long: a try further away was set by a clock that has been put right since, and is due."""


class Outbox:
    def __init__(
        self, database: Database, journal: Journal, keys: Keys, space: Space, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._journal = journal
        self._keys = keys
        self._space = space
        self._clock = clock

    def file(self, draft_id: str, filing: Filing, due_at: datetime) -> Submission:
        """Receive the filing, end its draft, and give it its code; durable when this returns.

        The same draft filed again gives the first submission. AlreadyFiled if it comes with another content;
        UnknownDocument if a document is not in the store; DiskFull with the draft still there.
        """
        return self._database.write(lambda db: self._filed(db, draft_id, filing, due_at), tell=True)

    def get(self, code: str) -> Submission:
        """UnknownCode if there is none."""
        return self._database.read(lambda db: _get(db, code))

    def of_draft(self, draft_id: str) -> Submission | None:
        """What this draft became; None if it was not handed in."""
        found = self._database.read(lambda db: _select(db, "s.draft = ?", draft_id))
        return found[0] if found else None

    def list(self, *states: Sync) -> tuple[Submission, ...]:
        """Those in one of ``states``, or all of them, in the order they were filed."""
        wanted = [state.value for state in states or tuple(Sync)]
        marks = ", ".join("?" * len(wanted))
        return self._database.read(lambda db: _select(db, f"s.sync IN ({marks})", *wanted))

    def find(self, who: str) -> tuple[Submission, ...]:
        """The dossiers of one person, by ID number or by ``Drafts.owner_of`` it; none for an empty one."""
        owner = who if len(who) == 64 else self._keys.owner_of(who)
        return self._database.read(lambda db: _select(db, "f.owner = ? AND f.owner != ''", owner))

    def due(self, now: datetime) -> tuple[Submission, ...]:
        """What is to be sent now, oldest first: the queued whose time has come, and what a crash left in sending."""
        soonest, latest = now.timestamp(), (now + LONGEST_WAIT).timestamp()
        ready = "s.sync = 'queued' AND (s.next_try IS NULL OR s.next_try <= ? OR s.next_try > ?)"
        return self._database.read(lambda db: _select(db, f"s.sync = 'sending' OR ({ready})", soonest, latest))

    def pending_count(self) -> int:
        """How many have not arrived yet, the parked included."""
        sql = "SELECT count(*) FROM submissions WHERE sync != 'delivered'"
        return int(self._database.read(lambda db: db.execute(sql).fetchone()[0]))

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` on the store's own thread after each change; the answer ends it. It must return soon."""
        return self._database.subscribe(callback)

    # --- the way to the office -------------------------------------------------------------------------------------

    def begin(self, code: str) -> Submission:
        """An attempt starts: written before anything is sent, so that a crash leaves it resendable."""
        return self._move(code, Event.ATTEMPT, Kind.SYNC_ATTEMPT)

    def settle(self, code: str, official: str) -> Submission:
        """The portal gave its number."""
        changes = {"official": official, "next_try": None, "reason": ""}
        return self._move(code, Event.SETTLE, Kind.SYNC_DELIVERED, {"official": official}, changes)

    def retry(self, code: str, at: datetime | None, reason: str) -> Submission:
        """The attempt failed for no fault of the item: again at ``at``, or with the next line."""
        changes = {"next_try": at and at.timestamp(), "reason": reason}
        return self._move(code, Event.RETRY, Kind.SYNC_POSTPONED, _why(reason), changes)

    def park(self, code: str, reason: str) -> Submission:
        """It was refused, or an officer holds it back: a person must mend it."""
        return self._move(code, Event.PARK, Kind.SYNC_PARKED, _why(reason), {"next_try": None, "reason": reason})

    def unpark(self, code: str) -> Submission:
        return self._move(code, Event.UNPARK, Kind.SYNC_UNPARKED, None, {"next_try": None, "reason": ""})

    def hurry(self, code: str) -> Submission:
        """Do not wait for the next try: send it with the next pass. Changes only what is queued."""
        return self._database.write(lambda db: _hurried(db, code), tell=True)

    def set_legal(self, code: str, legal: Legal, note: str = "") -> Submission:
        """What the office says of it. The note is kept as it came; only the status goes into the journal."""
        return self._database.write(lambda db: self._legal(db, code, legal, note), tell=True)

    # --- inside transactions ---------------------------------------------------------------------------------------

    def _filed(self, db: Any, draft_id: str, filing: Filing, due_at: datetime) -> Submission:
        content = filing.canonical()
        digest = hashlib.sha256(content).hexdigest()
        held = db.execute(
            "SELECT s.code, f.digest FROM submissions s JOIN filings f USING (id) WHERE s.draft = ?", [draft_id]
        ).fetchone()
        if held is not None:
            return _again(db, held, digest)
        self._space.for_filing()
        self._keys.publish_within(filing.kiosk)
        code, filed_at = _fresh_code(db, filing.prefix), self._clock().replace(microsecond=0)
        text = ReceiptText(code, filing.unit, filing.kiosk, filed_at, digest[:16])
        made = Submission(code, filing, filed_at, due_at, text.signed(self._keys.sign))
        self._insert(db, draft_id, made, content.decode(), digest)
        facts = {"procedure": filing.procedure, "digest": digest}  # the chain vouches for the content too
        self._journal.within(db, Entry(Kind.SUBMISSION_FILED, code, facts))
        self._database.reached("journal")
        drafts.end(db, draft_id)
        self._database.reached("draft ended")
        return made

    def _insert(self, db: Any, draft_id: str, made: Submission, content: str, digest: str) -> None:
        contents = require(db, made.filing.documents)
        row = db.execute(
            "INSERT INTO submissions (code, draft, sync) VALUES (?, ?, ?) RETURNING id",
            [made.code, draft_id, made.sync.value],
        ).fetchone()[0]
        self._database.reached("submission")
        owner = self._keys.owner_of(made.filing.applicant.id_number)
        times = [made.filed_at.isoformat(), made.due_at.isoformat()]
        db.execute(
            "INSERT INTO filings (id, owner, digest, filed_at, due_at, receipt, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [row, owner, digest, *times, made.receipt, content],
        )
        self._database.reached("filing")
        for sha256 in contents:
            db.execute("INSERT INTO filed_documents (id, sha256) VALUES (?, ?)", [row, sha256])
        self._database.reached("documents")

    def _move(
        self,
        code: str,
        event: Event,
        kind: Kind,
        facts: Mapping[str, str] | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Submission:
        def job(db: Any) -> Submission:
            held = _get(db, code)
            attempts = held.attempts + (event is Event.ATTEMPT)
            _update(db, code, {"sync": after(held.sync, event).value, "attempts": attempts, **(changes or {})})
            self._database.reached("moved")
            told = {**(facts or {}), "attempt": str(attempts)}
            self._journal.within(db, Entry(kind, code, told))
            self._database.reached("journal")
            return _get(db, code)

        return self._database.write(job, tell=True)

    def _legal(self, db: Any, code: str, legal: Legal, note: str) -> Submission:
        held = _get(db, code)
        if (held.legal, held.legal_note) == (legal, note):
            return held
        _update(db, code, {"legal": legal.value, "legal_note": note})
        self._journal.within(db, Entry(Kind.STATUS_CHANGED, code, {"status": legal.value}))
        return _get(db, code)


def _again(db: Any, held: tuple[str, str], digest: str) -> Submission:
    code, first = held
    if digest != first:
        raise AlreadyFiled("the same draft with another content", number=code)
    return _get(db, code)


def _fresh_code(db: Any, prefix: str) -> str:
    """A code that no submission here has. There are 28 million of each prefix, so the loop ends."""
    while True:
        code = provisional(prefix, secrets.choice)
        if db.execute("SELECT 1 FROM submissions WHERE code = ?", [code]).fetchone() is None:
            return code


def _why(reason: str) -> dict[str, str]:
    """The error code alone: the portal's own words after it may name a person."""
    return {"reason": reason.split(":", 1)[0]}


def _hurried(db: Any, code: str) -> Submission:
    held = _get(db, code)
    if held.sync is Sync.QUEUED:
        _update(db, code, {"next_try": None})
    return _get(db, code)


def _update(db: Any, code: str, changes: Mapping[str, Any]) -> None:
    columns = ", ".join(f"{name} = ?" for name in changes)
    db.execute(f"UPDATE submissions SET {columns} WHERE code = ?", [*changes.values(), code])  # noqa: S608 - our names


_COLUMNS = """s.code, f.content, f.filed_at, f.due_at, f.receipt,
    s.sync, s.official, s.legal, s.legal_note, s.attempts, s.next_try, s.reason"""


def _select(db: Any, where: str, *values: object) -> tuple[Submission, ...]:
    sql = f"SELECT {_COLUMNS} FROM submissions s JOIN filings f USING (id) WHERE {where} ORDER BY s.id"  # noqa: S608
    return tuple(_submission(row) for row in db.execute(sql, values).fetchall())


def _get(db: Any, code: str) -> Submission:
    found = _select(db, "s.code = ?", code)
    if not found:
        raise UnknownCode("no such submission", number=code)
    return found[0]


def _submission(row: tuple[Any, ...]) -> Submission:
    code, content, filed_at, due_at, receipt, sync, official, legal, note, attempts, next_try, reason = row
    filed = datetime.fromisoformat(filed_at)
    return Submission(
        code=code,
        filing=filing_from(json.loads(content)),
        filed_at=filed,
        due_at=datetime.fromisoformat(due_at),
        receipt=receipt,
        sync=Sync(sync),
        official=official,
        legal=Legal(legal) if legal else None,
        legal_note=note,
        attempts=attempts,
        next_try=None if next_try is None else datetime.fromtimestamp(next_try, filed.tzinfo),
        reason=reason,
    )
