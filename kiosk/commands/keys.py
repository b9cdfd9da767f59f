"""kiosk keys: where the store's key is, its recovery key, changing it, bringing it back, forgetting it for good."""

from __future__ import annotations

import argparse
import getpass
import sys

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.commands.opened import opened
from kiosk.errors import StillWaiting
from kiosk.keychain import key_source
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, act, summary in (
        ("recovery", _recovery, "make a recovery key and print it, once"),
        ("rotate", _rotate, "put the store under a new key"),
        ("recover", _recover, "bring the store's key back with the printed recovery key"),
    ):
        subs.add_parser(name, parents=[shared], help=summary).set_defaults(run=act)
    erase = subs.add_parser("erase", parents=[shared], help="forget the key for good: the kiosk leaves service")
    erase.add_argument("--yes", action="store_true", required=True, help="the store cannot be opened afterwards")
    erase.add_argument("--unsent-too", action="store_true", help="even with submissions that never arrived")
    erase.set_defaults(run=_erase)


def asked_key(prompt: str) -> str:
    """The printed key, from the terminal unseen, or from standard input; never from the command line, which all see."""
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline()


def _recovery(call: Call) -> Outcome:
    from kiosk.store.changing import make_recovery

    with opened(call):  # made if there is none yet, so that the key is
        pass
    text = make_recovery(call.config.data, key_source(call.config))
    _note(call, "recovery")
    return Outcome({"recovery_key": text}, words(call.args.say).say("keys.recovery", key=text))


def _rotate(call: Call) -> Outcome:
    from kiosk.store.changing import rotate

    rotate(call.config.data, key_source(call.config))
    _note(call, "rotated")
    return Outcome({"rotated": True}, words(call.args.say).say("keys.rotated"))


def _recover(call: Call) -> Outcome:
    from kiosk.store.changing import recover

    said = words(call.args.say)
    recover(call.config.data, key_source(call.config), asked_key(said.say("keys.ask")))
    _note(call, "recovered")
    return Outcome({"recovered": True}, said.say("keys.recovered"))


def _erase(call: Call) -> Outcome:
    from kiosk.store.changing import forget

    with opened(call) as store:
        waiting = store.outbox.pending_count()
    if waiting and not call.args.unsent_too:
        raise StillWaiting("unsent", count=waiting)
    forget(call.config.data, key_source(call.config))
    return Outcome({"erased": True, "at": office_time().isoformat()}, words(call.args.say).say("keys.erased"))


def _note(call: Call, how: str) -> None:
    from kiosk.domain.events import Entry, Kind

    with opened(call) as store:
        store.journal.append(Entry(Kind.KEY_CHANGED, "", {"how": how}))
