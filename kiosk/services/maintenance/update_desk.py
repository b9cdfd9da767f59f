"""Updates at a running kiosk: what is in force, taking what is newest by line or from a stick, the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.anchors import update_root
from kiosk.config import Config
from kiosk.domain.update_facts import ComingUpdate, UpdateFacts
from kiosk.services import updates
from kiosk.store import Store
from kiosk.sync.updates import FOLDER
from kiosk.sync.updates.notes import notes_of
from kiosk.sync.updates.proof import signature
from kiosk.sync.updates.releases import Release


class UpdateDesk:
    """``running``: the versions that this process runs, by kind. Nothing is changed under it: all counts from the next
    start on."""

    def __init__(self, config: Config, store: Store, running: Callable[[], dict[str, str]]) -> None:
        self._config, self._store, self._running = config, store, running

    def facts(self) -> tuple[UpdateFacts, ...]:
        """Of what is as it was signed; a set that is not gives way at the next start, and so it does here."""
        catalogue, program = updates.catalogue_updates(self._config), updates.program_updates(self._config)
        age = catalogue.age()
        first = self._facts("catalogue", catalogue.current(), catalogue.releases.named())
        return (
            replace(first, published=age.published, until=age.until) if age else first,
            self._facts("program", program.current(), program.releases.named()),
        )

    def _facts(self, kind: str, current: Release | None, named: Sequence[Release]) -> UpdateFacts:
        root, before = update_root(self._config), next((one for one in named if one != current), None)
        facts = UpdateFacts(kind, self._running()[kind], _version(current), _version(before), bool(root))
        if current is None:
            return facts
        signed = signature(current, self._config.data / FOLDER, root)
        notes = notes_of(signed.targets.unrecognized_fields, kind)
        return replace(facts, notes=notes, signed_by=signed.by, keys=signed.keys)

    def coming(self, kind: str, folder: Path | None) -> ComingUpdate:
        """What ``take`` would bring, and nothing is fetched of it. LineError, StickError, UpdateError."""
        return coming_update(self._config, self._store, kind, folder)

    def take(self, kind: str, folder: Path | None) -> bool:
        """From the portal, or from a folder or stick: whether it is new. LineError, StickError, UpdateError."""
        program = kind == "program"
        if folder is not None:
            return updates.take_from_folder(self._config, self._store, folder, program=program).new
        return updates.take_by_line(self._config, self._store, program=program).new

    def back(self) -> str:
        """The last good catalogue again; its version, empty for the one built in."""
        return updates.go_back(self._config)


def coming_update(config: Config, store: Store, kind: str, folder: Path | None) -> ComingUpdate:
    """From the portal, or from a folder or stick. LineError, StickError, UpdateError."""
    program = kind == "program"
    if folder is not None:
        known = updates.coming_from_folder(config, store, folder, program=program)
    else:
        known = updates.coming_by_line(config, store, program=program)
    return ComingUpdate(
        kind,
        str(known.version),
        known.new,
        known.bytes if known.new else 0,
        known.files if known.new else 0,
        folder is not None,
        known.age.published if known.age else None,
        notes_of(known.signature.targets.unrecognized_fields, kind),
        known.signature.by,
        known.signature.keys,
        "" if known.fits and not known.spurned else "spurned" if known.fits else "packages",
    )


def _version(release: Release | None) -> str:
    return str(release.version) if release else ""
