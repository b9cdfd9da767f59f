"""What waits to be sent, what arrived, and what a person must mend. Shows nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from kiosk.config import Config
from kiosk.domain.codes import normal
from kiosk.domain.submission import Submission, Sync
from kiosk.services.opening import looked_at, store_exists
from kiosk.store import QueueEntry, Store

PARKED_BY_HAND = "officer"
"""The reason that stands with an item an officer holds back."""

_ANSWER = "answer-"
"""How the names of answers to the office begin, which can be let go again too."""


def listing(config: Config, after: str = "", limit: int = 0) -> tuple[dict[str, Any], ...]:
    """The submissions in the order they were filed, as ``summary`` has them; none where there is no store.

    Those after the code ``after``, ``limit`` at most; 0: all. No filing is loaded for it. UnknownCode."""
    if not store_exists(config):
        return ()
    with looked_at(config) as store:
        return tuple(islice(_listed(store, _normal(after)), limit or None))


def _listed(store: Store, after: str) -> Iterator[dict[str, Any]]:
    while page := store.dossiers.queued(after):
        yield from map(_entry, page)
        after = page[-1].code


def _entry(item: QueueEntry) -> dict[str, Any]:
    return {
        "code": item.code,
        "procedure": item.procedure,
        "status": item.sync.value,
        "attempts": item.attempts,
        "next_try": item.next_try.isoformat() if item.next_try else None,
        "size": item.size,
        "reason": item.reason,
        "official": item.official,
        "filed_at": item.filed_at.isoformat(),
        "due_at": item.due_at.isoformat(),
    }


def show(store: Store, code: str) -> dict[str, Any]:
    """One submission in detail, by its code as printed or as typed. UnknownCode."""
    return _detailed(store.outbox.get(_normal(code)))


def retry(store: Store, code: str) -> dict[str, Any]:
    """Send it with the next pass: parked items come back, waiting ones wait no longer, and what the portal had ended
    and has lost is begun anew. UnknownCode, QueueError."""
    if (code := _normal(code)).startswith(_ANSWER):
        return _answer_again(store, code)
    submission = store.outbox.get(code)
    if submission.sync in (Sync.QUEUED, Sync.SENDING):
        return _detailed(store.outbox.hurry(code))
    if store.reconciling.send_anew(code):
        return _detailed(store.outbox.get(code))
    return _detailed(store.outbox.unpark(code))


def park(store: Store, code: str) -> dict[str, Any]:
    """Hold it back."""
    return _detailed(store.outbox.park(_normal(code), PARKED_BY_HAND))


def unpark(store: Store, code: str) -> dict[str, Any]:
    """Let it go again."""
    if (code := _normal(code)).startswith(_ANSWER):
        return _answer_again(store, code)
    return _detailed(store.outbox.unpark(code))


def summary(item: Submission) -> dict[str, Any]:
    """One submission without a word about a person. ``size`` in bytes of form and documents, times ISO 8601."""
    documents = {document.sha256: document.size for document in item.filing.documents}
    return {
        "code": item.code,
        "procedure": item.filing.procedure,
        "status": item.sync.value,
        "attempts": item.attempts,
        "next_try": item.next_try.isoformat() if item.next_try else None,
        "size": len(item.filing.canonical()) + sum(documents.values()),
        "reason": item.reason,
        "official": item.official,
        "filed_at": item.filed_at.isoformat(),
        "due_at": item.due_at.isoformat(),
    }


def masked(id_number: str) -> str:
    """Enough to compare with a paper at hand, too little to copy: the last three digits."""
    return "*" * max(len(id_number) - 3, 0) + id_number[-3:]


def _normal(code: str) -> str:
    return normal(code) or code


def _answer_again(store: Store, name: str) -> dict[str, Any]:
    store.cases.again(name)
    return {"code": name, "status": Sync.QUEUED.value}


def _detailed(item: Submission) -> dict[str, Any]:
    return {
        **summary(item),
        "legal": item.legal.value if item.legal else None,
        "legal_note": item.legal_note,
        "applicant": masked(item.filing.applicant.id_number),
        "identified": item.filing.applicant.method,
        "documents": [
            {"key": one.key, "sha256": one.sha256, "size": one.size, "pages": one.pages, "media_type": one.media_type}
            for one in item.filing.documents
        ],
        "receipt": item.receipt,
    }
