"""A backup in the place of the store: put ready beside it, compared, exchanged; nothing newer goes silently.

What never reached the portal stops it. What the portal has is named, and the old store is kept below ``replaced/``.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from pathlib import Path

from kiosk.bounded import OutOfBounds, read_object
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.restarting import RESTART_NOTE
from kiosk.domain.restoring import BackupOnStick, StoreComparison
from kiosk.domain.submission import Sync
from kiosk.durable import alone_in, read_bounded
from kiosk.errors import KioskError, StoreError, StoreExists, StoreNewer
from kiosk.services.key_source import key_source
from kiosk.services.move_notes import NOTE as MOVE_NOTE
from kiosk.store import Store
from kiosk.store.database import replacing
from kiosk.store.database.connection import Checkpoint, known_failures, nothing
from kiosk.store.database.opening import DATABASE, exists
from kiosk.store.recovery import backup
from kiosk.sync.transport.membership import KEPT_AS, TAKEN_AS

log = logging.getLogger(__name__)

MANIFEST = backup.MANIFEST
_MOST = 1 << 20  # bytes of a manifest


def backups_in(folder: Path) -> tuple[BackupOnStick, ...]:
    """The backups that lie in a folder or on a stick, the newest by their journal first."""
    known = (_named(place) for place in folder.glob("kiosk-*") if place.is_dir())
    return tuple(sorted((one for one in known if one), key=lambda one: one.entries, reverse=True))


def _named(place: Path) -> BackupOnStick | None:
    try:
        fields = read_object(read_bounded(place / MANIFEST, _MOST))
        numbers = (int(fields[name]) for name in ("submissions", "waiting", "journal", "size"))
        return BackupOnStick(place, *numbers)
    except (OSError, OutOfBounds, KeyError, TypeError, ValueError):
        return None


def put_ready(config: Config, place: Path, text: str, here: Store | None = None) -> StoreComparison:
    """The backup beside the store that is here, read whole, and how the two differ. ``here``: the store where it is
    open. BackupUnreadable, WrongRecoveryKey, StoreDamaged, DiskFull."""
    source = key_source(config)
    ready = backup.stage(place, text, config.data, source, office_time)
    facts = ready.submissions, ready.waiting, ready.journal
    with Store.open(replacing.staged(config.data), office_time, source) as new:
        there = set(new.outbox.codes())
        if here is None and not exists(config.data):
            return StoreComparison(*facts, present=False)
        if here is not None:
            _keep_standing(here, new)
            return StoreComparison(*facts, *_newer(here, there))
        try:
            with Store.open(config.data, office_time, source) as present:
                _keep_standing(present, new)
                return StoreComparison(*facts, *_newer(present, there))
        except StoreError:
            return StoreComparison(*facts, readable=False)


def _keep_standing(here: Store, new: Store) -> None:
    """Who this kiosk is to its portal goes over to the backup: the certificate of before a move or a renewal opens
    nothing, or soon nothing. So does the start that was asked for, to be told of afterwards. On another machine the
    backup's own counts.
    """
    for name in (KEPT_AS, TAKEN_AS):
        if value := here.keys.secret(name):
            new.keys.keep_secret(name, value)
    for name in (MOVE_NOTE, RESTART_NOTE):
        if note := here.notes.get(name):
            new.notes.set(name, note)


def _newer(here: Store, there: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes here that are not there, and those of them that never arrived."""
    newer = tuple(code for code in here.outbox.codes() if code not in there)
    arrived = {one.code for one in here.outbox.list(Sync.DELIVERED)}
    acts = (act.code for act in here.cases.unsent())
    return newer, tuple(dict.fromkeys((*(code for code in newer if code not in arrived), *acts)))


def plan(config: Config, comparison: StoreComparison) -> None:
    """Have the next start exchange the two (``carry_out``). StoreNewer where something here never arrived."""
    _need_nothing_unsent(comparison.unsent)
    replacing.plan(config.data, comparison.newer)


def is_planned(config: Config) -> bool:
    """Whether the next start exchanges the two."""
    return replacing.planned(config.data) is not None


def drop(config: Config) -> None:
    """The backup that was put ready goes; nothing was changed."""
    replacing.discard(config.data)


def exchange(config: Config, comparison: StoreComparison, checkpoint: Checkpoint = nothing) -> str:
    """Now, with nobody in the store: where the old one lies below the data folder; empty without one. StoreBusy,
    StoreNewer."""
    _need_nothing_unsent(comparison.unsent)
    with known_failures(config.data), alone_in(config.data):
        place = replacing.exchange(config.data, comparison.newer, checkpoint)
    _note(config, comparison.newer, place)
    return place


def carry_out(config: Config) -> None:
    """Before the store is opened for the day: what was planned, unless something has been filed since. Never raises a
    known failure: the kiosk starts with the store that it has, and its technician finds the plan dropped."""
    planned = replacing.planned(config.data)
    if planned is None:
        return
    try:
        if planned.target:
            with known_failures(config.data), alone_in(config.data):
                replacing.finish(config.data)
            _note(config, planned.newer, planned.target)
        else:
            exchange(config, _looked_at_anew(config, planned.newer))
    except KioskError as error:
        log.warning("restore: %s", error.code)
        if not (again := replacing.planned(config.data)) or not again.target:
            drop(config)
            with suppress(StoreError), Store.open(config.data, office_time, key_source(config)) as store:
                store.journal.append(Entry(EventKind.STORE_RESTORED, "", {"failed": error.code}))


def _looked_at_anew(config: Config, agreed: tuple[str, ...]) -> StoreComparison:
    """StoreNewer where there is more here by now than what a person saw."""
    source = key_source(config)
    with Store.open(replacing.staged(config.data), office_time, source) as new:
        there = set(new.outbox.codes())
        if not (config.data / DATABASE).exists():
            return StoreComparison(len(there), 0, 0, present=False)
        try:
            with Store.open(config.data, office_time, source) as here:
                newer, unsent = _newer(here, there)
                _keep_standing(here, new)
        except StoreError:
            return StoreComparison(len(there), 0, 0, readable=False)
    if more := sorted(set(newer) - set(agreed)):
        raise StoreNewer(json.dumps(more), count=len(more))
    return StoreComparison(len(there), 0, 0, newer, unsent)


def _note(config: Config, newer: tuple[str, ...], place: str) -> None:
    with Store.open(config.data, office_time, key_source(config)) as store:
        facts = {"entries": str(store.journal.head().number), "newer": str(len(newer)), "place": place or "-"}
        store.journal.append(Entry(EventKind.STORE_RESTORED, "", facts))


def need_empty(config: Config) -> None:
    """StoreExists where a store is here."""
    if exists(config.data):
        raise StoreExists("a store is here")


def _need_nothing_unsent(unsent: tuple[str, ...]) -> None:
    if unsent:
        raise StoreNewer(json.dumps(unsent), count=len(unsent))
