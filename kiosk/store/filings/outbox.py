"""What was handed in, and where it is on its way to the office. Nothing here is ever dropped.

``file`` is the one moment that counts: code, receipt, submission, journal entry and the draft's end are one
transaction. After it, every change goes through the transition table and into the journal, in one transaction too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from kiosk.domain.codes import ReceiptText
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.submission import Event, Filing, Legal, Submission, Sync, after
from kiosk.errors import Claimed
from kiosk.store.database.connection import Database
from kiosk.store.database.process_identity import alive
from kiosk.store.database.space import Space
from kiosk.store.database.uptime import lived
from kiosk.store.filings import co_owners, drafts, editions, filing_rows, likeness
from kiosk.store.filings.reconciling import free
from kiosk.store.filings.submissions import (
    ANSWER_WAITED_FOR,
    DUE,
    LONGEST_WAIT,
    ORDER,
    DayListEntry,
    again,
    fresh_code,
    get,
    hurried,
    nothing_more,
    place,
    select,
    update,
)
from kiosk.store.journal.hash_chain import Journal
from kiosk.store.keys.keyring import Keyring


class Outbox:
    def __init__(
        self,
        database: Database,
        journal: Journal,
        keys: Keyring,
        space: Space,
        clock: Callable[[], datetime],
        owner: str,
    ) -> None:
        """``owner`` names the process whose attempts these are."""
        self._database = database
        self._journal = journal
        self._keys = keys
        self._space = space
        self._clock = clock
        self._owner = owner

    def file(
        self,
        draft_id: str,
        filing: Filing,
        due_at: datetime,
        priority: int = 0,
        *,
        filed_at: datetime | None = None,
        alike: Collection[str] = (),
        edition: str = "",
        owed: int = 0,
        owners: Collection[str] = (),
        within: Callable[[Any, str], object] = nothing_more,
    ) -> Submission:
        """Receive the filing, end its draft, and give it its code; durable when this returns.

        What has a higher ``priority`` is sent first. ``filed_at`` is when it was received, where somebody knows better
        than the store's clock; ``alike`` are its ``likenesses``; ``edition`` holds the data of the procedure it was
        made under; ``owed`` is what the counter is to take, in đồng; ``owners``: ID numbers of others whose
        cards open it; ``within`` keeps more in the same transaction, by the code. The same draft again gives the first
        submission; AlreadyFiled with other content; UnknownDocument if a document is not in the store; DiskFull with
        the draft still there.
        """
        at = (filed_at or self._clock()).replace(microsecond=0)

        def job(db: Any) -> Submission:
            submission = self._filed(db, draft_id, filing, at, due_at, (priority, owed), edition)
            likeness.insert(db, submission.code, map(self._keys.likeness_of, alike))
            co_owners.insert(db, submission.code, map(self._keys.owner_of, owners))
            within(db, submission.code)
            return submission

        return self._database.write(job, tell=True)

    def like(self, alike: Collection[str]) -> tuple[likeness.LikeFiling, ...]:
        """The filings here that look like one with these ``likenesses``, the newest first."""
        return self._database.read(lambda db: likeness.find(db, map(self._keys.likeness_of, alike))) if alike else ()

    def get(self, code: str) -> Submission:
        """UnknownCode if there is none."""
        return self._database.read(lambda db: get(db, code))

    def of_draft(self, draft_id: str) -> Submission | None:
        """What this draft became; None if it was not handed in."""
        return next(iter(self._database.read(lambda db: select(db, "s.draft = ?", draft_id))), None)

    def list(self, *states: Sync) -> tuple[Submission, ...]:
        """Those in one of ``states``, or all of them, in the order they were filed."""
        wanted = [state.value for state in states or tuple(Sync)]
        return self._database.read(lambda db: select(db, f"s.sync IN ({', '.join('?' * len(wanted))})", *wanted))

    def codes(self) -> tuple[str, ...]:
        """Of every submission, in the order they were filed."""
        return self._codes("1")

    def at_office(self, final: Collection[Legal]) -> tuple[str, ...]:
        """The codes of what arrived and is not ``final``, or whose objection waits for an answer. Reads no filing."""
        marks = ", ".join("?" * len(final))
        open_still = f"(coalesce(legal, '') NOT IN ({marks}) OR {ANSWER_WAITED_FOR})"
        return self._codes(f"sync = 'delivered' AND {open_still}", *(state.value for state in final))

    def _codes(self, where: str, *values: str) -> tuple[str, ...]:
        sql = f"SELECT code FROM submissions WHERE {where} ORDER BY id"  # noqa: S608 - the words of this room
        return tuple(row[0] for row in self._database.read(lambda db: db.execute(sql, values).fetchall()))

    def find(self, who: str) -> tuple[Submission, ...]:
        """The dossiers of one person, by ID number or by ``Drafts.owner_of`` it; none for an empty one."""
        owner = who if len(who) == 64 else self._keys.owner_of(who)
        return self._database.read(lambda db: select(db, co_owners.OWNED, owner, owner))

    def due(self, now: datetime, most: int = -1) -> tuple[Submission, ...]:
        """To be sent now, the urgent first, then the oldest: queued whose time has come, what a crash left in sending,
        not what another living process sends. At most ``most``, where it is not negative."""
        values = (now.timestamp(), (now + LONGEST_WAIT).timestamp(), self._owner)
        return self._database.read(lambda db: select(db, DUE, *values, order=f"{ORDER} LIMIT {most:d}"))

    def day(self, day: date, limit: int = 200) -> tuple[DayListEntry, ...]:
        """The filings of one day, newest first, without what is in them: for a list that opens at once."""
        sql = """SELECT code, procedure, sync, official, attempts, reason FROM submissions
            WHERE day = ? ORDER BY id DESC LIMIT ?"""
        rows = self._database.read(lambda db: db.execute(sql, [day.isoformat(), limit]).fetchall())
        return tuple(DayListEntry(row[0], row[1], Sync(row[2]), *row[3:]) for row in rows)

    def pending_count(self) -> int:
        """How many have not arrived yet, the parked included."""
        sql = "SELECT count(*) FROM submissions WHERE sync != 'delivered' AND sync IN ('queued', 'sending', 'parked')"
        return int(self._database.read(lambda db: db.execute(sql).fetchone()[0]))

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` on the store's own thread after each change; the answer ends it. It must return soon."""
        return self._database.subscribe(callback)

    # --- the way to the office -------------------------------------------------------------------------------------

    def claim(self, code: str, listed: Submission | None = None) -> Submission:
        """An attempt starts: written before anything is sent, so that a crash leaves it resendable.

        From now on it is this process's, until the attempt ends or the process does; no clock has a say in it. Claimed
        if a living process has it, or if it is not as it was ``listed`` any more: somebody else has tried meanwhile.
        """
        return self._database.write(lambda db: self._claimed(db, code, listed), tell=True)

    def numbered(self, code: str, official: str) -> Submission:
        """The office has the form and gave its number; the papers are still to be sent. Back-off begins anew.
        NumberTwice if another dossier here holds that number."""

        def job(db: Any) -> Submission:
            free(db, code, official)
            changes = {"official": official, "next_try": None, "reason": "", "attempts": 0, "faults": 0}
            return self._moved(db, code, Event.RETRY, EventKind.FORM_ARRIVED, {"official": official}, changes)

        return self._database.write(job, tell=True)

    def settle(self, code: str, official: str) -> Submission:
        """The portal gave its number. NumberTwice if another dossier here holds it."""

        def job(db: Any) -> Submission:
            free(db, code, official)
            changes = {"official": official, "next_try": None, "reason": "", "settled": lived(db), "faults": 0}
            return self._moved(db, code, Event.SETTLE, EventKind.SYNC_DELIVERED, {"official": official}, changes)

        return self._database.write(job, tell=True)

    def retry(self, code: str, at: datetime | None, reason: str, faults: int | None = None) -> Submission:
        """The attempt failed: again at ``at``, or with the next line. ``faults``: how often the portal has now failed
        over this one alone; None where this time says nothing of the item."""
        changes = {"next_try": at and at.timestamp(), "reason": reason}
        changes |= {} if faults is None else {"faults": faults}
        return self._move(code, Event.RETRY, EventKind.SYNC_POSTPONED, _why(reason), changes)

    def park(self, code: str, reason: str) -> Submission:
        """It was refused, or an officer holds it back: a person must mend it."""
        return self._move(code, Event.PARK, EventKind.SYNC_PARKED, _why(reason), {"next_try": None, "reason": reason})

    def unpark(self, code: str) -> Submission:
        changes = {"next_try": None, "reason": "", "faults": 0}
        return self._move(code, Event.UNPARK, EventKind.SYNC_UNPARKED, None, changes)

    def hurry(self, code: str) -> Submission:
        """Do not wait for the next try: send it with the next pass, first of all. Changes only what is queued."""
        return self._database.write(lambda db: hurried(db, code), tell=True)

    def hurry_all(self, reason: str) -> None:
        """Do not let wait any longer what waits for a ``reason`` that begins so; its place in the row stays."""
        sql = """UPDATE submissions SET next_try = NULL
            WHERE sync = 'queued' AND next_try IS NOT NULL AND substr(reason, 1, ?) = ?"""
        self._database.write(lambda db: db.execute(sql, [len(reason), reason]), tell=True)

    def serve(self, code: str) -> Submission:
        """The counter has done this order. TransitionError for a dossier of the portal's."""
        return self._move(code, Event.SERVE, EventKind.ORDER_SERVED)

    def set_legal(self, code: str, legal: Legal, note: str = "") -> Submission:
        """What the office says of it. The note is kept as it came; only the status goes into the journal."""
        return self._database.write(lambda db: self._legal(db, code, legal, note), tell=True)

    # --- inside transactions ---------------------------------------------------------------------------------------

    def _filed(
        self,
        db: Any,
        draft_id: str,
        filing: Filing,
        filed_at: datetime,
        due_at: datetime,
        ranks: tuple[int, int],
        edition: str,
    ) -> Submission:
        digest = hashlib.sha256(content := filing.canonical()).hexdigest()
        earlier = db.execute(
            "SELECT s.code, f.digest FROM submissions s JOIN filings f USING (id) WHERE s.draft = ?", [draft_id]
        ).fetchone()
        if earlier is not None:
            return again(db, earlier, digest)
        self._space.for_filing()
        self._keys.publish_within(filing.kiosk)
        code = fresh_code(db, filing.prefix)
        signed = ReceiptText(code, filing.unit, filing.kiosk, filed_at, digest[:16]).signed(self._keys.sign)
        digest_kept = editions.keep(db, filing.procedure, filing.version, edition)
        submission = Submission(code, filing, filed_at, due_at, signed, filing.begins, edition=digest_kept)
        owner = self._keys.owner_of(filing.applicant.id_number)
        row = (draft_id, owner, content.decode(), digest, *ranks)
        filing_rows.insert(db, submission, row, self._database.reached)
        facts = {"procedure": filing.procedure, "digest": digest}  # the chain vouches for the content too
        self._journal.within(db, Entry(EventKind.SUBMISSION_FILED, code, facts))
        self._database.reached("journal")
        drafts.end(db, draft_id)
        self._database.reached("draft ended")
        return submission

    def _move(
        self,
        code: str,
        event: Event,
        kind: EventKind,
        facts: Mapping[str, str] | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Submission:
        return self._database.write(lambda db: self._moved(db, code, event, kind, facts, changes), tell=True)

    def _moved(
        self,
        db: Any,
        code: str,
        event: Event,
        kind: EventKind,
        facts: Mapping[str, str] | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Submission:
        before = get(db, code)
        attempts = before.attempts + (event is Event.ATTEMPT)
        owner = self._owner if event is Event.ATTEMPT else ""
        standing = {"sync": after(before.sync, event).value, "attempts": attempts, "claimed_by": owner}
        update(db, code, {**standing, **(changes or {})})
        self._database.reached("moved")
        self._journal.within(db, Entry(kind, code, {**(facts or {}), "attempt": str(attempts)}))
        self._database.reached("journal")
        return get(db, code)

    def _claimed(self, db: Any, code: str, listed: Submission | None) -> Submission:
        before = get(db, code)
        by = db.execute("SELECT claimed_by FROM submissions WHERE code = ?", [code]).fetchone()[0]
        if by not in ("", self._owner) and alive(by):
            raise Claimed("another process is sending it", number=code)
        if listed is not None and place(before) != place(listed):
            raise Claimed("another process has tried it meanwhile", number=code)
        return self._moved(db, code, Event.ATTEMPT, EventKind.SYNC_ATTEMPT)

    def _legal(self, db: Any, code: str, legal: Legal, note: str) -> Submission:
        before = get(db, code)
        if (before.legal, before.legal_note) == (legal, note):
            return before
        update(db, code, {"legal": legal.value, "legal_note": note})
        self._journal.within(db, Entry(EventKind.STATUS_CHANGED, code, {"status": legal.value}))
        return get(db, code)


def _why(reason: str) -> dict[str, str]:
    """The error code alone: the portal's own words after it may name a person."""
    return {"reason": reason.split(":", 1)[0]}
