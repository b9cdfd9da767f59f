"""The store and the desk for as long as one piece of work lasts; for whoever has no running kiosk around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.clock import FilingTime, day_began, office_time
from kiosk.config import Config

if TYPE_CHECKING:
    from kiosk.errors import KioskRetired
    from kiosk.services.filing import FilingDesk
    from kiosk.services.places import OfficePlaces
    from kiosk.store import Store


RETIRED = "retired/intent.json"
"""Below the data folder, once a kiosk has left service (``retiring``)."""


@contextmanager
def opened(config: Config) -> Iterator[Store]:
    """The store in the data folder, made if there is none yet. StoreError."""
    from kiosk.services.key_source import key_source
    from kiosk.store import Store

    need_service(config)
    with Store.open(config.data, office_time, key_source(config)) as store:
        yield store


def need_service(config: Config) -> None:
    """KioskRetired where this kiosk has left service: no store is begun in the place of the one that is gone."""
    if (retired := out_of_service(config)) is not None:
        raise retired


def out_of_service(config: Config) -> KioskRetired | None:
    """What is to be said first where this kiosk has left service; None where it serves."""
    from kiosk.errors import KioskRetired
    from kiosk.store.database.opening import exists

    return KioskRetired("erased") if (config.data / RETIRED).exists() and not exists(config.data) else None


@contextmanager
def looked_at(config: Config) -> Iterator[Store]:
    """The same for work that only shows: also on a disk that is full or takes nothing."""
    from kiosk.errors import DiskFull, StoreFailed
    from kiosk.services.key_source import key_source
    from kiosk.store import Store

    need_service(config)
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


def office_places(config: Config) -> OfficePlaces:
    """The units around the office that the settings name."""
    from kiosk.procedures.areas import AreaDirectory
    from kiosk.resources import asset
    from kiosk.services.places import OfficePlaces

    return OfficePlaces(AreaDirectory(asset("areas")), config.office)


def filing_desk(config: Config, store: Store, places: OfficePlaces | None = None) -> FilingDesk:
    """The desk over that store, by the time that forms trust."""
    from kiosk.catalogue import compared, is_holiday
    from kiosk.services.filing import FilingDesk
    from kiosk.sync.status.trusted_time import TrustedTime

    floor = TrustedTime(store.notes, office_time)
    trusted = FilingTime(office_time, lambda: floor.floor, lambda: day_began(compared()))
    return FilingDesk(store, config.office, trusted, is_holiday, places or office_places(config), sample=config.demo)


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
