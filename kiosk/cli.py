"""The commands: everything the kiosk can do without a screen, over the same code as the touch screen.

Exit codes: 0 done; 1 a known failure; 2 wrong usage; 70 a bug. With ``--json`` exactly one JSON document goes to
standard output and everything else to standard error.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.commands import COMMANDS, SANDBOX, Call, Outcome, sandbox
from kiosk.config import Config, load
from kiosk.errors import KioskError
from kiosk.local_settings import effective
from kiosk.resources import has_sandbox
from kiosk.words import words

DONE, FAILED, USAGE, BUG = 0, 1, 2, 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = _arguments(argv)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if args.verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    os.umask(os.umask(0o077) | 0o022)  # whatever was set: nobody else writes where this program does
    try:
        return _show(args.run(_call(args)), args.json)
    except KioskError as error:
        return _explain(error, args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return DONE
    except Exception:  # the one handler for bugs
        traceback.print_exc(file=sys.stderr)
        if args.json:
            print(json.dumps({"error": {"code": "bug", "message": "", "remedy": ""}}))
        return BUG


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Words that no command knows are wrong usage, unless the command itself is one that is not installed here."""
    top = parser()
    args, rest = top.parse_known_args(argv)
    if rest and args.run is not sandbox.absent:
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def _call(args: argparse.Namespace) -> Call:
    if getattr(args, "elsewhere", False):  # on an officer's computer, where there are no data of a kiosk
        return Call(args=args, config=Config(), data_given=args.data is not None)
    from kiosk.data_owner import act_as_owner, need_folder, need_leave
    from kiosk.services.catalogue_release import in_force

    config = load(args.config)
    if args.data:
        config = config.with_(data=args.data)
    config = effective(config)
    need_folder(config.data)
    act_as_owner(config.data)
    need_leave(config.data)
    in_force(config.with_(demo=True) if getattr(args, "demo", False) else config)
    return Call(args=args, config=config, data_given=args.data is not None)


def _show(outcome: Outcome, as_json: bool) -> int:
    if as_json:
        print(json.dumps(outcome.data, ensure_ascii=False, indent=2))
    elif outcome.text:
        print(outcome.text)
    return outcome.exit_code


def _explain(error: KioskError, args: argparse.Namespace) -> int:
    texts = words(args.say)
    message, remedy = texts.message(error), texts.remedy(error)
    logging.getLogger("kiosk").info("%s: %s", error.code, error.detail)
    print(f"{message}\n{remedy}\n[{error.code}]", file=sys.stderr)
    if args.json:
        document = {"code": error.code, "message": message, "remedy": remedy}
        print(json.dumps({"error": document}, ensure_ascii=False, indent=2))
    return FAILED


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(prog="kiosk", description="An offline-first kiosk for commune offices.")
    _globals(top, first=True)
    shared = argparse.ArgumentParser(add_help=False)
    _globals(shared, first=False)
    verbs = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        listed: dict[str, Any] = {"help": summary} if module != SANDBOX or has_sandbox() else {}
        verb = verbs.add_parser(name, description=summary, parents=[shared], **listed)
        importlib.import_module(f"kiosk.commands.{module}").register(verb, shared)
    return top


def _globals(parser: argparse.ArgumentParser, *, first: bool) -> None:
    """The global flags are taken before the command and after it; only the first place sets the defaults."""

    def default(value: Any) -> Any:
        return value if first else argparse.SUPPRESS

    parser.add_argument(
        "--data", type=Path, default=default(None), metavar="DIR", help="where the kiosk keeps its data"
    )
    parser.add_argument("--config", type=Path, default=default(None), metavar="FILE", help="settings (TOML)")
    parser.add_argument(
        "--json", action="store_true", default=default(False), help="one JSON document on standard output"
    )
    parser.add_argument("--say", choices=("vi", "en"), default=default("vi"), help="language of messages")
    parser.add_argument("-v", "--verbose", action="store_true", default=default(False), help="log to standard error")
