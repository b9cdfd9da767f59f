"""Forms that officers have begun for somebody and not filed, incomplete notices among them.

They are drafts that belong to no card and outlive the time of drafts: they end when they are filed (``Outbox.file``) or
when an officer drops them with a reason. Two officers never overwrite each other (compare-and-set, as ``DossierBook``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.domain.draft import Draft
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import DossierChanged, UnknownCode
from kiosk.store.database.connection import Database
from kiosk.store.database.space import Space
from kiosk.store.filings.drafts import OF_RESIDENTS, drafts_where, end, save_within
from kiosk.store.journal.hash_chain import Journal


class DeskFormBook:
    def __init__(self, database: Database, journal: Journal, space: Space) -> None:
        self._database, self._journal, self._space = database, journal, space

    def get(self, name: str) -> Draft:
        """UnknownCode where it was filed or dropped, or never was."""
        return self._database.read(lambda db: _named(db, name))

    def list(self) -> tuple[Draft, ...]:
        """All of them, what was saved last first."""
        return tuple(self._database.read(lambda db: drafts_where(db, f"NOT {OF_RESIDENTS} ORDER BY saved DESC")))

    def count(self) -> int:
        sql = f"SELECT count(*) FROM drafts WHERE NOT {OF_RESIDENTS}"  # noqa: S608 - our own words
        return int(self._database.read(lambda db: db.execute(sql).fetchone()[0]))

    def begin(self, draft: Draft, staff: str) -> Draft:
        """Keep a new one. DiskFull where there is no room for another."""
        origin = draft.assisted
        assert origin is not None

        def job(db: Any) -> Draft:
            self._space.for_visit()
            save_within(db, draft)
            facts = {"by": staff, "what": "begun", "source": origin.source}
            self._journal.within(db, Entry(EventKind.DESK_FORM, draft.id, facts))
            return draft

        return self._database.write(job, tell=True)

    def opened(self, name: str, staff: str) -> None:
        """Somebody reads it: in the journal, whoever it is."""
        self._journal.append(Entry(EventKind.DESK_FORM, name, {"by": staff, "what": "opened"}))

    def save(self, draft: Draft) -> Draft:
        """Keep it in place of what stands there; with the next revision. DossierChanged where that is not of the
        revision which this one was made from; UnknownCode, AlreadyFiled, UnknownDocument."""
        assert draft.assisted is not None
        revision = draft.assisted.revision
        newer = replace(draft, assisted=replace(draft.assisted, revision=revision + 1))

        def job(db: Any) -> Draft:
            _still(db, draft.id, revision)
            save_within(db, newer)
            return newer

        return self._database.write(job)

    def drop(self, name: str, revision: int, staff: str, why: str) -> None:
        """Erase it, and its papers; ``why`` is a word of ours. DossierChanged, UnknownCode."""

        def job(db: Any) -> None:
            _still(db, name, revision)
            end(db, name)
            self._journal.within(db, Entry(EventKind.DESK_FORM, name, {"by": staff, "what": "dropped", "why": why}))

        self._database.write(job, tell=True)


def _named(db: Any, name: str) -> Draft:
    drafts = drafts_where(db, f"id = ? AND NOT {OF_RESIDENTS}", name)
    if not drafts:
        raise UnknownCode("no such form", number=name)
    return drafts[0]


def _still(db: Any, name: str, revision: int) -> None:
    origin = _named(db, name).assisted
    if origin is None or origin.revision != revision:
        raise DossierChanged("the form has moved on", number=name)
