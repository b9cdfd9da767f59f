"""Which filings look alike, by keyed digests: the database says so at once, and nothing can be read out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.submission import Legal

_OVER = (Legal.NOT_ACCEPTED, Legal.WITHDRAWN, Legal.STOPPED)  # after these one files again, and rightly so


@dataclass(frozen=True)
class LikeFiling:
    """A filing that looks like one that is about to be handed in. Says nothing of what is in it."""

    code: str
    filed_at: datetime
    owner: str  # ``Drafts.owner_of`` who filed it


def insert(db: Any, code: str, digests: Iterable[bytes]) -> None:
    sql = "INSERT OR IGNORE INTO likenesses (digest, id) SELECT ?, id FROM submissions WHERE code = ?"
    for digest in digests:
        db.execute(sql, [digest, code])


def find(db: Any, digests: Iterable[bytes]) -> tuple[LikeFiling, ...]:
    """The newest first; without those that the office did not take, or that were taken back."""
    wanted = list(dict.fromkeys(digests))
    marks, over = ", ".join("?" * len(wanted)), ", ".join("?" * len(_OVER))
    sql = f"""SELECT DISTINCT s.id, s.code, f.filed_at, f.owner
        FROM likenesses l JOIN submissions s USING (id) JOIN filings f USING (id)
        WHERE l.digest IN ({marks}) AND coalesce(s.legal, '') NOT IN ({over}) ORDER BY s.id DESC"""  # noqa: S608 - marks
    rows = db.execute(sql, [*wanted, *(legal.value for legal in _OVER)]).fetchall()
    return tuple(LikeFiling(code, datetime.fromisoformat(filed_at), owner) for _, code, filed_at, owner in rows)


def erase(db: Any, number: int) -> None:
    db.execute("DELETE FROM likenesses WHERE id = ?", [number])
