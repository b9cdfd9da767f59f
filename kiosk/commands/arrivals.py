"""What the doctor says of papers that arrived: is the portal's signed word about them here, and can it be believed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.commands import Call
from kiosk.commands.enrolment import signers
from kiosk.commands.opened import opened
from kiosk.errors import ConfigError, EnrolmentUnusable, StoreError

if TYPE_CHECKING:
    from kiosk.devices.health import Finding


def arrivals(call: Call) -> Finding:
    """Never needed: without the word the papers stay, and residents are served."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.store.database.opening import DATABASE

    none = Finding("arrivals", State.READY, "none", needed=False)
    if not (call.config.data / DATABASE).exists():
        return none
    try:
        with opened(call) as store:
            standing, known = store.arrivals.standing(), bool(signers(call, store).keys)
    except (StoreError, EnrolmentUnusable, ConfigError, PermissionError):  # told by the checks of those
        return Finding("arrivals", State.READY, "unknown", needed=False)
    if not standing.missing:
        return none
    values: dict[str, str | int] = {"count": standing.missing, "refused": standing.refused}
    if not known:
        return Finding("arrivals", State.DEGRADED, "unpinned", needed=False, values=values)
    outcome = "refused" if standing.refused else "waiting"
    state = State.DEGRADED if standing.refused else State.READY
    return Finding("arrivals", state, outcome, needed=False, values=values)
