"""kiosk privacy: carry out what a person asks of their data. By the code of their slip; nobody's name is typed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.commands.opened import opened
from kiosk.domain.codes import normal
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store.retention import Request


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    subs.add_parser("list", parents=[shared], help="every request, and whether it is done").set_defaults(run=_list)
    for name, summary in (
        ("withdraw", "the consent is taken back: papers and drafts go"),
        ("erase", "everything of the person goes: papers, drafts, forms"),
    ):
        verb = subs.add_parser(name, parents=[shared], help=summary)
        verb.add_argument("code", metavar="CODE", help="the code of one of the person's slips")
        verb.set_defaults(run=_ask, wish=name)


def _list(call: Call) -> Outcome:
    with opened(call) as store:
        items = [_told(one) for one in store.retention.requests()]
    return Outcome(items, "\n".join(f"{one['request']}  {one['wish']}  {one['asked']}  {one['done']}" for one in items))


def _ask(call: Call) -> Outcome:
    from kiosk.store.retention import Wish

    with opened(call) as store:
        made = store.retention.ask(normal(call.args.code) or call.args.code, Wish(call.args.wish))
    said = words(call.args.say)
    key = "privacy.done" if made.done else "privacy.open"
    return Outcome(_told(made), said.say(key, request=made.name))


def _told(one: Request) -> dict[str, Any]:
    done = one.done.isoformat() if one.done else None
    return {"request": one.name, "wish": one.wish.value, "asked": one.asked.isoformat(), "done": done}
