"""Two dossiers side by side: what is the same, what is not, and the verdict that is kept in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.domain.desk_calls import CallKind
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.dossier_sheet import DossierField
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import UnknownCode
from kiosk.services.counter.dossiers import DossierDesk, DossierSheet
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store

VERDICTS = ("same", "both", "different", "unsure")
"""One matter filed twice; one person with two matters; two people; not known yet. Words: ``counter.twice.VALUE``."""


@dataclass(frozen=True)
class ComparedRow:
    label: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        return self.left.casefold() == self.right.casefold()


@dataclass(frozen=True)
class ComparedPair:
    """``others``: further dossiers that it looks like."""

    left: DossierSheet
    right: DossierSheet
    rows: tuple[ComparedRow, ...]  # the same ones first
    others: tuple[str, ...]


class DuplicateDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(
        self, store: Store, sessions: StaffSessions, dossiers: DossierDesk, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._sessions, self._dossiers, self._clock = store, sessions, dossiers, clock

    def pair(self, session: StaffSession, code: str, other: str = "") -> ComparedPair:
        """Beside the newest that it looks like, or ``other``. UnknownCode where it looks like none; DossierSealed."""
        self._sessions.require(session, StaffAct.LOOK)
        alike = self._store.dossiers.alike(code)
        if not (wanted := other or next(iter(alike), "")):
            raise UnknownCode("it looks like no other", number=code)
        left, right = self._dossiers.open(session, code), self._dossiers.open(session, wanted)
        rows = sorted(_rows(left, right), key=lambda one: not one.same)
        return ComparedPair(left, right, tuple(rows), tuple(one for one in alike if one != wanted))

    def settle(self, session: StaffSession, pair: ComparedPair, verdict: str, goes_on: str, reason: str) -> None:
        """Keep the verdict in both, in one transaction. ``goes_on``: the code of the one that does, where they are
        one matter. Where it is not known yet, somebody is to be called. ReasonMissing, DossierChanged, DossierHeld."""
        self._sessions.require(session, StaffAct.LOOK)
        if verdict not in VERDICTS:
            raise ValueError(verdict)
        text = f"{words().say(f'counter.twice.{verdict}')}: {worded(reason)}"
        codes = (pair.left.head.code, pair.right.head.code)
        events = []
        for sheet, other in zip((pair.left, pair.right), reversed(codes), strict=True):
            facts = {"of": "alike", "verdict": text, "with": other, "kept": goes_on if verdict == "same" else ""}
            kind = DossierEventKind.REMARK if verdict == "unsure" else DossierEventKind.LOOKED
            event = DossierEvent(kind, {**facts, "text": text}, session.number)
            events.append((sheet.head.code, sheet.head.revision, event))
        self._store.dossier_book.add_all(events)
        if verdict == "unsure":
            applicant, about = pair.left.submission.filing.applicant, words().say("counter.twice.ask")
            self._store.calls.add(
                CallKind.CALL_BACK, codes[0], applicant.full_name, applicant.phone, about, self._clock()
            )


def _rows(left: DossierSheet, right: DossierSheet) -> list[ComparedRow]:
    """By the sheet's order of the left one; what the right alone has at the end. Papers last."""
    values = {one.key: one for one in right.fields}
    rows = [
        ComparedRow(_label(one), one.text or one.value, _value(values, one.key)) for one in left.fields if one.value
    ]
    known = {one.key for one in left.fields if one.value}
    rows += [
        ComparedRow(_label(one), "", one.text or one.value)
        for one in right.fields
        if one.value and one.key not in known
    ]
    papers = ("; ".join(one.name for one in sheet.papers if not one.replaced) for sheet in (left, right))
    return [*rows, ComparedRow(words().say("counter.twice.papers"), *papers)]


def _label(one: DossierField) -> str:
    """With its part: a mother's name and a child's are both names."""
    return f"{one.part}: {one.label}" if one.part else one.label


def _value(values: Mapping[str, DossierField], key: str) -> str:
    one = values.get(key)
    return (one.text or one.value) if one is not None else ""
