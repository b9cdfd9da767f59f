"""The catalogue in force, laid over the one built in, before anything of it is read."""

from __future__ import annotations

from kiosk import catalogue, resources
from kiosk.anchors import signed_catalogue
from kiosk.config import Config
from kiosk.sync.updates import FOLDER
from kiosk.sync.updates.releases import Releases
from kiosk.words import words


def in_force(config: Config) -> None:
    """From the newest update that is as its publisher signed it; without one, what the program was built with."""
    signed = signed_catalogue(config)
    named = Releases(config.data / FOLDER / "catalogue").named()
    release = next((one for one in named if signed(one)), None)
    version = str(release.version) if release else ""
    if version == resources.catalogue_version() == "":
        return
    resources.lay_over(release.folder if release else None, version)
    for cached in (words, catalogue.procedure, catalogue.codes, catalogue.register, catalogue.holidays):
        cached.cache_clear()
