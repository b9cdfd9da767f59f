"""What a person asks of their data, by the code of their slip: withdrawing, erasing, and the proof that it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.codes import normal
from kiosk.store import Store
from kiosk.store.filings.retention import Request, Wish
from kiosk.store.journal.hash_chain import JournalEntry

__all__ = ["ErasureProof", "Request", "ask", "prove", "requests"]


@dataclass(frozen=True)
class ErasureProof:
    """``left``: rows of the person, by table. ``journal``: holds, or how and where it breaks."""

    request: Request
    left: Mapping[str, int]
    journal: str
    entries: tuple[JournalEntry, ...]

    @property
    def good(self) -> bool:
        """The request is done, the journal holds, and no row is left of the person."""
        return bool(self.request.done) and self.journal == "holds" and not any(self.left.values())


def requests(store: Store) -> tuple[Request, ...]:
    """Every request, and whether it is done."""
    return tuple(store.retention.requests())


def ask(store: Store, code: str, wish: str) -> Request:
    """``wish``: withdraw | erase. By the code of one of the person's slips, as printed or as typed. UnknownCode."""
    return store.retention.ask(normal(code) or code, Wish(wish))


def prove(store: Store, request: str) -> ErasureProof:
    """What is left of the person of a request, and what the journal says of it."""
    proof, broken = store.retention.proof(request), store.journal.audit()
    entries = tuple(one for one in store.journal.entries() if one.entry.about == request)
    journal = "holds" if broken is None else f"{broken.why} {broken.number}"
    return ErasureProof(proof.request, dict(proof.left), journal, entries)
