"""A verified copy of the store for the holder of the recovery key alone, and the way back from one."""

from __future__ import annotations

from pathlib import Path

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.services.key_source import key_source
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.opening import opened
from kiosk.store import Store
from kiosk.store.database.opening import key_of
from kiosk.store.recovery import backup
from kiosk.store.recovery.backup import Backup

__all__ = ["Backup", "back_up", "back_up_store", "restore"]


def back_up(config: Config, folder: Path) -> Backup:
    """A new folder below ``folder``, read back and compared. StoreError."""
    with opened(config) as store:
        return back_up_store(config, store, folder)


def back_up_store(config: Config, store: Store, folder: Path) -> Backup:
    """The same of a store that is open."""
    with JobBook(store.notes, office_time).run("backup"):
        return backup.back_up(store, key_of(config.data, key_source(config)), folder)


def restore(config: Config, folder: Path, recovery_key: str) -> Backup:
    """A backup into the empty data folder, under a key of this kiosk's own. StoreError."""
    return backup.restore(folder, recovery_key, config.data, key_source(config), office_time)
