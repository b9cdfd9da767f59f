"""Updates on this kiosk: whose signature counts, which clock is believed, how a new program is tried."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from kiosk import catalogue
from kiosk.anchors import update_root
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.errors import UpdateError
from kiosk.resources import LOCK
from kiosk.store import Store
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.portal import Portal
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.http import Reply
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership
from kiosk.sync.updates import FOLDER
from kiosk.sync.updates.byline import TIMESTAMP, every, unasked
from kiosk.sync.updates.catalogue import CatalogueUpdates
from kiosk.sync.updates.fetching import MOST, Ask, FolderFetcher
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
    if not update_root(config) or stick.read(f"{ON_STICK}{TIMESTAMP}", MOST) is None:
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
