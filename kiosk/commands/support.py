"""kiosk support: how the kiosk stands, in one file for those who mend the program, with nobody's data in it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.commands import Call, Outcome
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where the bundle is written (zip)")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    from kiosk.services.support_bundle import write_bundle

    texts = words(call.args.say)
    parts = write_bundle(call.config, call.args.file, texts)
    return Outcome(
        {"file": str(call.args.file), "parts": list(parts)}, texts.say("support.written", file=call.args.file)
    )
