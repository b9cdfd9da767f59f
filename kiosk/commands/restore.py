"""kiosk restore: a backup into the empty data folder of this kiosk, under a key of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.commands import Call, Outcome
from kiosk.commands.backup import backup_json
from kiosk.commands.keys import asked_key
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the backup: the folder with backup.json")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """The recovery key is asked for, or read from standard input."""
    from kiosk.services.backups import restore

    texts = words(call.args.say)
    text = asked_key(texts.say("keys.ask"))
    backup = restore(call.config, call.args.folder, text)
    return Outcome(backup_json(backup), texts.say("backup.restored", count=backup.submissions, waiting=backup.waiting))
