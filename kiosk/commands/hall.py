"""kiosk hall: officers' computers for all kiosks of the commune: the list, shutting one out, the word on a stick."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.commands import Call, Outcome, desk_counters
from kiosk.services.opening import looked_at, opened
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="ACTION", required=True)
    desk_counters.list_and_revoke(verbs, shared)
    write = verbs.add_parser("statements", parents=[shared], help="what was said of counters, for another kiosk")
    write.add_argument("-o", "--out", type=Path, metavar="FILE", required=True)
    write.set_defaults(run=_write)
    take = verbs.add_parser("take", parents=[shared], help="what another kiosk of the commune said, proved first")
    take.add_argument("file", type=Path, metavar="FILE")
    take.set_defaults(run=_take)


def _write(call: Call) -> Outcome:
    from kiosk.hall.inviting import register_of
    from kiosk.hall.statements import write_statements

    with looked_at(call.config) as store:
        statements = register_of(store, call.config.office).statements()
    write_statements(call.args.out, statements)
    data = {"statements": len(statements), "file": str(call.args.out)}
    return Outcome(data, words(call.args.say).say("hall.statements", n=len(statements), file=str(call.args.out)))


def _take(call: Call) -> Outcome:
    from kiosk.hall.inviting import register_of
    from kiosk.hall.statements import statements_from

    statements = statements_from(call.args.file)
    with opened(call.config) as store:
        fresh = register_of(store, call.config.office).take(statements)
    return Outcome({"new": fresh}, words(call.args.say).say("hall.taken", n=fresh))
