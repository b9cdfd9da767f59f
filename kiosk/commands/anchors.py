"""What the doctor says of trust anchors: whom this kiosk believes, and what stays off where nobody was named.

None of it is ever needed: residents are served without, and what is not believed is not used.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.commands import Call
from kiosk.commands.enrolment import enrolled
from kiosk.commands.opened import opened
from kiosk.errors import ConfigError, EnrolmentUnusable, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.config import Config
    from kiosk.devices.health import Finding
    from kiosk.sync.transport.membership import Membership


def demo(call: Call) -> Finding:
    """Settings of the demo on a machine that is looked after are said aloud."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State

    if call.config.demo:
        return Finding("demo", State.DEGRADED, "on", needed=False)
    return Finding("demo", State.READY, "off", needed=False)


def issuers(call: Call) -> Finding:
    """Whose cards are genuine here."""
    from kiosk.anchors import card_issuers
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State

    try:
        count = len(card_issuers(call.config).authorities)
    except ConfigError:
        return Finding("issuers", State.MISSING, "unusable", needed=False)
    if not count:
        return Finding("issuers", State.DEGRADED, "none", needed=False)
    return Finding("issuers", State.READY, "ready", needed=False, values={"count": count})


def update_root(call: Call) -> Finding:
    """Whose updates are taken, and whether only an administrator can change that."""
    from kiosk import anchors
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State

    if not anchors.update_root(call.config):
        return Finding("update-root", State.DEGRADED, "none", needed=False)
    if call.config.trust and _open_to_others(call.config.trust):
        return Finding("update-root", State.DEGRADED, "open", needed=False)
    return Finding("update-root", State.READY, "ready", needed=False)


def sticks(call: Call) -> Finding:
    """Whether the queue can go on a stick, and answers come home on one."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.sync.transport.membership import seal_to

    member = membership(call)
    try:
        seal, settings = seal_to(call.config.courier, member), call.config.courier
        signed = bool(settings.signers() or (member and member.enrolment.signing_keys()))
    except ConfigError:
        return Finding("courier", State.MISSING, "unusable", needed=False)
    ready = bool(seal and signed)
    return Finding("courier", State.READY if ready else State.DEGRADED, "ready" if ready else "none", needed=False)


def program(call: Call) -> Finding:
    """Which program the next start takes, and whether something that lies there was not signed."""
    from kiosk.anchors import signed_program
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.sync.updates import FOLDER
    from kiosk.sync.updates.releases import Releases

    signed = signed_program(call.config)
    named = Releases(call.config.data / FOLDER / "program").named()
    good = next((one for one in named if signed(one)), None)
    if named and good is not named[0]:
        values: dict[str, str | int] = {"version": named[0].version}
        return Finding("program", State.DEGRADED, "refused", needed=False, values=values)
    if good is None:
        return Finding("program", State.READY, "built-in", needed=False)
    return Finding("program", State.READY, "ready", needed=False, values={"version": good.version})


def membership(call: Call) -> Membership | None:
    """The enrolment that the store holds, if it opens. No store is made."""
    from kiosk.store.database.opening import DATABASE

    with suppress(StoreError, EnrolmentUnusable, ConfigError, PermissionError):
        if (call.config.data / DATABASE).exists():
            with opened(call) as store:
                return enrolled(store)
    return None


def with_portal(call: Call) -> Config:
    """The settings with the portal that the kiosk speaks to, be it named there or by the enrolment."""
    member = None if call.config.portal.url else membership(call)
    return call.config.with_(portal=member.settings(call.config.portal)) if member else call.config


def _open_to_others(folder: Path) -> bool:
    """Whether others than root may write what is believed: its owner, or through its mode."""
    there = [folder, folder / "updates", folder / "updates" / "root.json"]
    states = [path.stat() for path in there if path.exists()]
    return any(state.st_uid != 0 or state.st_mode & 0o022 for state in states)
