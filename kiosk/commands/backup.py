"""kiosk backup: a verified copy of the store, for the holder of the recovery key alone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.services.backups import Backup


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a stick or a folder; each backup is a folder in it")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    from kiosk.services.backups import back_up

    backup = back_up(call.config, call.args.folder)
    texts = words(call.args.say)
    return Outcome(backup_json(backup), texts.say("backup.done", place=backup.place.name, count=backup.submissions))


def backup_json(backup: Backup) -> dict[str, Any]:
    """A backup as a JSON document."""
    return {
        "place": str(backup.place),
        "submissions": backup.submissions,
        "waiting": backup.waiting,
        "journal": backup.journal,
        "bytes": backup.size,
    }
