"""kiosk counter: the officer's own computer, before the kiosks of its commune. No store, no data folder of a kiosk."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.hall.computer import CounterComputer
    from kiosk.hall.joining import HallJoining

PORT = 47443
MOST_LINE = 4096  # characters of a typed secret


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    _folder(parser, first=True)
    parser.set_defaults(run=_run, elsewhere=True)
    subs = parser.add_subparsers(dest="action", metavar="ACTION")
    enrol = subs.add_parser("enrol", parents=[shared], help="become a counter: by a file, or a code from a kiosk")
    way = enrol.add_mutually_exclusive_group(required=True)
    way.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the invitation that the kiosk wrote")
    way.add_argument("--kiosk", type=place, metavar="ADDRESS", help="a kiosk's address, with :PORT if it is another")
    enrol.add_argument("--name", default="", metavar="NAME", help="as this desk is called: Q2 (with --kiosk)")
    enrol.set_defaults(run=_enrol)
    add = subs.add_parser("add", parents=[shared], help="one more kiosk of the hall, or another address of one")
    add.add_argument("name", metavar="NAME", help="the kiosk's: DV01")
    add.add_argument("address", type=place, metavar="ADDRESS")
    add.set_defaults(run=_add)
    state = subs.add_parser("kiosks", parents=[shared], help="the kiosks of the hall, and which of them answer")
    state.set_defaults(run=_kiosks)
    text = subs.add_parser("text", parents=[shared], help="how large letters are in this computer's window")
    text.add_argument("percent", type=int, choices=(100, 125, 150, 200), metavar="PERCENT", help="100, 125, 150 or 200")
    text.set_defaults(run=_text)
    for one in (enrol, add, state, text):
        _folder(one, first=False)


def _folder(parser: argparse.ArgumentParser, *, first: bool) -> None:
    default: Any = None if first else argparse.SUPPRESS
    parser.add_argument("--folder", type=Path, default=default, metavar="DIR", help="what this computer keeps")


def place(text: str) -> tuple[str, int]:
    """ADDRESS or ADDRESS:PORT; ValueError, and so wrong usage, for anything else."""
    address, _, port = text.rpartition(":") if text.count(":") == 1 else (text, "", str(PORT))
    if not address or not 0 < int(port) < 65536:
        raise ValueError(text)
    return address, int(port)


def _run(call: Call) -> Outcome:
    from kiosk.app.counter_window import run

    return Outcome(exit_code=run(_computer(call)))


def _enrol(call: Call) -> Outcome:
    from kiosk.hall.joining import HallInvitation, invitation_in, join_by_file

    texts, computer = words(call.args.say), _computer(call)
    if call.args.file is not None:
        invitation = HallInvitation.read(invitation_in(call.args.file))
        word = _new_passphrase(call)
        joined = join_by_file(invitation)
    else:
        joined, word = _by_code(call)
    identity, at = joined.identity, joined.place
    computer.keep(identity, word)
    computer.add(at, office=joined.office, commune=joined.commune)
    data = {"counter": identity.name, "unit": identity.unit, "kiosk": at.kiosk, "address": at.address}
    return Outcome(data, texts.say("hall.enrolled", counter=identity.name, kiosk=at.kiosk))


def _by_code(call: Call) -> tuple[HallJoining, str]:
    from kiosk.errors import CounterCodeWrong
    from kiosk.hall.joining import join_by_code
    from kiosk.hall.roles import COUNTER_NAME, key_print, new_key, spoken_print

    texts, (address, port) = words(call.args.say), call.args.kiosk
    if not COUNTER_NAME.fullmatch(call.args.name):
        raise CounterCodeWrong("no counter's name")
    key = new_key()
    shown = spoken_print(key_print(key.public_key()))
    print(texts.say("hall.fingerprint", key=shown, counter=call.args.name), file=sys.stderr, flush=True)
    code = _asked(texts.say("hall.ask_code"))
    word = _new_passphrase(call)
    return join_by_code(address, port, key, call.args.name, code), word


def _add(call: Call) -> Outcome:
    from kiosk.hall.wire import KioskPlace

    computer, (address, port) = _computer(call), call.args.address
    at = KioskPlace(computer.about()["unit"], call.args.name, address, port)
    computer.add(at)
    return Outcome({"kiosk": at.kiosk, "address": address, "port": port}, f"{at.kiosk}  {address}:{port}")


def _text(call: Call) -> Outcome:
    percent = call.args.percent
    _computer(call).set_text(percent)
    return Outcome({"text": percent}, words(call.args.say).say("hall.letters_kept", percent=percent))


def _kiosks(call: Call) -> Outcome:
    from kiosk.errors import KioskError
    from kiosk.hall.link import KioskLink
    from kiosk.hall.operations import operations

    texts, computer = words(call.args.say), _computer(call)
    context = computer.opened(_asked(texts.say("hall.passphrase"))).context()
    data: list[dict[str, Any]] = []
    for at in computer.setup().places:
        link, why = KioskLink(at, context), ""
        try:
            link.call(operations()["sessions.first_run"], {})
        except KioskError as error:
            why = error.code
        finally:
            link.close()
        data.append(
            {"kiosk": at.kiosk, "address": at.address, "port": at.port, "answers": not why, "error": why or None}
        )
    lines = [
        f"{one['kiosk']:<10} {one['address']}:{one['port']}  {one['error'] or texts.say('hall.there')}" for one in data
    ]
    return Outcome(data, "\n".join(lines), 0 if data and all(one["answers"] for one in data) else 1)


def _computer(call: Call) -> CounterComputer:
    from kiosk.hall.computer import CounterComputer

    return CounterComputer(call.args.folder)


def _asked(prompt: str) -> str:
    """From the terminal unseen, or a line of standard input."""
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline(MOST_LINE).rstrip("\n")


def _new_passphrase(call: Call) -> str:
    """CounterKeyLocked for one that is too short, before anything is used up."""
    from kiosk.errors import CounterKeyLocked
    from kiosk.hall.computer import SHORTEST_PASSPHRASE

    word = _asked(words(call.args.say).say("hall.new_passphrase", least=SHORTEST_PASSPHRASE))
    if len(word) < SHORTEST_PASSPHRASE:
        raise CounterKeyLocked("too short")
    return word
