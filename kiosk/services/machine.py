"""What the fleet's page is told of the machine besides its queue: the slip's paper, the age of what it works by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path

from kiosk.clock import WRITTEN
from kiosk.devices.ports import CardReader, SlipPrinter
from kiosk.domain.calendar import ZONE
from kiosk.domain.device_health import DeviceHealth, State

METADATA = Path("updates") / "metadata"
"""Of the catalogue's updates, below the data folder."""


def condition(
    data: Path, printer: SlipPrinter, clock: Callable[[], datetime], reader: CardReader | None = None
) -> Mapping[str, str | int]:
    """For the health report; asks the printer and the reader, which may take a moment. Nobody asks the camera who does
    not use it: a look would open it."""
    report: dict[str, str | int] = {"paper": paper(printer.health()), "catalogue_days": catalogue_days(data, clock())}
    if reader is not None and reader.health().state is State.MISSING:
        report["broken"] = "card-reader"
    return report


def paper(health: DeviceHealth) -> str:
    """ok | out | none, as the contract has it. That a roll is low no printer tells here."""
    return {State.READY: "ok", State.DEGRADED: "out"}.get(health.state, "none")


def catalogue_days(data: Path, now: datetime) -> int:
    """Days since the catalogue in force was published, or this version written; 0 by a clock that is behind."""
    from kiosk.sync.updates.feed import age  # TUF: not before the first paint

    known = age(data / METADATA)
    published = known.published if known else datetime.combine(WRITTEN, time(), ZONE)
    return max(0, (now - published).days)
