"""The store and the desk for as long as one piece of work lasts; for whoever has no running kiosk around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.clock import FilingTime, day_began, office_time
from kiosk.config import Config

if TYPE_CHECKING:
    from kiosk.services.filing import FilingDesk
    from kiosk.store import Store


@contextmanager
def opened(config: Config) -> Iterator[Store]:
    """The store in the data folder, made if there is none yet. StoreError."""
    from kiosk.services.key_source import key_source
    from kiosk.store import Store

    with Store.open(config.data, office_time, key_source(config)) as store:
        yield store


@contextmanager
def looked_at(config: Config) -> Iterator[Store]:
    """The same for work that only shows: also on a disk that is full or takes nothing."""
    from kiosk.errors import DiskFull, StoreFailed
    from kiosk.services.key_source import key_source
    from kiosk.store import Store

    try:
        store = Store.open(config.data, office_time, key_source(config))
    except (DiskFull, StoreFailed):
        if not store_exists(config):
            raise
        store = Store.look(config.data, office_time, key_source(config))
    with store:
        yield store


def store_exists(config: Config) -> bool:
    """Whether there is a store in the data folder: looking at the wrong folder makes none there."""
    from kiosk.store.database.opening import exists

    return exists(config.data)


def filing_desk(config: Config, store: Store) -> FilingDesk:
    """The desk over that store, by the time that forms trust."""
    from kiosk.catalogue import compared, is_holiday
    from kiosk.services.filing import FilingDesk
    from kiosk.sync.status.trusted_time import TrustedTime

    floor = TrustedTime(store.notes, office_time)
    trusted = FilingTime(office_time, lambda: floor.floor, lambda: day_began(compared()))
    return FilingDesk(store, config.office, trusted, is_holiday)


@dataclass(frozen=True)
class StoreAccess:
    """The settings, and a way to the store that they name: ``opened`` may be called again and again."""

    config: Config
    opened: Callable[[], AbstractContextManager[Store]]

    @classmethod
    def by(cls, config: Config) -> StoreAccess:
        """Opens it for each piece of work."""
        return cls(config, lambda: opened(config))

    @classmethod
    def to(cls, config: Config, store: Store) -> StoreAccess:
        """For the running kiosk, whose store is open."""
        return cls(config, lambda: nullcontext(store))

    @property
    def has_database(self) -> bool:
        from kiosk.store.database.opening import DATABASE

        return (self.config.data / DATABASE).exists()
