"""kiosk restore: a backup into an empty data folder, or in the place of the store, under a key of this kiosk's."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.commands import Call, Outcome
from kiosk.commands.backup import backup_json
from kiosk.commands.keys import asked_key
from kiosk.words import Words, words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the backup: the folder with backup.json")
    parser.add_argument(
        "--replace", action="store_true", help="where a store is: put the backup ready beside it and say what is newer"
    )
    parser.add_argument("--yes", action="store_true", help="with --replace: exchange the two; the old one is kept")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """The recovery key is asked for, or read from standard input."""
    from kiosk.services import restoring
    from kiosk.services.backups import restore

    texts = words(call.args.say)
    if not call.args.replace:
        restoring.need_empty(call.config)
    text = asked_key(texts.say("keys.ask"))
    if call.args.replace:
        return _replace(call, text)
    backup = restore(call.config, call.args.folder, text)
    return Outcome(backup_json(backup), texts.say("backup.restored", count=backup.submissions, waiting=backup.waiting))


def _replace(call: Call, text: str) -> Outcome:
    """Without ``--yes`` nothing is changed."""
    from kiosk.services import restoring

    texts = words(call.args.say)
    known = restoring.put_ready(call.config, call.args.folder, text)
    document: dict[str, Any] = {
        "submissions": known.filings,
        "waiting": known.waiting,
        "journal": known.entries,
        "newer": list(known.newer),
        "unsent": list(known.unsent),
        "readable": known.readable,
        "replaced": False,
    }
    if not call.args.yes:
        restoring.drop(call.config)
        key = "backup.compared" if known.readable else "backup.unreadable_here"
        counts = {"count": known.filings, "newer": len(known.newer), "unsent": len(known.unsent)}
        return Outcome(document, texts.say(key, **counts) + _missing(known.newer, texts))
    try:
        place = restoring.exchange(call.config, known)
    except BaseException:
        restoring.drop(call.config)
        raise
    document |= {"replaced": True, "place": place}
    sentence = texts.say("backup.replaced", count=known.filings, waiting=known.waiting, place=place or "-")
    return Outcome(document, sentence + _missing(known.newer, texts))


def _missing(codes: tuple[str, ...], texts: Words) -> str:
    """The filings that the kiosk will not know, or knows no more."""
    return "\n" + texts.say("backup.missing", codes=", ".join(codes)) if codes else ""
