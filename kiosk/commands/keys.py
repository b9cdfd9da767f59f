"""kiosk keys: where the store's key is, its recovery key and its shares, changing, recovering and forgetting it."""

from __future__ import annotations

import argparse
import getpass
import io
import sys
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.errors import ConfigError, RetireNotPossible
from kiosk.words import words

MOST_SHARES = 15  # shares
MOST_LINE = 4096  # characters of a typed key


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, act, summary in (
        ("recovery", _recovery, "make a recovery key and print it, once"),
        ("show", _show, "where the key lies, since when, and which shares were tried"),
        ("test", _test, "whether a printed share, or enough of them, is right; nothing is changed"),
        ("rotate", _rotate, "put the store under a new key"),
        ("recover", _recover, "bring the store's key back with the printed recovery key"),
    ):
        verb = subs.add_parser(name, parents=[shared], help=summary)
        verb.set_defaults(run=act)
        if name == "test":
            verb.add_argument("--one", action="store_true", help="one share alone: is it of the key in force?")
        if name == "recovery":
            verb.add_argument("--shares", default="", metavar="K/N", help="N shares instead, any K of which open it")
            verb.add_argument("--qr", action="store_true", help="and as QR codes, for a camera to read back")
    erase = subs.add_parser("erase", parents=[shared], help="refused: a kiosk leaves service by kiosk retire alone")
    erase.add_argument("--yes", action="store_true", help=argparse.SUPPRESS)
    erase.add_argument("--unsent-too", action="store_true", help=argparse.SUPPRESS)
    erase.set_defaults(run=_erase)


def asked_key(prompt: str) -> str:
    """The printed key or its shares, a line each, from the terminal unseen, or from standard input; never from the
    command line, which all see. Asks as long as shares are missing."""
    from kiosk.services.keys import shares_needed

    given = hidden_line(prompt)
    while (more := shares_needed(given)) and (line := hidden_line(f"{prompt} (+{more})")).strip():
        given += f"\n{line}"
    return given


def hidden_line(prompt: str) -> str:
    """From the terminal unseen, or from standard input."""
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline(MOST_LINE)


def _recovery(call: Call) -> Outcome:
    from kiosk.services import keys

    needed, count = _shares(call.args.shares)
    parts = keys.make_recovery(call.config, needed, count)
    texts = words(call.args.say)
    if count == 1:
        (text,) = parts
        return Outcome({"recovery_key": text}, texts.say("keys.recovery", key=_page(call, text)))
    sheets = [
        texts.say("keys.share", place=place, count=count) + _page(call, part) for place, part in enumerate(parts, 1)
    ]
    page = texts.say("keys.shares", needed=needed, count=count, sheets="\n\n".join(sheets))
    return Outcome({"shares": list(parts), "needed": needed}, page)


def _shares(text: str) -> tuple[int, int]:
    """K and N; nothing is made before they are known to be good."""
    if not text:
        return 1, 1
    needed, _, count = text.partition("/")
    if not (needed.isdigit() and count.isdigit() and 2 <= int(needed) <= int(count) <= MOST_SHARES):
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


def _show(call: Call) -> Outcome:
    from kiosk.services.keys import key_facts

    known, texts = key_facts(call.config), words(call.args.say)
    document: dict[str, Any] = {
        "place": known.place,
        "changed": known.changed.isoformat() if known.changed else None,
        "recoverable": known.recoverable,
        "printed": known.printed.isoformat() if known.printed else None,
        "shares": known.count,
        "needed": known.needed,
        "tried": {str(number): day.isoformat() for number, day in known.tried.items()},
    }
    key = "keys.shown" if known.recoverable else "keys.shown_none"
    return Outcome(document, texts.say(key, count=known.count, needed=known.needed, tried=len(known.tried)))


def _test(call: Call) -> Outcome:
    from kiosk.services.keys import try_recovery

    texts = words(call.args.say)
    given = hidden_line(texts.say("keys.ask")) if call.args.one else asked_key(texts.say("keys.ask"))
    trial = try_recovery(call.config, given)
    document = {"shares": list(trial.numbers), "missing": trial.missing, "opens": trial.opens}
    numbers = ", ".join(map(str, trial.numbers))
    if trial.opens:
        return Outcome(document, texts.say("keys.opens"))
    return Outcome(document, texts.say("keys.share_right", numbers=numbers, missing=trial.missing))


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
    """No second way beside the one that tells the portal and leaves a certificate. RetireNotPossible."""
    raise RetireNotPossible("keys erase")
