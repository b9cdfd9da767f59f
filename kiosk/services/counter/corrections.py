"""Corrections (cải chính) of what was registered: asked field by field with ground and paper; a chief approves them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from kiosk.domain.correction import REGISTERED, CorrectedField, facts_of, waiting
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.dossier_sheet import DossierField
from kiosk.domain.procedure import Procedure, row_place
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Submission
from kiosk.errors import AnswerEmpty, CorrectionWaits, FieldLocked, NotRegistered, ReasonMissing
from kiosk.resources import asset, read_toml
from kiosk.services.counter.dossiers import DossierDesk, DossierSheet, valid_value
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions

if TYPE_CHECKING:
    from kiosk.store import Store


@dataclass(frozen=True)
class CorrectionGround:
    """Why what is registered may be put right, with its source. ``texts``: by language."""

    key: str
    texts: Mapping[str, str]
    source: str


class CorrectionDesk:
    """Safe from any thread; every call touches the disk. What is asked counts once a chief has approved it
    (``ReviewDesk.approve``), with their own PIN, after the dossier was opened."""

    def __init__(
        self,
        store: Store,
        sessions: StaffSessions,
        dossiers: DossierDesk,
        edition: Callable[[Submission], Procedure | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._sessions, self._dossiers = store, sessions, dossiers
        self._edition, self._clock = edition, clock

    def grounds(self, session: StaffSession) -> tuple[CorrectionGround, ...]:
        """What the law knows, in its order."""
        self._sessions.require(session, StaffAct.CORRECT)
        return tuple(
            CorrectionGround(key, {"vi": one["vi"], "en": one["en"]}, one["source"]) for key, one in _grounds().items()
        )

    def open(self, session: StaffSession, code: str) -> DossierSheet:
        """A registered dossier, to be corrected. NotRegistered where the office has not finished with it,
        CorrectionWaits where one waits for the chief already; UnknownCode, DossierSealed."""
        self._sessions.require(session, StaffAct.CORRECT)
        sheet = self._dossiers.open(session, code)
        if sheet.submission.legal not in REGISTERED or sheet.head.erased:
            raise NotRegistered("nothing is registered", number=sheet.head.code)
        if waiting(sheet.events) is not None:
            raise CorrectionWaits("one waits for the chief", number=sheet.head.code)
        return sheet

    def choices(self, session: StaffSession, code: str) -> dict[str, tuple[tuple[str, str], ...]]:
        """Of each line that is a choice, what it may be: value and label, by the sheet's key."""
        self._sessions.require(session, StaffAct.CORRECT)
        procedure = self._edition(self._store.outbox.get(self._store.dossier_book.head(code).code))
        fields = procedure.fields if procedure else ()
        return {
            item.key: tuple((one.value, one.label["vi"]) for one in item.choices) for item in fields if item.choices
        }

    def ask(
        self,
        session: StaffSession,
        code: str,
        revision: int,
        changes: Mapping[str, str],
        *,
        ground: str,
        paper: str,
        reason: str,
    ) -> DossierSheet:
        """Put it before the chief: ``changes`` by the sheet's keys, as each shall be; ``ground``: a key of ``grounds``;
        ``paper``: what was seen, by number, day and place. AnswerEmpty where nothing would change; FieldLocked,
        FieldInvalid, ReasonMissing; DossierChanged, DossierHeld; and those of ``open``."""
        sheet = self.open(session, code)
        if ground not in _grounds():
            raise ReasonMissing("no ground of the law")
        wanted = tuple(self._changes(sheet, changes))
        if not wanted:
            raise AnswerEmpty("nothing would change", number=sheet.head.code)
        facts = facts_of(wanted, ground, worded(paper), worded(reason))
        event = DossierEvent(DossierEventKind.CORRECTION_ASKED, facts, session.number)
        self._store.dossier_book.add(sheet.head.code, revision, event)
        return self._dossiers.open(session, sheet.head.code)

    def _changes(self, sheet: DossierSheet, changes: Mapping[str, str]) -> list[CorrectedField]:
        procedure, day = self._edition(sheet.submission), self._clock().date()
        return [one for key, text in changes.items() if (one := _change(sheet, procedure, day, key, text)) is not None]


def correctable(line: DossierField) -> bool:
    """What follows from others is corrected by those; a row of a table has no line of its own."""
    return line.origin != "computed" and row_place(line.key) is None


def _change(sheet: DossierSheet, procedure: Procedure | None, day: date, key: str, text: str) -> CorrectedField | None:
    line = sheet.field(key)
    if not correctable(line):
        raise FieldLocked(key, field=line.label)
    value = valid_value(procedure, key, text, day)
    return None if value == line.value else CorrectedField(key, line.value, value)


def correction_ground(key: str) -> str:
    """As a paper says it, with its source; the key where the list of grounds has it no more."""
    one = _grounds().get(key)
    return f"{one['vi']} ({one['source']})" if one else key


@cache
def _grounds() -> Mapping[str, Any]:
    return read_toml(asset("papers", "corrections.toml"))
