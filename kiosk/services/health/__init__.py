"""The health of every part: what the doctor prints. ``looks`` is the same within a kiosk that runs.

Nothing here is personal, and nothing is changed by looking.
"""

from __future__ import annotations

from kiosk.devices.health import Finding
from kiosk.devices.pixel_health import pixel_checks
from kiosk.services.health.looks import detail, look_at, remedy
from kiosk.services.opening import StoreAccess
from kiosk.words import Words

__all__ = ["Finding", "detail", "examination", "remedy"]


def examination(access: StoreAccess, texts: Words) -> tuple[Finding, ...]:
    """Every part, in the order a technician works. May take some seconds: devices and portal are asked."""
    return look_at(access, texts, pixel_checks(access.config))
