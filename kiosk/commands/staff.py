"""kiosk staff: the accounts of the counter's people and the technicians. Secrets never stand on the command line."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.domain.staff import StaffRole
from kiosk.services.opening import looked_at, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.services.staff import StaffMember


MOST_LINE = 4096  # characters of a typed secret


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    subs.add_parser("list", parents=[shared], help="every account, and whether it opens").set_defaults(run=_list)
    add = subs.add_parser("add", parents=[shared], help="an account for a person; asks for the secret")
    add.add_argument("--role", choices=[role.value for role in StaffRole], default=StaffRole.OFFICER.value)
    add.add_argument("--person", default="", metavar="NAME", help="the full name, as colleagues read it")
    reset = subs.add_parser("reset-pin", parents=[shared], help="a new secret; opens what is locked")
    for verb, act in ((add, _add), (reset, _reset)):
        verb.add_argument("name", metavar="NAME", help="what is typed to sign in")
        verb.add_argument("--with-card", action="store_true", help="ask for the number of the person's card too")
        verb.set_defaults(run=act)
    first = subs.add_parser("first-code", parents=[shared], help="the code that makes the first account at the counter")
    first.add_argument("--role", choices=[role.value for role in StaffRole], default=StaffRole.CHIEF.value)
    first.set_defaults(run=_first_code)
    disable = subs.add_parser("disable", parents=[shared], help="for who has left")
    disable.add_argument("name", metavar="NAME")
    disable.add_argument("--undo", action="store_true", help="let the person in again")
    disable.set_defaults(run=_disable)


def _asked(prompt: str) -> str:
    """From the terminal unseen, or a line of standard input."""
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline(MOST_LINE).rstrip("\n")


def _secrets(call: Call) -> tuple[str, str]:
    """The secret, and the card's number where one is asked for."""
    texts = words(call.args.say)
    return _asked(texts.say("staff.secret")), _asked(texts.say("staff.card")) if call.args.with_card else ""


def _add(call: Call) -> Outcome:
    from kiosk.services import staff

    secret, number = _secrets(call)
    with opened(call.config) as store:
        account = staff.add(store, call.args.name, StaffRole(call.args.role), call.args.person, secret, number)
    texts = words(call.args.say)
    role = texts.say(f"staff.role.{account.role.value}")
    return Outcome(_account_json(account), texts.say("staff.added", name=account.name, role=role, about=account.about))


def _first_code(call: Call) -> Outcome:
    from kiosk.services import staff

    role = StaffRole(call.args.role)
    with opened(call.config) as store:
        code = staff.first_code(store, role)
    texts = words(call.args.say)
    spoken = texts.say("staff.first_code", role=texts.say(f"staff.role.{role.value}"), code=code)
    return Outcome({"code": code, "role": role.value}, spoken)


def _reset(call: Call) -> Outcome:
    from kiosk.services import staff

    secret, number = _secrets(call)
    with opened(call.config) as store:
        account = staff.reset(store, call.args.name, secret, number)
    return Outcome(_account_json(account), words(call.args.say).say("staff.reset", name=account.name))


def _disable(call: Call) -> Outcome:
    from kiosk.services import staff

    with opened(call.config) as store:
        account = staff.disable(store, call.args.name, disabled=not call.args.undo)
    key = "staff.disabled" if account.state == "disabled" else "staff.enabled"
    return Outcome(_account_json(account), words(call.args.say).say(key, name=account.name))


def _list(call: Call) -> Outcome:
    from kiosk.services import staff

    texts = words(call.args.say)
    with looked_at(call.config) as store:
        items = [_account_json(one) for one in staff.members(store)]
    lines = [
        f"{one['about']:<6} {one['name']:<20} {texts.say('staff.role.' + one['role']):<18} "
        f"{texts.say('staff.state.' + one['state'])}"
        for one in items
    ]
    return Outcome(items, "\n".join(lines) or texts.say("staff.none"))


def _account_json(one: StaffMember) -> dict[str, Any]:
    return {"about": one.about, "name": one.name, "role": one.role.value, "card": one.card, "state": one.state}
