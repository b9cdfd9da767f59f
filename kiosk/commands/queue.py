"""kiosk queue: what waits to be sent, what arrived, and what a person must mend. Shows nobody's name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.domain.codes import normal
from kiosk.domain.submission import Submission, Sync
from kiosk.services.opening import looked_at, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store

_ANSWER = "answer-"
"""How the names of answers to the office begin, which can be let go again too."""

PARKED_BY_HAND = "officer"
"""The reason that stands with an item an officer holds back."""


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = subs.add_parser("list", parents=[shared], help="every submission, in the order it was filed")
    listing.set_defaults(run=_list)
    for name, act, summary in _ACTIONS:
        verb = subs.add_parser(name, parents=[shared], help=summary)
        verb.add_argument("code", metavar="CODE", help="the provisional code, as printed or as typed")
        verb.set_defaults(run=run, act=act)


def run(call: Call) -> Outcome:
    """One action on one submission; shows how it stands afterwards."""
    code = normal(call.args.code) or call.args.code
    with (looked_at if call.args.action == "show" else opened)(call.config) as store:
        if code.startswith(_ANSWER) and call.args.action in ("retry", "unpark"):
            store.cases.again(code)
            return Outcome({"code": code, "status": Sync.QUEUED.value}, code)
        shown = _detailed(call.args.act(store, code))
    return Outcome(shown, "\n".join(f"{key}: {value}" for key, value in shown.items() if value not in (None, "", [])))


def _list(call: Call) -> Outcome:
    from kiosk.store.database.opening import exists

    items: list[dict[str, Any]] = []
    if exists(call.config.data):  # looking at the wrong folder makes no store there
        with looked_at(call.config) as store:
            items = [summary(item) for item in store.outbox.list()]
    texts = words(call.args.say)
    lines = [_line(item, texts.say) for item in items]
    return Outcome(items, "\n".join(lines) or texts.say("queue.empty"))


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


def masked(id_number: str) -> str:
    """Enough to compare with a paper at hand, too little to copy: the last three digits."""
    return "*" * max(len(id_number) - 3, 0) + id_number[-3:]


def _line(item: dict[str, Any], say: Callable[..., str]) -> str:
    status = say(f"queue.status.{item['status']}")
    state = item["official"] or item["reason"]
    return f"{item['code']}  {status}  {item['attempts']}  {item['size']:>9} B  {state}".rstrip()


def _retry(store: Store, code: str) -> Submission:
    """Send it with the next pass: parked items come back, waiting ones wait no longer."""
    submission = store.outbox.get(code)
    if submission.sync in (Sync.QUEUED, Sync.SENDING):
        return store.outbox.hurry(code)
    return store.outbox.unpark(code)


def _park(store: Store, code: str) -> Submission:
    return store.outbox.park(code, PARKED_BY_HAND)


_ACTIONS: tuple[tuple[str, Callable[[Store, str], Submission], str], ...] = (
    ("show", lambda store, code: store.outbox.get(code), "one submission in detail"),
    ("retry", _retry, "send it with the next pass"),
    ("park", _park, "hold it back"),
    ("unpark", lambda store, code: store.outbox.unpark(code), "let it go again"),
)
