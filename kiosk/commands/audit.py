"""kiosk audit: the journal, shown, verified, and taken along. It holds codes and events, never a person."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = subs.add_parser("show", parents=[shared], help="the entries, oldest first")
    show.add_argument("--after", type=int, default=0, metavar="N", help="only those with a higher number")
    show.set_defaults(run=_show)
    verify = subs.add_parser("verify", parents=[shared], help="name the first broken link")
    verify.add_argument("--head", default="", metavar="TEXT", help="a signed head that was kept elsewhere")
    verify.set_defaults(run=_verify)
    export = subs.add_parser("export", parents=[shared], help="every entry as a line of JSON, and the signed head last")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(run=_export)


def _show(call: Call) -> Outcome:
    from kiosk.services import journal

    with looked_at(call.config) as store:
        items = journal.entries(store, call.args.after)
    lines = [f"{one['number']:>7}  {one['at']}  {one['kind']:<20} {one['about']:<12} {_facts(one)}" for one in items]
    return Outcome(items, "\n".join(line.rstrip() for line in lines))


def _verify(call: Call) -> Outcome:
    from kiosk.services import journal

    texts = words(call.args.say)
    with looked_at(call.config) as store:
        audit = journal.audit(store, call.args.head)
    document = {"ok": not audit.why, "entries": audit.entries, "head": audit.head.hex()}
    if not audit.why:
        return Outcome(document, texts.say("audit.holds", count=audit.entries))
    document |= {"broken": audit.broken, "why": audit.why}
    return Outcome(document, texts.say(f"audit.{audit.why}", number=audit.broken), exit_code=1)


def _export(call: Call) -> Outcome:
    from kiosk.services import journal

    with opened(call.config) as store:
        count, head = journal.export(store, call.args.file)
    document = {"entries": count, "head": head}
    return Outcome(document, words(call.args.say).say("audit.exported", count=count, file=call.args.file.name))


def _facts(one: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in one["facts"].items())
