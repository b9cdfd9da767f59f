"""What happened, in order, each entry chained to the one before it.

An entry's hash is SHA-256 over the previous hash and the entry's canonical bytes, so that a changed, removed or
inserted entry breaks the chain at its place. A chain alone cannot show that its tail was cut off, nor that somebody
wrote it anew from the start: against that stand checkpoints, ends of the journal signed with the kiosk's key, which are
kept here and travel to the portal with each sync.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.events import Entry, EventKind
from kiosk.store.database.connection import Database
from kiosk.store.keys.keyring import Keyring

START = bytes(32)
"""What the first entry is chained to."""


@dataclass(frozen=True)
class JournalEntry:
    """An entry as it stands in the journal. ``at`` is what the clock said; only ``number`` orders."""

    number: int  # from 1, without gaps
    at: datetime
    entry: Entry
    hash: bytes  # 32 bytes


@dataclass(frozen=True)
class JournalHead:
    """The journal's end: how many entries, and the last one's hash."""

    number: int
    hash: bytes

    def text(self, keys: Keyring) -> str:
        """What is signed: whose journal, how long, and how it ends."""
        return f"KJ1:{keys.public.hex()[:16]}:{self.number}:{self.hash.hex()}"


@dataclass(frozen=True)
class Break:
    """The first place where the journal is not what was written."""

    number: int  # of the entry
    why: str  # entry | checkpoint | tail | head


class Journal:
    def __init__(self, database: Database, clock: Callable[[], datetime], keys: Keyring) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    def append(self, entry: Entry) -> JournalEntry:
        """Write one entry; durable when this returns."""
        return self._database.write(lambda db: self.within(db, entry))

    def within(self, db: Any, entry: Entry) -> JournalEntry:
        """Write one entry as part of a transaction that is under way on the owner thread."""
        before = _head(db)
        number, at = before.number + 1, self._clock().isoformat()
        facts = json.dumps(dict(entry.facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        link = _chained(before.hash, number, at, entry.kind.value, entry.about, facts)
        row = (number, at, entry.kind.value, entry.about, facts, link)
        db.execute("INSERT INTO journal (number, at, kind, about, facts, hash) VALUES (?, ?, ?, ?, ?, ?)", row)
        return _written(row)

    def entries(self, after: int = 0) -> tuple[JournalEntry, ...]:
        """Every entry with a number above ``after``, oldest first."""
        return self._database.read(lambda db: tuple(_written(row) for row in _rows(db, after)))

    def head(self) -> JournalHead:
        return self._database.read(_head)

    def verify(self) -> int | None:
        """The number of the first entry that is missing or not what was written; None if the chain holds."""
        return self._database.read(_first_break)

    def checkpoint(self) -> str:
        """Sign the journal's end, keep the signature, and give the text that travels: ``JournalHead.text`` with it."""
        return self._database.write(self._checkpointed)

    def audit(self, known: str = "") -> Break | None:
        """Chain, checkpoints and tail, against ``known`` too: a signed head that was kept elsewhere, such as at the
        portal. None if all holds; a ``known`` that this kiosk never signed is a break at 0."""
        return self._database.read(lambda db: self._audited(db, known))

    def _checkpointed(self, db: Any) -> str:
        head = _head(db)
        signatures = db.execute("SELECT signature FROM checkpoints WHERE number = ?", [head.number]).fetchone()
        if signatures is not None:
            return f"{head.text(self._keys)}:{bytes(signatures[0]).hex()}"
        signature = self._keys.sign(head.text(self._keys).encode())
        sql = "INSERT OR REPLACE INTO checkpoints (number, hash, signature) VALUES (?, ?, ?)"
        db.execute(sql, [head.number, head.hash, signature])
        db.execute("DELETE FROM checkpoints WHERE number < ? AND number % 64 != 0", [head.number])
        return f"{head.text(self._keys)}:{signature.hex()}"

    def _audited(self, db: Any, known: str) -> Break | None:
        heads = [
            (JournalHead(number, link).text(self._keys) + f":{bytes(signature).hex()}", "checkpoint")
            for number, link, signature in db.execute("SELECT number, hash, signature FROM checkpoints ORDER BY number")
        ]
        if known:
            heads.append((known.strip(), "head"))
        breaks = [break_here for text, kind in heads if (break_here := self._against(db, text, kind))]
        if (number := _first_break(db)) is not None:
            breaks.append(Break(number, "entry"))
        return min(breaks, key=lambda one: one.number, default=None)

    def _against(self, db: Any, text: str, kind: str) -> Break | None:
        """What a signed head says, compared with what stands at its number."""
        try:
            _, _, number, link, signature = text.split(":")
            head = JournalHead(int(number), bytes.fromhex(link))
            if not self._keys.signed(head.text(self._keys).encode(), bytes.fromhex(signature)):
                return Break(head.number if kind == "checkpoint" else 0, kind)
        except ValueError:
            return Break(0, kind)
        if head.number == 0:
            return None
        row = db.execute("SELECT hash FROM journal WHERE number = ?", [head.number]).fetchone()
        if row is None:
            return Break(_head(db).number + 1, "tail")
        return None if row[0] == head.hash else Break(head.number, kind)


_COLUMNS = "number, at, kind, about, facts, hash"


def _rows(db: Any, after: int = 0) -> Iterator[tuple[Any, ...]]:
    sql = f"SELECT {_COLUMNS} FROM journal WHERE number > ? ORDER BY number"  # noqa: S608 - fixed names
    return iter(db.execute(sql, [after]))


def _head(db: Any) -> JournalHead:
    row = db.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    return JournalHead(row[0], row[1]) if row else JournalHead(0, START)


def _chained(before: bytes, *fields: int | str) -> bytes:
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(before + canonical).digest()


def _first_break(db: Any) -> int | None:
    last = START
    for number, row in enumerate(_rows(db), start=1):
        if row[0] != number or _chained(last, *row[:5]) != row[5]:
            return number
        last = row[5]
    return None


def _written(row: tuple[Any, ...]) -> JournalEntry:
    number, at, kind, about, facts, link = row
    return JournalEntry(number, datetime.fromisoformat(at), Entry(EventKind(kind), about, json.loads(facts)), link)
