"""kiosk restart: have the running program, or the whole machine, start anew; nobody is interrupted by it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.domain.restarting import RestartObstacle, RestartRecord


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("--machine", action="store_true", help="the whole machine, where the system lets the kiosk")
    parser.add_argument("--check", action="store_true", help="only whether it would be done now, and why not")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Waits until the program is there again. Exit 1 where something stands in the way: nothing was ended then."""
    from kiosk.domain.restarting import RestartKind
    from kiosk.errors import RestartNotNow
    from kiosk.services.restart_requests import ask_restart, seen_again

    args, texts = call.args, words(call.args.say)
    kind = RestartKind.MACHINE if args.machine else RestartKind.PROGRAM
    obstacle = ask_restart(call.config.data, kind, look=args.check)
    if args.check:
        return _checked(call, obstacle)
    if obstacle is not None:
        raise RestartNotNow(obstacle.value, reason=texts.say(f"restart.obstacle.{obstacle.value}"))
    if kind is RestartKind.MACHINE:
        return Outcome({"kind": kind.value, "begun": True}, texts.say("restart.machine_begun"))
    record = seen_again(call.config)
    return Outcome(_fields(record), _sentence(call, record))


def _checked(call: Call, obstacle: RestartObstacle | None) -> Outcome:
    texts, reason = words(call.args.say), obstacle.value if obstacle else ""
    text = texts.say(f"restart.obstacle.{reason}") if reason else texts.say("restart.may")
    return Outcome({"possible": obstacle is None, "obstacle": reason}, text, int(obstacle is not None))


def _fields(record: RestartRecord) -> dict[str, Any]:
    return {
        "kind": record.kind.value,
        "asked": record.asked.isoformat(),
        "up": record.up.isoformat() if record.up else None,
        "seconds": record.took.total_seconds() if record.took else None,
        "program": record.program,
        "catalogue": record.catalogue,
    }


def _sentence(call: Call, record: RestartRecord) -> str:
    seconds = round(record.took.total_seconds()) if record.took else 0
    values = {"seconds": seconds, "program": record.program, "catalogue": record.catalogue}
    return words(call.args.say).say("restart.fresh", **values)
