"""The portal's signed words that papers arrived, by filing and document. Without one a paper is not erased by its age.

What is kept here was proved by whoever handed it in (``kiosk.sync.inbox.upload_receipts``). That a word was refused is
kept too, until a good one comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.domain.arrival import SignedArrival
from kiosk.domain.events import Entry, EventKind
from kiosk.store.database.connection import Database
from kiosk.store.journal.hash_chain import Journal


@dataclass(frozen=True)
class ReceiptCounts:
    """Papers of delivered filings that are still here: how many lack the portal's word, and how many had a bad one."""

    missing: int
    refused: int


class UploadReceipts:
    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    def keep(self, arrivals: Sequence[SignedArrival]) -> None:
        """Keep these, in one transaction with the journal; the first word about a paper stays."""

        def job(db: Any) -> None:
            for one in arrivals:
                self._store_receipt(db, one)

        self._database.write(job)

    def refused(self, code: str, sha256: str, reason: str) -> None:
        """A word about it came that could not be believed. Told to the journal once."""

        def job(db: Any) -> None:
            sql = """INSERT INTO arrivals (code, sha256, refused) VALUES (?, ?, ?)
                ON CONFLICT (code, sha256) DO UPDATE SET refused = excluded.refused
                WHERE text = '' AND refused != excluded.refused"""
            if db.execute(sql, [code, sha256, reason]).rowcount:
                self._journal.within(db, Entry(EventKind.ARRIVAL_REFUSED, code, {"document": sha256, "reason": reason}))

        self._database.write(job)

    def of(self, code: str) -> dict[str, str]:
        """The words kept for one filing, by the document's SHA-256."""
        sql = "SELECT sha256, text FROM arrivals WHERE code = ? AND text != '' ORDER BY sha256"
        return dict(self._database.read(lambda db: db.execute(sql, [code]).fetchall()))

    def missing(self, code: str) -> tuple[tuple[str, int], ...]:
        """The papers of a delivered filing that are here without the portal's word: SHA-256 and bytes."""
        sql = "SELECT sha256, size FROM unproven JOIN documents USING (sha256) WHERE code = ? ORDER BY size"
        return tuple(self._database.read(lambda db: db.execute(sql, [code]).fetchall()))

    def unproven(self, most: int) -> tuple[str, ...]:
        """The codes of delivered filings with such papers, those with a refused word last, then the oldest first."""
        sql = """SELECT code FROM unproven GROUP BY id ORDER BY EXISTS
            (SELECT 1 FROM arrivals r WHERE r.code = unproven.code AND r.refused != ''), id LIMIT ?"""
        return tuple(row[0] for row in self._database.read(lambda db: db.execute(sql, [most]).fetchall()))

    def standing(self) -> ReceiptCounts:
        sql = "SELECT count(*), count(r.code) FROM unproven LEFT JOIN arrivals r USING (code, sha256)"
        return ReceiptCounts(*self._database.read(lambda db: db.execute(sql).fetchone()))

    def _store_receipt(self, db: Any, arrival: SignedArrival) -> None:
        sql = """INSERT INTO arrivals (code, sha256, text) VALUES (?, ?, ?)
            ON CONFLICT (code, sha256) DO UPDATE SET text = excluded.text, refused = '' WHERE text = ''"""
        word = arrival.word
        if db.execute(sql, [word.code, word.sha256, arrival.text]).rowcount:
            facts = {"document": word.sha256, "word": hashlib.sha256(arrival.text.encode()).hexdigest()}
            self._journal.within(db, Entry(EventKind.ARRIVAL_PROVEN, word.code, facts))
            self._database.reached("arrival")
