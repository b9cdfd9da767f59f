"""kiosk keys: where the store's key is, its recovery key, changing it, bringing it back, forgetting it for good."""

from __future__ import annotations

import argparse
import getpass
import io
import sys
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.errors import ConfigError
from kiosk.words import words

MOST = 15  # shares
MOST_LINE = 4096  # characters of a typed key


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, act, summary in (
        ("recovery", _recovery, "make a recovery key and print it, once"),
        ("rotate", _rotate, "put the store under a new key"),
        ("recover", _recover, "bring the store's key back with the printed recovery key"),
    ):
        verb = subs.add_parser(name, parents=[shared], help=summary)
        verb.set_defaults(run=act)
        if name == "recovery":
            verb.add_argument("--shares", default="", metavar="K/N", help="N shares instead, any K of which open it")
            verb.add_argument("--qr", action="store_true", help="and as QR codes, for a camera to read back")
    erase = subs.add_parser("erase", parents=[shared], help="forget the key for good: the kiosk leaves service")
    erase.add_argument("--yes", action="store_true", required=True, help="the store cannot be opened afterwards")
    erase.add_argument("--unsent-too", action="store_true", help="even with submissions that never arrived")
    erase.set_defaults(run=_erase)


def asked_key(prompt: str) -> str:
    """The printed key or its shares, a line each, from the terminal unseen, or from standard input; never from the
    command line, which all see. Asks as long as shares are missing."""
    from kiosk.services.keys import shares_needed

    given = _line(prompt)
    while (more := shares_needed(given)) and (line := _line(f"{prompt} (+{more})")).strip():
        given += f"\n{line}"
    return given


def _line(prompt: str) -> str:
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline(MOST_LINE)


def _recovery(call: Call) -> Outcome:
    from kiosk.services import keys

    needed, count = _shares(call.args.shares)
    text = keys.make_recovery(call.config)
    texts = words(call.args.say)
    if not count:
        return Outcome({"recovery_key": text}, texts.say("keys.recovery", key=_page(call, text)))
    parts = keys.shared_recovery(text, needed, count)
    sheets = [
        texts.say("keys.share", place=place, count=count) + _page(call, part) for place, part in enumerate(parts, 1)
    ]
    page = texts.say("keys.shares", needed=needed, count=count, sheets="\n\n".join(sheets))
    return Outcome({"shares": list(parts), "needed": needed}, page)


def _shares(text: str) -> tuple[int, int]:
    """K and N; nothing is made before they are known to be good."""
    if not text:
        return 0, 0
    needed, _, count = text.partition("/")
    if not (needed.isdigit() and count.isdigit() and 2 <= int(needed) <= int(count) <= MOST):
        raise ConfigError(f"--shares {text}", key="--shares")
    return int(needed), int(count)


def _page(call: Call, text: str) -> str:
    """The words, and the same as a picture of letters for the terminal and its printer."""
    if not call.args.qr:
        return text
    import qrcode

    code: Any = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    drawn = io.StringIO()
    code.print_ascii(out=drawn)
    return f"{text}\n{drawn.getvalue().rstrip()}"


def _rotate(call: Call) -> Outcome:
    from kiosk.services.keys import rotate

    rotate(call.config)
    return Outcome({"rotated": True}, words(call.args.say).say("keys.rotated"))


def _recover(call: Call) -> Outcome:
    from kiosk.services.keys import recover

    texts = words(call.args.say)
    recover(call.config, asked_key(texts.say("keys.ask")))
    return Outcome({"recovered": True}, texts.say("keys.recovered"))


def _erase(call: Call) -> Outcome:
    from kiosk.services.keys import erase

    erased_at = erase(call.config, unsent_too=call.args.unsent_too)
    return Outcome({"erased": True, "at": erased_at.isoformat()}, words(call.args.say).say("keys.erased"))
