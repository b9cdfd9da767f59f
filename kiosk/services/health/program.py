"""Findings about the program and its catalogue: which ones are in force, how old, and whether the program fell."""

from __future__ import annotations

from kiosk.anchors import signed_program
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.resources import catalogue_version
from kiosk.services.crash_trace import NAME, last_fall
from kiosk.sync.updates import FOLDER
from kiosk.sync.updates.releases import Releases


def falls(config: Config) -> Finding:
    """Whether the program fell, or was ended because its window hung, since the trace was last taken away."""
    fell = last_fall(config.data)
    if fell is None:
        return Finding("falls", State.READY, "none", needed=False)
    values: dict[str, str | int] = {"when": f"{fell:%H:%M %d/%m/%Y}", "file": str(config.data / NAME)}
    return Finding("falls", State.DEGRADED, "some", needed=False, values=values)


def catalogue_age(config: Config) -> Finding:
    """The catalogue in force, and whether its publisher still vouches for it. An old one never stops a filing."""
    from kiosk.services.updates import catalogue_updates  # TUF: not before it is asked for

    version, updates = catalogue_version(), catalogue_updates(config)
    known, named = updates.age(), updates.releases.named()
    if named and str(named[0].version) != version and updates.current() != named[0]:
        return Finding("catalogue", State.DEGRADED, "refused", False, {"version": named[0].version})
    if not version or known is None:
        return Finding("catalogue", State.READY, "built-in", needed=False)
    now = max(office_time(), known.published)
    values: dict[str, str | int] = {"version": version, "days": (now - known.published).days}
    fresh = now < known.until
    return Finding("catalogue", State.READY if fresh else State.DEGRADED, "fresh" if fresh else "old", False, values)


def program(config: Config) -> Finding:
    """Which program the next start takes, and whether something that lies there was not signed."""
    signed = signed_program(config)
    named = Releases(config.data / FOLDER / "program").named()
    good = next((one for one in named if signed(one)), None)
    if named and good is not named[0]:
        values: dict[str, str | int] = {"version": named[0].version}
        return Finding("program", State.DEGRADED, "refused", needed=False, values=values)
    if good is None:
        return Finding("program", State.READY, "built-in", needed=False)
    return Finding("program", State.READY, "ready", needed=False, values={"version": good.version})
