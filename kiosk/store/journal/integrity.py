"""Everything read and compared. Takes as long as reading the whole store: for a technician, not for each start."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

_FILINGS = """SELECT s.code, f.digest, f.content FROM submissions s JOIN filings f USING (id)
    WHERE s.erased != 'content'"""

_UNVOUCHED = """SELECT s.code FROM submissions s JOIN filings f USING (id)
    LEFT JOIN journal j ON j.kind = 'submission.filed' AND j.about = s.code
    WHERE j.number IS NULL OR json_extract(j.facts, '$.digest') != f.digest"""


def first_fault(db: Any) -> str:
    """What is amiss, in words for the log and without a person in them; empty if all is well."""
    return next(_faults(db), "")


def _faults(db: Any) -> Iterator[str]:
    for pragma in ("integrity_check", "foreign_key_check"):
        for row in db.execute(f"PRAGMA {pragma}"):
            if row[0] != "ok":
                yield f"{pragma}: {row[0]}"
    for code, digest, content in db.execute(_FILINGS):
        if hashlib.sha256(content.encode()).hexdigest() != digest:
            yield f"the content of {code}"
    for (code,) in db.execute(_UNVOUCHED):
        yield f"the journal on {code}"
    for (sha256,) in db.execute("SELECT sha256 FROM documents"):
        if _content(db, sha256) != sha256:
            yield f"document {sha256[:8]}"


def _content(db: Any, sha256: str) -> str:
    digest = hashlib.sha256()
    for (piece,) in db.execute("SELECT data FROM pieces WHERE sha256 = ? ORDER BY number", [sha256]):
        digest.update(piece)
    return digest.hexdigest()
