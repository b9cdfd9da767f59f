"""Savepoints: what a visit has so far, kept for the holder of one card only, and given back to them."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.draft import Draft
from kiosk.domain.form import FormState
from kiosk.domain.submission import DocumentRef
from kiosk.store import Store


class SavepointDesk:
    """Every call takes a moment of the disk. ``id_number`` is the card's; it is written nowhere."""

    def __init__(self, store: Store) -> None:
        self._drafts, self._documents = store.drafts, store.documents

    def save(self, draft_id: str, id_number: str, state: FormState, papers: Sequence[DocumentRef]) -> None:
        """Keep answers and papers as they stand, in place of what was kept under ``draft_id``; durable when this
        returns. UnknownDocument, AlreadyFiled, DiskFull."""
        procedure = state.procedure
        answers = {key: {"value": entry.value, "origin": entry.origin.value} for key, entry in state.given.items()}
        fields = tuple(item.key for item in procedure.fields)
        owner = self._drafts.owner_of(id_number)
        self._drafts.save(Draft(draft_id, procedure.code, procedure.version, answers, tuple(papers), owner, fields))

    def latest(self, id_number: str, code: str, version: str) -> Draft | None:
        """What this card's holder left unfinished of this form, in this version or an earlier."""
        return self._drafts.latest_of(self._drafts.owner_of(id_number), code, version)

    def papers(self, draft: Draft) -> list[tuple[DocumentRef, bytes]]:
        """The draft's papers. UnknownDocument if one is not here."""
        return [(ref, self._documents.get(ref.sha256)) for ref in draft.documents]

    def discard(self, draft_id: str) -> None:
        """Erase it, and the papers that nothing else names."""
        self._drafts.discard(draft_id)
