"""kiosk privacy: carry out what a person asks of their data. By the code of their slip; nobody's name is typed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.services.privacy import Request


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    subs.add_parser("list", parents=[shared], help="every request, and whether it is done").set_defaults(run=_list)
    prove = subs.add_parser("prove", parents=[shared], help="that a request was carried out, and that nothing is left")
    prove.add_argument("request", metavar="REQUEST", help="its name: YC-1")
    prove.set_defaults(run=_prove)
    for name, summary in (
        ("withdraw", "the consent is taken back: papers and drafts go"),
        ("erase", "everything of the person goes: papers, drafts, forms"),
    ):
        verb = subs.add_parser(name, parents=[shared], help=summary)
        verb.add_argument("code", metavar="CODE", help="the code of one of the person's slips")
        verb.set_defaults(run=_ask, wish=name)


def _list(call: Call) -> Outcome:
    from kiosk.services import privacy

    with looked_at(call.config) as store:
        items = [_request_json(one) for one in privacy.requests(store)]
    return Outcome(items, "\n".join(f"{one['request']}  {one['wish']}  {one['asked']}  {one['done']}" for one in items))


def _ask(call: Call) -> Outcome:
    from kiosk.services import privacy

    with opened(call.config) as store:
        request = privacy.ask(store, call.args.code, call.args.wish)
    texts = words(call.args.say)
    key = "privacy.done" if request.done else "privacy.open"
    return Outcome(_request_json(request), texts.say(key, request=request.name))


def _prove(call: Call) -> Outcome:
    """Exit code 1 unless the request is done, the journal holds and tells of it, and no row is left of the person."""
    from kiosk.services import privacy

    with opened(call.config) as store:
        proof = privacy.prove(store, call.args.request)
    data = {
        "request": proof.request.name,
        "done": proof.request.done.isoformat() if proof.request.done else None,
        "left": dict(proof.left),
        "journal": proof.journal,
        "entries": [{"number": one.number, "kind": one.entry.kind.value, **one.entry.facts} for one in proof.entries],
    }
    key = "privacy.proven" if proof.good else "privacy.unproven"
    values = {"request": proof.request.name, "numbers": ", ".join(str(one.number) for one in proof.entries)}
    return Outcome(data, words(call.args.say).say(key, **values), exit_code=0 if proof.good else 1)


def _request_json(one: Request) -> dict[str, Any]:
    done = one.done.isoformat() if one.done else None
    return {"request": one.name, "wish": one.wish.value, "asked": one.asked.isoformat(), "done": done}
