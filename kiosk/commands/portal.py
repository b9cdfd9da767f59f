"""kiosk portal"""

from __future__ import annotations

import argparse

from kiosk.commands import Call, Outcome


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    raise NotImplementedError
