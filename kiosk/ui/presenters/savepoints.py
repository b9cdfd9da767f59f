"""Savepoints: what a visit has so far, kept for the same card only, and taken up again by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from kiosk.domain import form
from kiosk.domain.draft import Draft
from kiosk.domain.form import Origin
from kiosk.domain.paper import ScannedDocument
from kiosk.domain.party_card import PartyCard
from kiosk.domain.submission import DocumentRef
from kiosk.domain.versions import SheetChange, sheet_change
from kiosk.errors import KioskError
from kiosk.services.filing import BoundDocument
from kiosk.services.savepoints import WaitingDraft, comes_anew, restored
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.tasks import Attempts
from kiosk.ui.visiting import PaperInHand, new_draft_id


class Savepoints:
    """Without a card nobody could come back, so nothing is kept. Losing a savepoint never stops a visit."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._looks = Attempts(flow.tasks)

    def stop(self) -> None:
        """Who asked went another way: what the store says now is said to nobody."""
        self._looks.stop()

    def save(self) -> None:
        """Keep answers and papers as they stand now, in the background."""
        number, walk, visit = self._number(), self._flow.visit.walk, self._flow.visit
        if not number or walk is None:
            return
        savepoints, draft_id, state = self._flow.services.savepoints, visit.draft_id, walk.filling
        papers = tuple(paper.ref for paper in visit.papers if paper.ref is not None)
        waiting = visit.waiting
        self._flow.tasks.run(
            "store", lambda _: savepoints.save(draft_id, number, state, papers, waiting), failed=lambda _: None
        )

    def keep_waiting(self, other_number: str, done: Callable[[], None], failed: Callable[[KioskError], None]) -> None:
        """Keep all of it until the other one comes; ``done`` once it is durable. ``other_number``: on their card, if it
        is known here."""
        visit, number, walk = self._flow.visit, self._number(), self._flow.visit.walk
        assert walk is not None and visit.visitor.identity is not None
        desk, savepoints, draft_id, state = (
            self._flow.services.desk,
            self._flow.services.savepoints,
            visit.draft_id,
            walk.filling,
        )
        party = state.visiting_party(desk.context(visit.visitor))
        cards = {party: desk.party_card(visit.visitor.identity)}
        visit.waiting = WaitingDraft(cards, visit.awaited()[0], (number, other_number))
        waiting = visit.waiting

        def end(_: object) -> None:
            visit.lent = None
            done()

        self._flow.tasks.run(
            "store", lambda _: savepoints.save(draft_id, number, state, (), waiting), done=end, failed=failed
        )

    def begun_by(self, draft: Draft) -> str:
        """Whose name stands on a savepoint that another has begun; empty where nobody has."""
        others = (card["card"] for card in draft.parties.values() if card["card"].get("id_number") != self._number())
        return next((str(one.get("full_name", "")) for one in others), "")

    def keep(self, paper: PaperInHand, bind: Callable[[], ScannedDocument], still: Callable[[], bool]) -> None:
        """Make a paper durable and part of the savepoint, in the background; without a card there is no coming back.

        ``still`` says whether it is what the person has in hand when that is done.
        """
        visit, desk = self._flow.visit, self._flow.services.desk
        if visit.visitor.identity is None or visit.procedure is None:
            return
        procedure, key = visit.procedure, paper.document.key

        def work(_: object) -> DocumentRef:
            scan = bind()
            return desk.keep(procedure, BoundDocument(key, scan.pdf, scan.pages))

        def stored(ref: DocumentRef) -> None:
            if still():
                paper.ref = ref
                self.save()

        self._flow.tasks.run("store", work, done=stored, failed=lambda _: None)

    def look_for(self, code: str, version: str, receive: Callable[[Draft | None], None]) -> None:
        """What this card's holder left unfinished of this form, in this version or an earlier, told to ``receive``:
        once, however often it was asked for."""
        self.stop()
        number, savepoints = self._number(), self._flow.services.savepoints
        if not number:
            receive(None)
            return

        def work(_: object) -> Draft | None:
            return savepoints.latest(number, code, version)

        self._looks.run("store", work, receive, lambda _: receive(None))

    def change(self, draft: Draft) -> SheetChange | None:
        """What is new on the sheet since ``draft`` was kept; None where nothing is that the person would notice."""
        visit, walk = self._flow.visit, self._flow.visit.walk
        if walk is None or draft.version == walk.filling.procedure.version:
            return None
        filling = restored(walk.filling, draft, self._flow.services.desk.context(visit.visitor))
        answered = [key for key, entry in draft.answers.items() if entry["value"] and not comes_anew(entry)]
        change = sheet_change(filling, draft.fields, answered, [ref.key for ref in draft.documents])
        return change if change.added or change.dropped or not draft.fields else None

    def take_up(self, draft: Draft, ready: Callable[[], None]) -> None:
        """Go on with ``draft``; ``ready``, once, when its papers are back in hand. Until then nothing is another."""
        flow, visit = self._flow, self._flow.visit
        assert visit.walk is not None
        self._with_parties(draft)
        filling = restored(visit.walk.filling, draft, flow.services.desk.context(visit.visitor))
        savepoints = flow.services.savepoints

        def done(scans: list[tuple[DocumentRef, bytes]]) -> None:
            visit.draft_id, visit.lent = draft.id, draft if self.begun_by(draft) else None
            visit.walk = Walk(filling, lambda: flow.services.desk.context(flow.visit.visitor))
            visit.match_papers()
            _put_back(visit.papers, scans)
            ready()

        self.stop()
        self._looks.run("store", lambda _: savepoints.papers(draft), done, lambda _: done([]))

    def _with_parties(self, draft: Draft) -> None:
        """What another has said before counts as theirs, and is not asked of who is here."""
        visit, number = self._flow.visit, self._number()
        cards = {party: PartyCard(**dict(card)) for party, card in draft.parties.items()}
        others = {party: card for party, card in cards.items() if card.number != number}
        visit.visitor = replace(visit.visitor, others=others, away=frozenset(others))
        if draft.parties:
            visit.waiting = WaitingDraft(cards, draft.waits, owners=(draft.owner, *draft.shared))

    def discard(self, draft: Draft) -> None:
        """Begin anew: the old one is erased, unless it is another's as well."""
        self._flow.visit.draft_id = new_draft_id()
        if self.begun_by(draft):
            return
        savepoints = self._flow.services.savepoints
        self._flow.tasks.run("store", lambda _: savepoints.discard(draft.id), failed=lambda _: None)

    def with_card(self) -> None:
        """Who typed so far has laid a card down: what it says is taken from it, all else stays as it was typed."""
        visit, desk = self._flow.visit, self._flow.services.desk
        if visit.walk is None or visit.procedure is None:
            return
        typed, context = visit.walk.filling, desk.context(visit.visitor)
        filling = desk.begin(visit.procedure, visit.visitor)
        for key, entry in typed.given.items():
            if "rows" in entry.details:
                filling = form.with_rows(filling, key, entry.details["rows"], context)
            elif entry.origin is not Origin.COMPUTED:
                filling = form.answer(filling, key, form.given_from(entry.plain()), entry.origin, context)
        visit.walk = Walk(filling, lambda: desk.context(self._flow.visit.visitor))
        visit.match_papers()

    def _number(self) -> str:
        identity = self._flow.visit.visitor.identity
        return identity.citizen.id_number if identity else ""


def _put_back(papers: list[PaperInHand], scans: list[tuple[DocumentRef, bytes]]) -> None:
    for ref, pdf in scans:
        for paper in papers:
            if paper.document.key == ref.key:
                paper.ref = ref
                paper.scan = ScannedDocument(pdf, hashlib.sha256(pdf).hexdigest(), ref.pages)
