"""kiosk catalogue: procedures in force, and signed updates by line or by stick."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome, sandbox
from kiosk.services.opening import opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store
    from kiosk.sync.updates.catalogue import CatalogueUpdate


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, run: Any, summary: str) -> argparse.ArgumentParser:
        verb_parser = verbs.add_parser(name, parents=[shared], help=summary, description=summary)
        verb_parser.set_defaults(run=run)
        return verb_parser

    verb("list", listed, "the procedures in force, and how old the catalogue is")
    verb("check", check, "can this folder be worked with?").add_argument("folder", type=Path)
    update = verb("update", take, "take what is newest: from the portal, or from a folder or stick")
    update.add_argument("folder", type=Path, nargs="?")
    update.add_argument("--program", action="store_true", help="the program, for its next start")
    verb("back", back, "the last good catalogue again")
    for name in sandbox.VERBS["catalogue"]:
        sandbox.register_verb("catalogue", name, verbs, shared)


def listed(call: Call) -> Outcome:
    from kiosk import catalogue, resources
    from kiosk.services.updates import catalogue_updates

    procedures = [catalogue.procedure(code) for code in catalogue.codes()]
    known = catalogue_updates(call.config).age()
    document: dict[str, Any] = {
        "version": resources.catalogue_version(),
        "published": known.published.isoformat() if known else None,
        "vouched_until": known.until.isoformat() if known else None,
        "procedures": [{"code": one.code, "version": one.version, "name": one.official} for one in procedures],
    }
    lines = [f"{one.code}  {one.version}  {one.official}" for one in procedures]
    return Outcome(document, "\n".join([version_line(call, resources.catalogue_version()), *lines]))


def check(call: Call) -> Outcome:
    from kiosk import catalogue
    from kiosk.errors import UpdateUnusable

    if wrong := catalogue.fault(call.args.folder):
        raise UpdateUnusable(wrong, what=wrong)
    return Outcome({"ok": True}, words(call.args.say).say("update.loads"))


def take(call: Call) -> Outcome:
    """In force with the next start of the kiosk. Any failure leaves in force what was."""
    with opened(call.config) as store:
        update = _from_folder(call, store) if call.args.folder else _by_line(call, store)
    texts = words(call.args.say)
    document = {"version": str(update.version), "new": update.new, "files": update.files, "bytes": update.bytes}
    taken = "update.program" if call.args.program else "update.taken"
    key = taken if update.new else "update.nothing-new"
    return Outcome(document, texts.say(key, version=update.version, files=update.files))


def back(call: Call) -> Outcome:
    from kiosk.services.updates import catalogue_updates

    release = catalogue_updates(call.config).releases.back()
    version = str(release.version) if release else ""
    return Outcome({"version": version}, version_line(call, version))


def _from_folder(call: Call, store: Store) -> CatalogueUpdate:
    """From a feed's own folder, or from a stick that carries one."""
    from kiosk.commands.stick import laid_in
    from kiosk.services.updates import ON_STICK, believed, catalogue_updates, program_updates
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.updates.fetching import FolderFetcher

    stick = laid_in(call.args.folder)
    below = ON_STICK if (call.args.folder / ON_STICK).is_dir() else ""
    fetcher = FolderFetcher(lambda path, most: stick.read(f"{below}{path}".lstrip("/"), most))
    now = believed(TrustedTime(store.notes, office_time))
    wired = program_updates if call.args.program else catalogue_updates
    return wired(call.config, now).take(fetcher)


def _by_line(call: Call, store: Store) -> CatalogueUpdate:
    from kiosk.errors import PortalNotSet
    from kiosk.services.updates import asking, believed, catalogue_updates, program_updates
    from kiosk.sync.portal import Portal
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.membership import Membership
    from kiosk.sync.updates.byline import by_line
    from kiosk.sync.updates.fetching import LineFetcher

    floor = TrustedTime(store.notes, office_time)
    now, member = believed(floor), Membership.of(store.keys, floor)
    with closing(Portal(call.config.portal, call.config.office.unit, membership=member)) as portal:
        if not portal.is_set:
            raise PortalNotSet("no portal.url in the settings")
        ask = asking(portal)
        if call.args.program:
            return program_updates(call.config, now).take(LineFetcher(ask))
        return by_line(catalogue_updates(call.config, now), ask)


def version_line(call: Call, version: str) -> str:
    texts = words(call.args.say)
    return texts.say("update.version", version=version) if version else texts.say("update.built-in")
