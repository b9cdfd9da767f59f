"""What the doctor says of alarms: what happened behind the scenes and a technician has to know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.commands import Call
from kiosk.commands.opened import opened
from kiosk.errors import StoreError

if TYPE_CHECKING:
    from kiosk.devices.health import Finding


def alarms(call: Call) -> tuple[Finding, ...]:
    """One for each that stands, or that there is none. Never needed: residents are served all the same."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.store.database.opening import DATABASE

    try:
        if not (call.config.data / DATABASE).exists():
            return (Finding("alarms", State.READY, "none", needed=False),)
        with opened(call) as store:
            standing = store.alarms.all()
    except (StoreError, PermissionError):  # told by the check of the store
        return (Finding("alarms", State.READY, "unknown", needed=False),)
    found = (Finding("alarms", State.DEGRADED, one.name, needed=False, values=one.values) for one in standing)
    return tuple(found) or (Finding("alarms", State.READY, "none", needed=False),)
