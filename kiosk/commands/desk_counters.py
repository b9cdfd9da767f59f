"""kiosk desk counters: officers' computers at this kiosk: who is let in, inviting one, shutting one out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import words


def register(subs: Any, shared: argparse.ArgumentParser) -> None:
    family = subs.add_parser("counters", parents=[shared], help="officers' own computers that this kiosk serves")
    verbs = family.add_subparsers(dest="verb", metavar="ACTION", required=True)
    list_and_revoke(verbs, shared)
    enrol = verbs.add_parser("enrol", parents=[shared], help="let a computer in: by a code, or by a file")
    enrol.add_argument("name", metavar="NAME", help="as its desk is called: Q2")
    way = enrol.add_mutually_exclusive_group(required=True)
    way.add_argument("--key", metavar="FINGERPRINT", help="of its key, as its screen shows it; gives a code")
    way.add_argument("-o", "--out", type=Path, metavar="FILE", help="an invitation to carry there, a secret")
    enrol.set_defaults(run=_enrol)


def list_and_revoke(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """They stand below ``kiosk hall``, too."""
    verbs.add_parser("list", parents=[shared], help="every counter: enrolled, invited, revoked").set_defaults(run=_list)
    revoke = verbs.add_parser("revoke", parents=[shared], help="shut a counter out, here at once, then everywhere")
    revoke.add_argument("name", metavar="NAME")
    revoke.set_defaults(run=_revoke)


def _list(call: Call) -> Outcome:
    from kiosk.hall.inviting import register_of
    from kiosk.hall.roles import spoken_print

    texts = words(call.args.say)
    with looked_at(call.config) as store:
        counters = register_of(store, call.config.office).list()
    data = [
        {
            "counter": one.name,
            "key": spoken_print(one.fingerprint),
            "since": one.since or None,
            "state": one.state,
            "revoked": {"kiosk": one.kiosk, "by": one.by, "at": one.at} if one.kiosk else None,
        }
        for one in counters
    ]
    lines = [f"{one['counter']:<8} {texts.say('hall.state.' + str(one['state'])):<14} {one['key']}" for one in data]
    return Outcome(data, "\n".join(lines) or texts.say("hall.no_counters"))


def _enrol(call: Call) -> Outcome:
    from kiosk.hall.inviting import register_of, write_invitation
    from kiosk.hall.register import FILE_LASTS
    from kiosk.services.counter.counters import CODE_LASTS

    args, texts = call.args, words(call.args.say)
    with opened(call.config) as store:
        if args.out is None:
            code = register_of(store, call.config.office).invite(args.name, args.key)
            minutes = int(CODE_LASTS.total_seconds() // 60)
            data = {"counter": args.name, "code": code, "minutes": minutes}
            return Outcome(data, texts.say("hall.code", code=code, minutes=minutes, counter=args.name))
        write_invitation(call.config, store, args.name, args.out)
    days = FILE_LASTS.days
    return Outcome(
        {"counter": args.name, "file": str(args.out), "days": days},
        texts.say("hall.invited", file=str(args.out), days=days, counter=args.name),
    )


def _revoke(call: Call) -> Outcome:
    from kiosk.hall.inviting import register_of

    with opened(call.config) as store:
        statement = register_of(store, call.config.office).revoke(call.args.name)
    key = "hall.revoked" if statement is not None else "hall.revoked_here"
    sentence = words(call.args.say).say(key, counter=call.args.name)
    number = statement.number if statement is not None else None
    return Outcome({"counter": call.args.name, "state": "revoked", "statement": number}, sentence)
