"""The places of maintenance's rail, and what each of them is to the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from kiosk.ui.maintenance.page import MaintenancePage

PLACES: Mapping[str, str] = {
    "overview": "layout-dashboard",
    "devices": "plug-connected",
    "line": "antenna-bars-5",
    "queue": "cloud-up",
    "jobs": "clock-play",
    "store": "database",
    "keys": "key",
    "updates": "package",
    "settings": "adjustments-horizontal",
    "counters": "device-desktop",
    "leaving": "repeat",
    "restart": "power",
}
"""Each place and its picture, in the order of the rail."""

LOWEST = "restart"
"""At the foot of the rail, apart from the others."""


class RailSection(Protocol):
    """One place of the rail."""

    @property
    def page(self) -> MaintenancePage: ...
    def open(self) -> None: ...
    def close(self) -> None:
        """It is left: devices are let go, nothing goes on beside another page."""
