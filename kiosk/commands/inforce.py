"""The catalogue in force, laid over the one built in, before anything of it is read."""

from __future__ import annotations

from pathlib import Path

from kiosk import catalogue, resources
from kiosk.sync.updates import FOLDER
from kiosk.sync.updates.releases import Releases
from kiosk.words import words


def in_force(data: Path) -> None:
    """From the update that holds; without one, the catalogue that the program was built with."""
    found = Releases(data / FOLDER / "catalogue").current()
    version = str(found.version) if found else ""
    if version == resources.catalogue_version() == "":
        return
    resources.lay_over(found.folder if found else None, version)
    for cached in (words, catalogue.procedure, catalogue.codes):
        cached.cache_clear()
