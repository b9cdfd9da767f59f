"""Documents by their content: the same bytes are kept once, and travel once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from kiosk.domain.submission import DocumentRef
from kiosk.errors import UnknownDocument
from kiosk.store.database.connection import Database
from kiosk.store.database.space import Space

PIECE = 256 << 10  # bytes; what an upload holds in memory at a time


class Documents:
    def __init__(self, database: Database, space: Space) -> None:
        self._database = database
        self._space = space

    def put(self, data: bytes, *, key: str, name: str, media_type: str, pages: int = 1) -> DocumentRef:
        """Keep ``data``; durable when this returns. DiskFull leaves nothing of it behind."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.size(sha256) is None:
            self._space.for_document(len(data))
            self._database.write(lambda db: self._insert(db, sha256, data))
        return DocumentRef(key, sha256, len(data), media_type, name, pages)

    def size(self, sha256: str) -> int | None:
        """Bytes of the document; None if it is not here."""
        return self._database.read(lambda db: _size(db, sha256))

    def get(self, sha256: str) -> bytes:
        """The whole document. UnknownDocument if it is not here."""
        return b"".join(self.chunks(sha256))

    def chunks(self, sha256: str, start: int = 0) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``PIECE`` at a time, read as they are asked for."""
        size = self.size(sha256)
        if size is None:
            raise UnknownDocument()
        number, skip = divmod(start, PIECE)
        while number * PIECE + skip < size:
            yield self._piece(sha256, number)[skip:]
            number, skip = number + 1, 0

    def upload_url(self, sha256: str) -> str:
        """Where these bytes have begun to travel to; empty if they have not."""
        rows = self._database.read(
            lambda db: db.execute("SELECT url FROM uploads WHERE sha256 = ?", [sha256]).fetchall()
        )
        return str(rows[0][0]) if rows else ""

    def set_upload(self, sha256: str, url: str) -> None:
        """Remember where these bytes travel to; an empty ``url`` forgets it. UnknownDocument if they are not here."""
        self._database.write(lambda db: _set_upload(db, sha256, url))

    def sweep(self) -> int:
        """Erase what nothing refers to: photographs of a visit that a power cut ended. How many went.

        Only for a start, before the first visit: during one, fresh documents are not referred to yet.
        """
        return self._database.write(lambda db: erase_unused(db, _all(db)))

    def _insert(self, db: Any, sha256: str, data: bytes) -> None:
        if _size(db, sha256) is not None:  # another thread was quicker
            return
        db.execute("INSERT INTO documents (sha256, size) VALUES (?, ?)", [sha256, len(data)])
        for number, begin in enumerate(range(0, len(data), PIECE)):
            piece = data[begin : begin + PIECE]
            db.execute("INSERT INTO pieces (sha256, number, data) VALUES (?, ?, ?)", [sha256, number, piece])
            self._database.reached("document piece")

    def _piece(self, sha256: str, number: int) -> bytes:
        sql = "SELECT data FROM pieces WHERE sha256 = ? AND number = ?"
        row = self._database.read(lambda db: db.execute(sql, [sha256, number]).fetchone())
        if row is None:
            raise UnknownDocument()  # erased while it was being read
        return bytes(row[0])


# --- parts of other rooms' transactions -----------------------------------------------------------------------------


def require(db: Any, names: Iterable[str]) -> list[str]:
    """The contents named by SHA-256, each once; UnknownDocument if one is not here."""
    named = sorted(set(names))
    if any(_size(db, sha256) is None for sha256 in named):
        raise UnknownDocument()
    return named


def erase_unused(db: Any, candidates: Iterable[str]) -> int:
    """Erase those of ``candidates`` that no submission, no draft and no act refers to. How many went."""
    sql = """DELETE FROM documents WHERE sha256 = ?1
        AND NOT EXISTS (SELECT 1 FROM act_documents WHERE sha256 = ?1)
        AND NOT EXISTS (SELECT 1 FROM filed_documents WHERE sha256 = ?1)
        AND NOT EXISTS (SELECT 1 FROM drafted_documents WHERE sha256 = ?1)"""
    return sum(db.execute(sql, [sha256]).rowcount for sha256 in candidates)


def _size(db: Any, sha256: str) -> int | None:
    row = db.execute("SELECT size FROM documents WHERE sha256 = ?", [sha256]).fetchone()
    return None if row is None else int(row[0])


def _all(db: Any) -> list[str]:
    return [row[0] for row in db.execute("SELECT sha256 FROM documents").fetchall()]


def _set_upload(db: Any, sha256: str, url: str) -> None:
    if _size(db, sha256) is None:
        raise UnknownDocument()
    db.execute("DELETE FROM uploads WHERE sha256 = ?", [sha256])
    if url:
        db.execute("INSERT INTO uploads (sha256, url) VALUES (?, ?)", [sha256, url])
