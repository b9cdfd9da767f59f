"""Savepoints: what a visit has so far, kept for the holder of one card only, and given back to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.domain import form
from kiosk.domain.draft import Draft
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.party_card import PartyCard
from kiosk.domain.submission import DocumentRef

if TYPE_CHECKING:
    from kiosk.store import Store


@dataclass(frozen=True)
class WaitingDraft:
    """What one of two has said, kept until the other comes: whose cards were read, and to whose it opens."""

    parties: Mapping[str, PartyCard]
    waits: str = ""  # the party whose word it waits for
    numbers: tuple[str, ...] = ()  # on their cards, as far as they are known
    owners: tuple[str, ...] = ()  # as an earlier savepoint has them


class SavepointDesk:
    """Every call takes a moment of the disk. ``id_number`` is the card's; it is written nowhere."""

    def __init__(self, store: Store) -> None:
        self._drafts, self._documents = store.drafts, store.documents

    def save(
        self,
        draft_id: str,
        id_number: str,
        state: FormState,
        papers: Sequence[DocumentRef],
        waiting: WaitingDraft | None = None,
    ) -> None:
        """Keep answers and papers as they stand, in place of what was kept under ``draft_id``; durable when this
        returns. UnknownDocument, AlreadyFiled, DiskFull."""
        procedure = state.procedure
        answers = {key: entry.plain() for key, entry in state.given.items()}
        fields = tuple(item.key for item in procedure.fields)
        owner = self._drafts.owner_of(id_number)
        draft = Draft(draft_id, procedure.code, procedure.version, answers, tuple(papers), owner, fields=fields)
        self._drafts.save(draft if waiting is None else self._waiting(draft, waiting))

    def _waiting(self, draft: Draft, waiting: WaitingDraft) -> Draft:
        others = {*waiting.owners, *(self._drafts.owner_of(one) for one in waiting.numbers if one)} - {draft.owner}
        cards = {party: card.plain for party, card in waiting.parties.items()}
        return replace(draft, parties=cards, shared=tuple(sorted(others)), waits=waiting.waits)

    def latest(self, id_number: str, code: str, version: str) -> Draft | None:
        """What this card's holder left unfinished of this form, in this version or an earlier."""
        return self._drafts.latest_of(self._drafts.owner_of(id_number), code, version)

    def papers(self, draft: Draft) -> list[tuple[DocumentRef, bytes]]:
        """The draft's papers. UnknownDocument if one is not here."""
        return [(ref, self._documents.get(ref.sha256)) for ref in draft.documents]

    def put_back(self, draft: Draft) -> None:
        """As it was before somebody took it up. AlreadyFiled, UnknownDocument, DiskFull."""
        self._drafts.save(draft)

    def discard(self, draft_id: str) -> None:
        """Erase it, and the papers that nothing else names."""
        self._drafts.discard(draft_id)


def restored(fresh: FormState, draft: Draft, context: FormContext) -> FormState:
    """A fresh form with the draft's answers in it. What the card says is taken from the card, not from the draft."""
    state, answers = fresh, fresh.carried(draft.version, draft.answers)
    for item in fresh.procedure.fields:
        entry = answers.get(item.key)
        if entry is not None and not comes_anew(entry):
            state = form.answer(state, item.key, form.given_from(entry), Origin(entry["origin"]), context)
    for key in (key for key in answers if key.startswith(form.WAY)):
        state = form.answer(state, key, str(answers[key]["value"]), Origin.CHOSEN, context)
    for table in fresh.procedure.tables:
        if (entry := answers.get(table.key)) is not None:
            state = form.with_rows(state, table.key, entry.get("rows", ()), context)
    return state


def comes_anew(entry: Mapping[str, str]) -> bool:
    """Whether it comes anew by itself: from the card that lies here now, or computed."""
    return Origin(entry["origin"]) in (Origin.CARD, Origin.COMPUTED)
