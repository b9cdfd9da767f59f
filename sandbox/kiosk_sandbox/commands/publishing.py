"""kiosk catalogue publish / rotate: our side of signed updates, the feed and its keys."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.commands.versions import version_line
from kiosk.words import words

PROGRAM = "program/kiosk.zip"


def register(name: str, verbs: Any, shared: argparse.ArgumentParser) -> None:
    """The one of the two verbs that is called ``name``."""
    register_verb, run, summary = _VERBS[name]
    verb = verbs.add_parser(name, parents=[shared], help=summary, description=summary)
    verb.add_argument("folder", type=Path)
    verb.set_defaults(run=run)
    register_verb(verb)


def _register_publish(publish: argparse.ArgumentParser) -> None:
    publish.add_argument("--keys", type=Path, required=True, help="folder of ROLE.pem; made if there is none")
    publish.add_argument("--program", type=Path, metavar="TREE", help="with the program in this checkout")
    publish.add_argument("--build", type=int, default=0, metavar="N", help="the program's count; more than the last")
    publish.add_argument("--assets", type=Path, help="whose catalogue; this program's if not given")
    publish.add_argument("--notes", type=Path, metavar="FILE.toml", help="what changed, in words, for the technician")


def _register_rotate(rotate: argparse.ArgumentParser) -> None:
    rotate.add_argument("--keys", type=Path, required=True, help="folder of ROLE.pem")
    rotate.add_argument("--role", choices=("root", "targets", "snapshot", "timestamp"), required=True)


def published(call: Call) -> Outcome:
    from kiosk.resources import ASSETS
    from kiosk.sync.updates.program import BUILD
    from kiosk_sandbox.publishing import Publisher, catalogue_files, program_archive, release_notes

    publisher = Publisher(call.args.folder, call.args.keys)
    files, custom = catalogue_files(call.args.assets or ASSETS), {}
    if call.args.program:
        files[PROGRAM], signed = program_archive(call.args.program)
        custom[PROGRAM] = {BUILD: call.args.build, **signed}
    notes = release_notes(call.args.notes) if call.args.notes else {}
    version = publisher.publish(files, office_time(), custom=custom, notes=notes)
    return Outcome({"version": str(version), "feed": str(call.args.folder)}, version_line(call, str(version)))


def rotated(call: Call) -> Outcome:
    """Counts for kiosks with the next publishing."""
    from kiosk_sandbox.publishing import Publisher

    version = Publisher(call.args.folder, call.args.keys).rotate(call.args.role, office_time())
    return Outcome({"root": version}, words(call.args.say).say("update.rotated", role=call.args.role, version=version))


_VERBS = {
    "publish": (_register_publish, published, "our side: sign the catalogue into a feed (a folder)"),
    "rotate": (_register_rotate, rotated, "our side: a new key in place of one that may be known to others"),
}
