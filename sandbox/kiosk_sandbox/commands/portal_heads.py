"""kiosk portal heads: the ends of the kiosks' journals as the portal keeps them, and which came back shorter."""

from __future__ import annotations

import argparse
from typing import Any

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.words import words


def register(verbs: Any, shared: argparse.ArgumentParser) -> None:
    heads = verbs.add_parser("heads", parents=[shared], help="the kiosks' journal ends, for: kiosk audit verify --head")
    heads.add_argument("--database", default=argparse.SUPPRESS, metavar="URL", help="of the portal, if not its own")
    heads.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Exit code 1 where a journal came back shorter, or with another end."""
    from kiosk_sandbox.database import PortalDatabase
    from kiosk_sandbox.journal_heads import Heads

    place = call.config.data / "portal" / "portal.sqlite"
    place.parent.mkdir(parents=True, exist_ok=True)
    database = PortalDatabase(call.args.database or f"sqlite:///{place}")
    try:
        heads = Heads(database, office_time).newest()
    finally:
        database.close()
    texts = words(call.args.say)
    lines = [f"{one.kiosk}  {one.number:>8}  {one.came:%Y-%m-%d %H:%M}  {one.text}" for one in heads]
    short = [one for one in heads if one.shorter is not None]
    cut = [texts.say("portal.shorter", kiosk=one.kiosk, number=one.number, now=one.shorter) for one in short]
    items = [{"kiosk": one.kiosk, "entries": one.number, "head": one.text, "shorter": one.shorter} for one in heads]
    return Outcome(items, "\n".join([*lines, *cut]), exit_code=1 if cut else 0)
