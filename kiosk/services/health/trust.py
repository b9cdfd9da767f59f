"""Findings about trust anchors: whom this kiosk believes, and what stays off where nobody was named.

None of it is ever needed: residents are served without, and what is not believed is not used.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kiosk import anchors
from kiosk.config import Config
from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.errors import ConfigError, EnrolmentUnusable, StoreError
from kiosk.services.enrolment import enrolled
from kiosk.services.opening import StoreAccess
from kiosk.sync.transport.membership import Membership, seal_to


def demo(config: Config) -> Finding:
    """Settings of the demo on a machine that is looked after are said aloud."""
    if config.demo:
        return Finding("demo", State.DEGRADED, "on", needed=False)
    return Finding("demo", State.READY, "off", needed=False)


def issuers(config: Config) -> Finding:
    """Whose cards are genuine here."""
    try:
        count = len(anchors.card_issuers(config).authorities)
    except ConfigError:
        return Finding("issuers", State.MISSING, "unusable", needed=False)
    if not count:
        return Finding("issuers", State.DEGRADED, "none", needed=False)
    return Finding("issuers", State.READY, "ready", needed=False, values={"count": count})


def update_root(config: Config) -> Finding:
    """Whose updates are taken, and whether only an administrator can change that."""
    if not anchors.update_root(config):
        return Finding("update-root", State.DEGRADED, "none", needed=False)
    if config.trust and _open_to_others(config.trust):
        return Finding("update-root", State.DEGRADED, "open", needed=False)
    return Finding("update-root", State.READY, "ready", needed=False)


def sticks(access: StoreAccess) -> Finding:
    """Whether the queue can go on a stick, and answers come home on one."""
    member, settings = membership(access), access.config.courier
    try:
        seal = seal_to(settings, member)
        signed = bool(settings.signers() or (member and member.enrolment.signing_keys()))
    except ConfigError:
        return Finding("courier", State.MISSING, "unusable", needed=False)
    ready = bool(seal and signed)
    return Finding("courier", State.READY if ready else State.DEGRADED, "ready" if ready else "none", needed=False)


def membership(access: StoreAccess) -> Membership | None:
    """The enrolment that the store holds, if it opens. No store is made."""
    with suppress(StoreError, EnrolmentUnusable, ConfigError, PermissionError):
        if access.has_database:
            with access.opened() as store:
                return enrolled(store)
    return None


def with_portal(access: StoreAccess) -> Config:
    """The settings with the portal that the kiosk speaks to, be it named there or by the enrolment."""
    config = access.config
    member = None if config.portal.url else membership(access)
    return config.with_(portal=member.settings(config.portal)) if member else config


def _open_to_others(folder: Path) -> bool:
    """Whether others than root may write what is believed: its owner, or through its mode."""
    there = [folder, folder / "updates", folder / "updates" / "root.json"]
    states = [path.stat() for path in there if path.exists()]
    return any(state.st_uid != 0 or state.st_mode & 0o022 for state in states)
