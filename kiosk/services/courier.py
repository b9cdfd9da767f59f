"""The queue onto a stick, and the answers home, where no line is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk import catalogue
from kiosk.config import Config
from kiosk.domain.courier import CameHome, Exported, ExportProgress
from kiosk.services.enrolment import enrolled, portal_signers
from kiosk.services.opening import looked_at, store_exists
from kiosk.services.sticks import stick_in
from kiosk.store import Store
from kiosk.store.filings.bundles import Carried
from kiosk.sync.courier.export import Exporter
from kiosk.sync.courier.homecoming import Homecoming
from kiosk.sync.courier.round import mark
from kiosk.sync.transport.membership import seal_to

__all__ = [
    "CourierStatus",
    "ExportProgress",
    "acknowledge",
    "courier_status",
    "export",
    "prepare",
    "public_key",
]


@dataclass(frozen=True)
class CourierStatus:
    """What would go on a stick now, what is on sticks and has not arrived, and the number of the last answer."""

    waiting: int = 0
    carried: tuple[Carried, ...] = ()
    last_answer: int = 0


def export(config: Config, store: Store, folder: Path, progress: Callable[[ExportProgress], None]) -> Exported:
    """Seal what waits, the oldest first, onto the stick. StickError, ConfigError."""
    to = seal_to(config.courier, enrolled(store))
    return Exporter(store, config.office, catalogue.procedure, to).run(stick_in(folder), progress)


def prepare(folder: Path) -> None:
    """Mark a stick as the office's own: the kiosk's screen offers to copy onto it. StickError."""
    mark(stick_in(folder))


def acknowledge(config: Config, store: Store, folder: Path) -> CameHome:
    """Apply the answers that the stick brings home. StickError."""
    return Homecoming(store, config.office, portal_signers(config, store)).run(stick_in(folder))


def courier_status(config: Config) -> CourierStatus:
    """Nothing where there is no store."""
    if not store_exists(config):
        return CourierStatus()
    with looked_at(config) as store:
        carriage = store.carriage
        return CourierStatus(len(carriage.waiting()), tuple(carriage.carried()), carriage.last_answer())


def public_key(store: Store) -> bytes:
    """What the portal's side must know of this kiosk."""
    return store.keys.public
