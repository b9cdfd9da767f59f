"""A dossier in an officer's hands: read, held, mended with a reason, papers replaced, notes; each act by right, on the
revision that was looked at, and in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.domain.case import Notice
from kiosk.domain.checks import Day, Level, check
from kiosk.domain.cleaning import cleaned
from kiosk.domain.dossier import CLOSED
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind, DossierHead
from kiosk.domain.dossier_sheet import DossierField, DossierPaper, fields_of, papers_of
from kiosk.domain.procedure import Procedure
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Event, OfficerNote, Submission, after
from kiosk.errors import FieldInvalid, FieldLocked, UnknownDocument
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.filing import BoundDocument

if TYPE_CHECKING:
    from kiosk.store import Store


@dataclass(frozen=True)
class DossierSheet:
    """Everything on one screen. ``people`` name the accounts that the history speaks of."""

    head: DossierHead
    submission: Submission
    procedure: str
    fields: tuple[DossierField, ...]
    papers: tuple[DossierPaper, ...]
    events: tuple[DossierEvent, ...]
    notes: tuple[OfficerNote, ...]
    messages: tuple[Notice, ...]
    people: Mapping[int, str]
    paper_names: Mapping[str, str]  # every paper that its matter knows, by key

    @property
    def holder(self) -> str:
        """Who has it open, as colleagues read it; empty: nobody."""
        return self.people.get(self.head.holder, "")

    @property
    def is_given(self) -> bool:
        """Whether the result was handed over here: the portal learns it by the office's own way, and later."""
        return any(one.kind is DossierEventKind.HANDED_OVER for one in self.events)

    @property
    def is_closed(self) -> bool:
        """Whether no field is put right any more; what was registered wrongly is corrected."""
        return self.submission.legal in CLOSED

    def field(self, key: str) -> DossierField:
        """The line of that key. FieldLocked where there is none."""
        for one in self.fields:
            if one.key == key:
                return one
        raise FieldLocked("no such field", field=key)


class DossierDesk:
    """Safe from any thread; every call touches the disk. ``edition`` is a procedure as it was when the filing was
    handed in; None where it is gone."""

    def __init__(
        self,
        store: Store,
        sessions: StaffSessions,
        edition: Callable[[Submission], Procedure | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._sessions, self._edition, self._clock = store, sessions, edition, clock
        self._book = store.dossier_book

    def open(self, session: StaffSession, code: str) -> DossierSheet:
        """Read it; the journal says who did. UnknownCode, DossierSealed."""
        self._sessions.require(session, StaffAct.VIEW)
        head = self._seen_by(session, code)
        self._book.viewed(head.code, session.about)
        return self._sheet(head)

    def hold(self, session: StaffSession, code: str, *, over: bool = False) -> DossierSheet:
        """Take it in hand for a while. DossierHeld; ``over`` takes it from a colleague, which wants its own right."""
        self._sessions.require(session, StaffAct.TAKE_OVER if over else StaffAct.VIEW)
        head = self._seen_by(session, code)
        return self._sheet(self._book.hold(head.code, session.number, over=over))

    def release(self, session: StaffSession, code: str = "") -> None:
        """Let it go, or all that this officer has."""
        self._sessions.touch(session)
        self._book.release(session.number, code)

    def let_go(self, session: StaffSession) -> None:
        """What this officer had open, for who signs out or was locked out."""
        self._book.release(session.number)

    def mend(
        self, session: StaffSession, code: str, revision: int, *, key: str, value: str, reason: str, ground: str = ""
    ) -> DossierSheet:
        """Put a field right; both values stay. FieldLocked, FieldInvalid, ReasonMissing; DossierChanged, DossierHeld.

        The value is cleaned and checked as it would be on the form; one that is the same changes nothing.
        """
        sheet = self._ready(session, StaffAct.MEND, code)
        line = sheet.field(key)
        if not line.mendable or sheet.submission.legal in CLOSED or sheet.head.erased:
            raise FieldLocked(key, field=line.label)
        value = valid_value(self._edition(sheet.submission), key, value, self._clock().date())
        if value == line.value:
            return sheet
        facts = {
            "field": key,
            "before": line.value,
            "after": value,
            "reason": worded(reason),
            "ground": ground.strip(),
        }
        return self._done(session, sheet, revision, DossierEventKind.MENDED, facts)

    def add_paper(
        self,
        session: StaffSession,
        code: str,
        revision: int,
        paper: BoundDocument,
        *,
        reason: str,
        replaces: str = "",
    ) -> DossierSheet:
        """Add a paper, or put it in the place of the one with the SHA-256 ``replaces``, which stays to be looked at."""
        sheet = self._ready(session, StaffAct.PAPERS, code)
        if replaces and replaces not in {one.sha256 for one in sheet.papers}:
            raise UnknownDocument("not of this dossier")
        paper_ref = self._store.documents.put(
            paper.pdf, key=paper.key, name=f"{paper.key}.pdf", media_type="application/pdf", pages=paper.pages
        )
        facts = {
            "key": paper.key,
            "name": sheet.paper_names.get(paper.key, paper.key),
            "sha256": paper_ref.sha256,
            "size": str(paper_ref.size),
            "pages": str(paper_ref.pages),
        }
        facts |= {"replaces": replaces, "reason": worded(reason)}
        return self._done(session, sheet, revision, DossierEventKind.PAPER, facts)

    def except_from(self, session: StaffSession, code: str, revision: int, *, rule: str, reason: str) -> DossierSheet:
        """Go on against a rule, with a reason that the chief reads."""
        facts = {"rule": rule, "reason": worded(reason)}
        sheet = self._ready(session, StaffAct.EXCEPTION, code)
        return self._done(session, sheet, revision, DossierEventKind.EXCEPTION, facts)

    def remark(self, session: StaffSession, code: str, revision: int, text: str) -> DossierSheet:
        """A note to colleagues."""
        sheet = self._ready(session, StaffAct.REMARK, code)
        return self._done(session, sheet, revision, DossierEventKind.REMARK, {"text": worded(text)})

    def looked(self, session: StaffSession, code: str, revision: int, verdict: str) -> DossierSheet:
        """What was to look at was looked at; ``verdict`` says with what end."""
        sheet = self._ready(session, StaffAct.LOOK, code)
        reasons = " ".join(one.value for one in sheet.head.look)
        return self._done(
            session, sheet, revision, DossierEventKind.LOOKED, {"of": reasons, "verdict": worded(verdict)}
        )

    def serve(self, session: StaffSession, code: str, revision: int, text: str) -> DossierSheet:
        """An order for the counter was done; ``text`` says how. TransitionError where it is a dossier of the
        portal's, or was done before."""
        sheet = self._ready(session, StaffAct.HAND_OVER, code)
        after(sheet.submission.sync, Event.SERVE)
        served = self._done(session, sheet, revision, DossierEventKind.SERVED, {"text": worded(text)})
        self._store.outbox.serve(served.head.code)
        return self._sheet(self._book.head(served.head.code))

    def seal(self, session: StaffSession, code: str, revision: int, reason: str) -> DossierSheet:
        """From now on only who has the right sees what is in it."""
        sheet = self._ready(session, StaffAct.SEAL, code)
        return self._done(session, sheet, revision, DossierEventKind.SEALED, {"reason": worded(reason)})

    def unseal(self, session: StaffSession, code: str, revision: int, reason: str) -> DossierSheet:
        sheet = self._ready(session, StaffAct.SEAL, code)
        return self._done(session, sheet, revision, DossierEventKind.UNSEALED, {"reason": worded(reason)})

    def paper(self, session: StaffSession, code: str, sha256: str) -> bytes:
        """A paper's PDF. UnknownDocument where it is not of this dossier, or was erased."""
        self._sessions.require(session, StaffAct.VIEW)
        sheet = self._sheet(self._seen_by(session, code))
        if sha256 not in {one.sha256 for one in sheet.papers}:
            raise UnknownDocument("not of this dossier")
        return self._store.documents.get(sha256)

    def _ready(self, session: StaffSession, act: StaffAct, code: str) -> DossierSheet:
        self._sessions.require(session, act)
        return self._sheet(self._seen_by(session, code))

    def _done(
        self,
        session: StaffSession,
        sheet: DossierSheet,
        revision: int,
        kind: DossierEventKind,
        facts: Mapping[str, str],
    ) -> DossierSheet:
        self._book.add(sheet.head.code, revision, DossierEvent(kind, facts, session.number))
        return self._sheet(self._book.head(sheet.head.code))

    def _seen_by(self, session: StaffSession, code: str) -> DossierHead:
        head = self._book.head(code)
        self._sessions.require_sight(session, head)
        return head

    def _sheet(self, head: DossierHead) -> DossierSheet:
        submission = self._store.outbox.get(head.code)
        events, case = self._book.events(head.code), self._store.cases.case(head.code)
        procedure = self._edition(submission)
        return DossierSheet(
            head=head,
            submission=submission,
            procedure=procedure.name["vi"] if procedure else submission.filing.procedure,
            fields=fields_of(submission.filing, procedure, events),
            papers=papers_of(submission.filing, procedure, events),
            events=events,
            notes=submission.filing.notes,
            messages=case.case.notices if case else (),
            people=self._people(),
            paper_names={one.key: one.name["vi"] for one in procedure.documents} if procedure else {},
        )

    def _people(self) -> Mapping[int, str]:
        return {one.number: one.person for one in self._store.staff.list()}


def valid_value(procedure: Procedure | None, key: str, value: str, day: date) -> str:
    """A value as the sheet takes it; cleaned alone where the sheet of that time is gone. FieldInvalid."""
    item = next((one for one in procedure.fields if one.key == key), None) if procedure else None
    if item is None:
        return cleaned(value)
    value = cleaned(value, item.type)
    problem = check(item, {key: value}, Day(day))
    if problem is not None and problem.level is Level.STOP:
        raise FieldInvalid(problem.key, field=key, problem=problem.key)
    return value.upper() if item.upper else value
