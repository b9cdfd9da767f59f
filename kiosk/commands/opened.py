"""The store for a command's length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.clock import FilingTime, day_began, office_time
from kiosk.commands import Call

if TYPE_CHECKING:
    from kiosk.services.filing import FilingDesk
    from kiosk.store import Store


@contextmanager
def opened(call: Call) -> Iterator[Store]:
    """The store in the data folder, made if there is none yet."""
    from kiosk.services.keys import key_source
    from kiosk.store import Store

    with Store.open(call.config.data, office_time, key_source(call.config)) as store:
        yield store


@contextmanager
def looked_at(call: Call) -> Iterator[Store]:
    """The same for a command that only shows: also on a disk that is full or takes nothing."""
    from kiosk.errors import DiskFull, StoreFailed
    from kiosk.services.keys import key_source
    from kiosk.store import Store
    from kiosk.store.database.opening import exists

    try:
        store = Store.open(call.config.data, office_time, key_source(call.config))
    except (DiskFull, StoreFailed):
        if not exists(call.config.data):
            raise
        store = Store.look(call.config.data, office_time, key_source(call.config))
    with store:
        yield store


def desk(call: Call, store: Store) -> FilingDesk:
    """The desk over that store, by the time that forms trust."""
    from kiosk.catalogue import compared, is_holiday
    from kiosk.services.filing import FilingDesk
    from kiosk.sync.status.trusted_time import TrustedTime

    floor = TrustedTime(store.notes, office_time)
    trusted = FilingTime(office_time, lambda: floor.floor, lambda: day_began(compared()))
    return FilingDesk(store, call.config.office, trusted, is_holiday)
