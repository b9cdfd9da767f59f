"""What the counter's commands share: who acts, by name and PIN, and how dates, notes and outcomes are written."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from kiosk.commands import Call, Outcome
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.domain.staff_session import StaffSession
    from kiosk.services.counter.counter import CounterDesks

MOST_LINE = 4096  # characters of a typed secret


class AddVerb(Protocol):
    """Adds one act to a family of commands, with its plain ``arguments``; every one says who acts."""

    def __call__(
        self, name: str, run: Callable[[Call], Outcome], summary: str, *arguments: str
    ) -> argparse.ArgumentParser: ...


def counter_verbs(
    parser: argparse.ArgumentParser, shared: argparse.ArgumentParser, also: Callable[[Any], None] = lambda _: None
) -> AddVerb:
    """``also`` adds to the family what wants nobody signed in."""
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    also(subs)

    def verb(name: str, run: Callable[[Call], Outcome], summary: str, *arguments: str) -> argparse.ArgumentParser:
        one = subs.add_parser(name, parents=[shared], help=summary)
        for argument in arguments:
            one.add_argument(argument, metavar=argument.upper())
        one.add_argument("--as", dest="staff", required=True, metavar="NAME", help="who acts; asks for the PIN")
        one.add_argument("--desk", default="", metavar="DESK", help="the desk, if it is not the settings'")
        one.set_defaults(run=run)
        return one

    return verb


@contextmanager
def at_counter(call: Call, secret: str = "") -> Iterator[tuple[CounterDesks, StaffSession]]:
    """Signed in for one command, by ``asked_pin`` where no ``secret`` is given."""
    from kiosk.services.counter.counter import counter_of

    with counter_of(call.config, secret or asked_pin(call), name=call.args.staff, desk=call.args.desk) as pair:
        yield pair


def listed(rows: list[dict[str, Any]], columns: Callable[[dict[str, Any]], Iterable[object]]) -> Outcome:
    """A list as JSON, and for people a line a row of its ``columns``."""
    return Outcome(rows, "\n".join("  ".join(str(cell) for cell in columns(row)) for row in rows))


def asked_pin(call: Call) -> str:
    """Unseen from the terminal, or a line of standard input."""
    prompt = words(call.args.say).say("counter.pin", name=call.args.staff)
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline(MOST_LINE).rstrip("\n")


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """ISO 8601; in this office's zone where it names none."""
    from kiosk.domain.calendar import ZONE

    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def notes(text: str) -> dict[int, int]:
    """500000x1,20000x3: notes and how many of each."""
    pairs = (part.partition("x") for part in text.split(",") if part)
    return {int(note): int(count) for note, _, count in pairs}


def pairs(text: str) -> tuple[str, str]:
    """KEY=VALUE; ValueError, and so wrong usage, for anything else."""
    key, sign, value = text.partition("=")
    if not key or not sign:
        raise ValueError(text)
    return key, value
