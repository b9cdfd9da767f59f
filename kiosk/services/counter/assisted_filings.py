"""Filing for somebody at the counter: begun, answered, papers added, filed; what is unfinished waits in a queue.

The form is the procedure's own, by the same engine and the same rules as at the kiosk. Every answer is durable when its
call returns; a card's data are not kept, so that a form that is opened again asks for the card anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from textwrap import shorten
from threading import Lock
from typing import TYPE_CHECKING

from kiosk import catalogue
from kiosk.config import Office
from kiosk.domain import form as forms
from kiosk.domain.assisted_filing import PAPER_FORM, AssistedOrigin, FiledBy, FilingSource
from kiosk.domain.citizen import CardIdentity, Method
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.draft import Draft
from kiosk.domain.form import FormState, Given, Origin
from kiosk.domain.procedure import FieldType, Procedure
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import DocumentRef
from kiosk.errors import DocumentMissing, DossierChanged, FieldInvalid, FormError, ReasonMissing, RulesEnded
from kiosk.services.assisted_hand_in import AssistedHandIn
from kiosk.services.counter.assisted_view import AssistedForm, AssistedRow, assisted_form
from kiosk.services.counter.forms_without_rules import form_not_read, with_rules_ended, without_rules
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.services.places import OfficePlaces
from kiosk.services.savepoints import restored
from kiosk.services.typed_citizen import typed_citizen
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store

MARK = "-PC-"
"""Between the kiosk's name and the rest of a form's: DV01-PC-3F9A1C. Not the shape of a code, which is for filings."""


class AssistedFilingDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(
        self,
        store: Store,
        sessions: StaffSessions,
        filing: FilingDesk,
        places: OfficePlaces,
        office: Office,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._sessions, self._filing = store, sessions, filing
        self._places, self._office, self._clock = places, office, clock
        self._book = store.desk_forms
        self._cards: dict[str, CardIdentity] = {}
        self._guard = Lock()

    # --- what waits ---

    def procedures(self, session: StaffSession) -> tuple[tuple[str, str], ...]:
        """What may be filed: code and name, in plain words and the office's, by name."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        names = ((code, _both_names(catalogue.procedure(code))) for code in catalogue.codes())
        return tuple(sorted(names, key=lambda one: one[1]))

    def waiting(self, session: StaffSession) -> tuple[AssistedRow, ...]:
        """What was begun and is not filed, each with what is missing; the newest first. One that cannot be read any
        more says so, and stops none of the others."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        return tuple(self._row(one) for one in self._book.list())

    def open(self, session: StaffSession, form: str) -> AssistedForm:
        """Read it, under its last rules where these have ended; the journal says who did. UnknownCode."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        draft = self._book.get(form)
        self._book.opened(form, session.about)
        return self._view(draft)

    # --- what is done with one ---

    def begin(
        self, session: StaffSession, procedure: str, source: FilingSource, *, giver: str = "", reason: str = ""
    ) -> AssistedForm:
        """A new form. UnknownProcedure; ReasonMissing where nobody is named from whom paper or notice came, or the
        person's own word is taken without saying why."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        sheet = catalogue.procedure(procedure)
        if source is FilingSource.COUNTER:
            giver, reason = giver.strip(), worded(reason)
        else:
            giver, reason = worded(giver), reason.strip()
        name = f"{self._office.kiosk}{MARK}{secrets.token_hex(4).upper()}"
        at = self._clock().replace(microsecond=0).isoformat()
        origin = AssistedOrigin(source.value, giver, reason, session.number, at, session.number)
        fields = tuple(item.key for item in sheet.fields)
        draft = Draft(name, sheet.code, sheet.version, {}, fields=fields, assisted=origin)
        return self._view(self._book.begin(draft, session.about))

    def name_person(
        self, session: StaffSession, form: str, revision: int, person: Mapping[str, str], *, agreed: bool
    ) -> AssistedForm:
        """Whom it is for, without a card: ``person`` by the names of ``Citizen``, days dd/mm/yyyy. ``agreed``: they
        were told what is done with their data. FieldInvalid, DossierChanged."""
        draft, origin = self._ready(session, form, revision)
        known = {key: text.strip() for key, text in person.items() if text.strip()}
        typed_citizen(known)
        with self._guard:
            self._cards.pop(form, None)
        return self._saved(session, replace(draft, assisted=replace(origin, person=known, agreed=agreed)))

    def take_card(self, session: StaffSession, form: str, revision: int, identity: CardIdentity) -> AssistedForm:
        """Their card was read: what it says is not typed. It is forgotten with ``forget``, and kept nowhere."""
        draft, origin = self._ready(session, form, revision)
        with self._guard:
            self._cards[form] = identity
        return self._saved(session, replace(draft, assisted=replace(origin, person={}, agreed=True)))

    def answer(self, session: StaffSession, form: str, revision: int, answers: Mapping[str, str]) -> AssistedForm:
        """Keep what was typed, by the keys of lines; an address in one line is read by the units of today.
        FieldInvalid for a line that the sheet does not have; DossierChanged."""
        draft, _ = self._ready(session, form, revision)
        state, visitor = self._state(draft)
        context = self._filing.context(visitor)
        for key, text in answers.items():
            value, origin = self._given(state, key, text)
            state = forms.answer(state, key, value, origin, context)
        given = {key: entry.plain() for key, entry in state.given.items()}
        fields = tuple(item.key for item in state.procedure.fields)
        return self._saved(session, replace(draft, version=state.procedure.version, answers=given, fields=fields))

    def add_paper(self, session: StaffSession, form: str, revision: int, paper: BoundDocument) -> AssistedForm:
        """The scan of a paper, in place of the one that was there. FieldInvalid for one that is not asked."""
        draft, origin = self._ready(session, form, revision)
        if paper.key not in {one.key for one in self._view(draft).papers}:
            raise FieldInvalid("no such paper", field=paper.key, problem="unknown")
        ref = self._store.documents.put(
            paper.pdf, key=paper.key, name=f"{paper.key}.pdf", media_type="application/pdf", pages=paper.pages
        )
        papers = (*_without(draft, paper.key), ref)
        later = tuple(one for one in origin.later if one != paper.key)
        return self._saved(session, replace(draft, documents=papers, assisted=replace(origin, later=later)))

    def bring_later(self, session: StaffSession, form: str, revision: int, key: str, *, later: bool) -> AssistedForm:
        """A paper is brought another time, or is not; a scan of it that was here goes."""
        draft, origin = self._ready(session, form, revision)
        wanted = {one for one in origin.later if one != key} | ({key} if later else set())
        papers = _without(draft, key) if later else draft.documents
        marked = replace(origin, later=tuple(sorted(wanted)))
        return self._saved(session, replace(draft, documents=papers, assisted=marked))

    def file(self, session: StaffSession, form: str, revision: int, beside: Collection[str] = ()) -> str:
        """Hand it in; its code, once it is durable. The same form again gives the same code. The errors of
        ``FilingDesk.hand_in``; DossierChanged; DocumentMissing where the form on paper was not scanned; RulesEnded."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        if (filed := self._store.outbox.of_draft(form)) is not None:
            return filed.code
        draft, origin = self._ready(session, form, revision)
        state, visitor = self._state(draft)
        if without_rules(state):
            raise RulesEnded(f"{draft.procedure} {draft.version}", procedure=draft.procedure)
        keys = {one.key for one in draft.documents}
        if origin.source == FilingSource.PAPER.value and PAPER_FORM not in keys:
            raise DocumentMissing(PAPER_FORM, document=words().say("counter.filing.paper_form"))
        later = (set(origin.later) | state.brought()) - keys
        hand_in = self._hand_in(session, draft, origin)
        submission = self._filing.hand_in(form, state, visitor, (), later, beside=frozenset(beside), assisted=hand_in)
        self.forget(form)
        return submission.code

    def drop(self, session: StaffSession, form: str, revision: int, reason: str) -> None:
        """Nothing comes of it: it is erased with its papers; the journal keeps who, and under which of ``WHY_DROPPED``.
        ReasonMissing, DossierChanged."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        if reason not in WHY_DROPPED:
            raise ReasonMissing("no reason of ours")
        self._book.drop(form, revision, session.about, reason)
        self.forget(form)

    def communes(self, session: StaffSession, text: str, most: int = 8) -> tuple[str, ...]:
        """Communes of today that fit what was typed, as an address ends: xã Đồng Văn, tỉnh Tuyên Quang."""
        self._sessions.require(session, StaffAct.FILE_FOR)
        places = self._places.search(text, self._clock().date(), most)
        return tuple(dict.fromkeys(f"{one.name}, {one.within}" for one in places))

    def forget(self, form: str = "") -> None:
        """What was read of a card, of one form or of all, and of places."""
        with self._guard:
            for name in [form] if form else list(self._cards):
                self._cards.pop(name, None)
        self._filing.forget()

    # --- within ---

    def _ready(self, session: StaffSession, form: str, revision: int) -> tuple[Draft, AssistedOrigin]:
        self._sessions.require(session, StaffAct.FILE_FOR)
        draft = self._book.get(form)
        if draft.assisted is None or draft.assisted.revision != revision:
            raise DossierChanged("the form has moved on", number=form)
        return draft, draft.assisted

    def _saved(self, session: StaffSession, draft: Draft) -> AssistedForm:
        assert draft.assisted is not None
        by = replace(draft.assisted, changed_by=session.number)
        return self._view(self._book.save(replace(draft, assisted=by)))

    def _view(self, draft: Draft) -> AssistedForm:
        return self._read(draft)[0]

    def _read(self, draft: Draft) -> tuple[AssistedForm, str]:
        """The form, and whom it is about."""
        try:
            state, visitor = self._state(draft)
        except FormError:
            return form_not_read(draft), ""
        form = assisted_form(draft, state, self._filing.context(visitor))
        if without_rules(state):
            form = with_rules_ended(form)
        return form, state.subject

    def _row(self, draft: Draft) -> AssistedRow:
        (view, subject), origin = self._read(draft), draft.assisted
        assert origin is not None
        at = datetime.fromisoformat(origin.noted_at)
        who, by = view.person, origin.changed_by
        return AssistedRow(
            draft.id, draft.procedure, view.title, origin.source, origin.giver, who, subject, at, by, view.missing
        )

    def _state(self, draft: Draft) -> tuple[FormState, Visitor]:
        """The answers in today's version of the sheet, or in its last. UnknownProcedure, FieldInvalid."""
        visitor = self._visitor(draft)
        context = self._filing.context(visitor)
        fresh = self._filing.begin(catalogue.last_known(draft.procedure), visitor)
        return restored(fresh, draft, context), visitor

    def _visitor(self, draft: Draft) -> Visitor:
        origin = draft.assisted
        assert origin is not None
        with self._guard:
            identity = self._cards.get(draft.id)
        if identity is None and origin.person:
            identity = CardIdentity(typed_citizen(origin.person), Method.MANUAL)
        return Visitor(identity, {"card": origin.agreed} if origin.agreed else {})

    def _given(self, state: FormState, key: str, text: str) -> tuple[Given, Origin]:
        if key.startswith(forms.WAY):
            return text, Origin.CHOSEN
        try:
            kind = state.procedure.field(key).type
        except (KeyError, StopIteration):
            raise FieldInvalid("the sheet asks no such field", field=key, problem="unknown") from None
        if kind is FieldType.COMPUTED:
            raise FieldInvalid("it is computed", field=key, problem="unknown")
        if kind is FieldType.ADDRESS and (place := self._places.read(text, self._clock().date())) is not None:
            return forms.ChosenPlace(place[0].unit, place[1], place[0].old), Origin.TYPED
        return text, Origin.CHOSEN if kind in (FieldType.CHOICE, FieldType.LIST) else Origin.TYPED

    def _hand_in(self, session: StaffSession, draft: Draft, origin: AssistedOrigin) -> AssistedHandIn:
        noted = f"CB-{origin.noted_by}"
        by = FiledBy(session.about, origin.source, origin.giver, origin.reason, noted, origin.noted_at)
        facts = {"how": origin.source, "by": origin.giver, "reason": origin.reason or origin.giver}
        facts |= {"noted_by": noted, "noted_at": origin.noted_at, "form": draft.id}
        event = DossierEvent(DossierEventKind.FILED_FOR, facts, session.number)
        return AssistedHandIn(by, draft.documents, event)


LONGEST_NAME = 90  # letters

WHY_DROPPED = ("double", "mistake", "withdrawn", "elsewhere")
"""Filed already; begun by mistake; the person wants it no more; another office does it. Words:
``counter.filing.dropped.VALUE``."""


def _without(draft: Draft, key: str) -> tuple[DocumentRef, ...]:
    return tuple(one for one in draft.documents if one.key != key)


def _both_names(procedure: Procedure) -> str:
    official = procedure.official.removeprefix("Thủ tục ")
    return shorten(f"{procedure.name['vi']} · {official}", LONGEST_NAME, placeholder=" …")
