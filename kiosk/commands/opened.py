"""The store for a command's length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.clock import office_time
from kiosk.commands import Call

if TYPE_CHECKING:
    from kiosk.store import Store


@contextmanager
def opened(call: Call) -> Iterator[Store]:
    """The store in the data folder, made if there is none yet."""
    from kiosk.services.keys import key_source
    from kiosk.store import Store

    with Store.open(call.config.data, office_time, key_source(call.config)) as store:
        yield store
