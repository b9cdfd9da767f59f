"""kiosk audit: the journal, shown, verified, and taken along. It holds codes and events, never a person."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store.journal.hash_chain import JournalEntry


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
    with looked_at(call.config) as store:
        items = [_entry_json(one) for one in store.journal.entries(call.args.after)]
    lines = [f"{one['number']:>7}  {one['at']}  {one['kind']:<20} {one['about']:<12} {_facts(one)}" for one in items]
    return Outcome(items, "\n".join(line.rstrip() for line in lines))


def _verify(call: Call) -> Outcome:
    texts = words(call.args.say)
    with looked_at(call.config) as store:
        broken, head = store.journal.audit(call.args.head), store.journal.head()
    document = {"ok": broken is None, "entries": head.number, "head": head.hash.hex()}
    if broken is None:
        return Outcome(document, texts.say("audit.holds", count=head.number))
    document |= {"broken": broken.number, "why": broken.why}
    return Outcome(document, texts.say(f"audit.{broken.why}", number=broken.number), exit_code=1)


def _export(call: Call) -> Outcome:
    from kiosk.durable import write_durably

    with opened(call.config) as store:
        head = store.journal.checkpoint()
        items = [_entry_json(one) for one in store.journal.entries()]
    lines = [*(json.dumps(one, ensure_ascii=False) for one in items), json.dumps({"head": head})]
    write_durably(call.args.file, "".join(f"{line}\n" for line in lines).encode(), 0o600)
    document = {"entries": len(items), "head": head}
    return Outcome(document, words(call.args.say).say("audit.exported", count=len(items), file=call.args.file.name))


def _entry_json(one: JournalEntry) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "kind": one.entry.kind.value,
        "about": one.entry.about,
        "facts": dict(one.entry.facts),
        "hash": one.hash.hex(),
    }


def _facts(one: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in one["facts"].items())
