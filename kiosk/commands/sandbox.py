"""Commands of the sandbox: its own ones where it is installed, and a known error in their place where it is not.

The one place where the kiosk's commands look for ``kiosk_sandbox``.
"""

from __future__ import annotations

import argparse
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.errors import SandboxMissing
from kiosk.resources import has_sandbox

VERBS = {"courier": ("import",), "catalogue": ("publish", "rotate")}
"""Verbs of the portal's side, in families of the kiosk's."""


def is_installed() -> bool:
    """Whether there is a demo, and a portal's side, on this machine."""
    return has_sandbox()


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """``kiosk portal``."""
    if not has_sandbox():
        return _stand_in(parser)
    from kiosk_sandbox.commands import portal

    return portal.register(parser, shared)


def register_verb(family: str, name: str, verbs: Any, shared: argparse.ArgumentParser) -> None:
    """One of ``VERBS``; without the sandbox it stands in no list of help."""
    if not has_sandbox():
        return _stand_in(verbs.add_parser(name, parents=[shared]))
    from kiosk_sandbox.commands import FAMILIES

    return FAMILIES[family](name, verbs, shared)


def absent(call: Call) -> Outcome:
    """Stands for every command that is not installed here."""
    raise SandboxMissing(str(call.args.command))


def _stand_in(parser: argparse.ArgumentParser) -> None:
    """Takes any words; those it does not know are nobody's mistake (``kiosk.cli.main``)."""
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    parser.set_defaults(run=absent)
