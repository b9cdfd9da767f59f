"""Updates on this kiosk: whose signature counts, which clock is believed, how a new program is tried."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from kiosk import catalogue
from kiosk.anchors import update_root
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.procedure import Procedure
from kiosk.errors import PortalNotSet, UpdateError, UpdateUnusable
from kiosk.resources import LOCK, catalogue_version
from kiosk.services.sticks import stick_in
from kiosk.store import Store
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.portal import Portal
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.http import Reply
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership
from kiosk.sync.updates import FOLDER
from kiosk.sync.updates.byline import TIMESTAMP, by_line, every, unasked
from kiosk.sync.updates.catalogue import CatalogueUpdate, CatalogueUpdates
from kiosk.sync.updates.coming import ComingRelease
from kiosk.sync.updates.fetching import MOST_BYTES, Ask, FolderFetcher, LineFetcher
from kiosk.sync.updates.program import ProgramUpdates

FEED = "/updates"
"""Below the portal's address."""

ON_STICK = "KIOSK/updates"
"""The same, on an office's stick."""

NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""For whoever runs a program that came by an update: nothing but signed files may lie there."""

_STARTS_IN = 120.0  # seconds; a slow disk reads Qt for a while

log = logging.getLogger(__name__)

Now = Callable[[], datetime]


@dataclass(frozen=True)
class CatalogueInForce:
    """``version`` is empty for the one built in; no publisher's moments are known of that."""

    version: str
    procedures: tuple[Procedure, ...]
    published: datetime | None = None
    until: datetime | None = None


def catalogue_updates(config: Config, now: Now = office_time) -> CatalogueUpdates:
    return CatalogueUpdates(config.data / FOLDER, update_root(config), catalogue.fault, now)


def program_updates(config: Config, now: Now = office_time) -> ProgramUpdates:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return ProgramUpdates(config.data / FOLDER, update_root(config), lock, starts, now)


def believed(floor: TrustedTime) -> Now:
    """The clock, put right by what the portal last said of it, and never before the floor."""

    def now() -> datetime:
        off = floor.skew if floor.clock_is_wrong else None
        return max(floor.floor, office_time() - (off or timedelta(0)))

    return now


def take_unasked(config: Config, store: Store, line: Line) -> bool:
    """Take what is newest, over a connection of its own, so that no filing waits for it: does something new wait for
    the next start? Nothing is asked where nobody's updates count. LineError, UpdateError."""
    if not update_root(config):
        return False
    floor = TrustedTime(store.notes, office_time)
    now, member = believed(floor), Membership.of(store.keys, floor)
    with closing(Portal(config.portal, config.office.unit, line, membership=member)) as portal:
        return unasked(catalogue_updates(config, now), program_updates(config, now), asking(portal))


def take_carried(config: Config, store: Store, stick: CourierStick) -> bool:
    """A catalogue from an office's stick, if it carries one. What cannot be believed or used is left out. StickError.

    Never a program: whoever puts a stick in has shown no right to change what runs here. A technician says so, at the
    command line (``kiosk catalogue update DIR --program``).
    """
    if not update_root(config) or stick.read(f"{ON_STICK}{TIMESTAMP}", MOST_BYTES) is None:
        return False
    now = believed(TrustedTime(store.notes, office_time))
    try:
        return every(
            [catalogue_updates(config, now)],
            lambda: FolderFetcher(lambda path, most: stick.read(f"{ON_STICK}{path}", most)),
        )
    except UpdateError as error:
        log.warning("update on a stick: %s", error.code)
        return False


def take_from_folder(config: Config, store: Store, folder: Path, *, program: bool) -> CatalogueUpdate:
    """From a feed's own folder, or from a stick that carries one. StickGone, UpdateError."""
    now = believed(TrustedTime(store.notes, office_time))
    wired = program_updates if program else catalogue_updates
    return wired(config, now).take(_folder_fetcher(folder))


def take_by_line(config: Config, store: Store, *, program: bool) -> CatalogueUpdate:
    """What is newest at the portal. PortalNotSet, LineError, UpdateError."""
    with _asking_portal(config, store) as (ask, now):
        if program:
            return program_updates(config, now).take(LineFetcher(ask))
        return by_line(catalogue_updates(config, now), ask)


def coming_from_folder(config: Config, store: Store, folder: Path, *, program: bool) -> ComingRelease:
    """What ``take_from_folder`` would bring. StickGone, UpdateError."""
    now = believed(TrustedTime(store.notes, office_time))
    return (program_updates if program else catalogue_updates)(config, now).coming(_folder_fetcher(folder))


def coming_by_line(config: Config, store: Store, *, program: bool) -> ComingRelease:
    """What ``take_by_line`` would bring: some kilobytes of signatures. PortalNotSet, LineError, UpdateError."""
    with _asking_portal(config, store) as (ask, now):
        return (program_updates if program else catalogue_updates)(config, now).coming(LineFetcher(ask))


@contextmanager
def _asking_portal(config: Config, store: Store) -> Iterator[tuple[Ask, Now]]:
    """Its own connection, and the clock that is believed. PortalNotSet."""
    floor = TrustedTime(store.notes, office_time)
    member = Membership.of(store.keys, floor)
    with closing(Portal(config.portal, config.office.unit, membership=member)) as portal:
        if not portal.is_set:
            raise PortalNotSet("no portal.url in the settings")
        yield asking(portal), believed(floor)


def _folder_fetcher(folder: Path) -> FolderFetcher:
    stick, below = stick_in(folder), ON_STICK if (folder / ON_STICK).is_dir() else ""
    return FolderFetcher(lambda path, most: stick.read(f"{below}{path}".lstrip("/"), most))


def go_back(config: Config) -> str:
    """The last good catalogue again; its version, empty for the one built in."""
    release = catalogue_updates(config).releases.back()
    return str(release.version) if release else ""


def check_folder(folder: Path) -> None:
    """UpdateUnusable unless the catalogue in ``folder`` can be worked with. Without a sentence of the program in it, it
    is one that has been begun, and its words are those of its procedures."""
    begun = next((folder / "words").glob("*/*.toml"), None) is None
    if wrong := catalogue.fault(folder, begun=begun):
        raise UpdateUnusable(wrong, what=wrong)


def catalogue_in_force(config: Config) -> CatalogueInForce:
    """What is filed by now, and how old it is."""
    age, procedures = catalogue_updates(config).age(), tuple(map(catalogue.procedure, catalogue.codes()))
    return CatalogueInForce(catalogue_version(), procedures, *((age.published, age.until) if age else ()))


def asking(portal: Portal) -> Ask:
    """The questions of an update, put to this portal."""
    return partial(_asked, portal)


def starts(folder: Path) -> str:
    """Whether the program in ``folder`` starts, with this machine's packages: empty, or what does not."""
    for module in ("kiosk.cli", "kiosk.app.window"):
        line = [sys.executable, "-c", f"import {module}"]
        given = os.environ | {"PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"} | NO_BYTECODE
        try:
            ran = subprocess.run(line, cwd=folder, env=given, capture_output=True, check=False, timeout=_STARTS_IN)
        except subprocess.TimeoutExpired:
            return module
        if ran.returncode:
            return module
    return ""


def _asked(portal: Portal, path: str, headers: Mapping[str, str]) -> Reply:
    return portal.fetch(f"{FEED}{path}", headers)
