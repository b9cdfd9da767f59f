"""kiosk queue: what waits to be sent, what arrived, and what a person must mend. Shows nobody's name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened, out_of_service
from kiosk.words import words

_ACTIONS = {
    "show": "one submission in detail",
    "retry": "send it with the next pass",
    "park": "hold it back",
    "unpark": "let it go again",
}


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = subs.add_parser("list", parents=[shared], help="every submission, in the order it was filed")
    listing.add_argument("--after", default="", metavar="CODE", help="begin after this one of the list")
    listing.add_argument("--limit", type=int, default=0, metavar="N", help="at most so many; 0: all")
    listing.set_defaults(run=_list)
    for name, summary in _ACTIONS.items():
        verb = subs.add_parser(name, parents=[shared], help=summary)
        verb.add_argument("code", metavar="CODE", help="the provisional code, as printed or as typed")
        verb.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """One action on one submission; shows how it stands afterwards."""
    from kiosk.services import queue

    acts = {"show": queue.show, "retry": queue.retry, "park": queue.park, "unpark": queue.unpark}
    with (looked_at if call.args.action == "show" else opened)(call.config) as store:
        shown = acts[call.args.action](store, call.args.code)
    if "attempts" not in shown:  # an answer to the office
        return Outcome(shown, shown["code"])
    return Outcome(shown, "\n".join(f"{key}: {value}" for key, value in shown.items() if value not in (None, "", [])))


def _list(call: Call) -> Outcome:
    from kiosk.services import queue

    items, texts = list(queue.listing(call.config, call.args.after, call.args.limit)), words(call.args.say)
    lines = [_line(item, texts.say) for item in items]
    retired = out_of_service(call.config)
    return Outcome(items, "\n".join(lines) or (texts.message(retired) if retired else texts.say("queue.empty")))


def _line(item: dict[str, Any], say: Callable[..., str]) -> str:
    status = say(f"queue.status.{item['status']}")
    state = item["official"] or item["reason"]
    return f"{item['code']}  {status}  {item['attempts']}  {item['size']:>9} B  {state}".rstrip()
