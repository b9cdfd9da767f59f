"""What the doctor says of the enrolment: whether portal and kiosk know each other, and for how long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.clock import office_time
from kiosk.commands import Call
from kiosk.commands.opened import opened
from kiosk.errors import EnrolmentUnusable, StoreError

if TYPE_CHECKING:
    from kiosk.devices.health import Finding
    from kiosk.store import Store
    from kiosk.sync.inbox.signers import Signers
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.membership import Membership

RENEW_DAYS = 30
"""A certificate with less left than this should have been renewed by line long ago."""


def enrolment(call: Call) -> Finding:
    """Residents are served without it, so nothing here is ever needed."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.store.database.opening import DATABASE
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.membership import Membership

    none = Finding("enrolment", State.READY, "none", needed=False)
    if not (call.config.data / DATABASE).exists():
        return none
    try:
        with opened(call) as store:
            floor = TrustedTime(store.notes, office_time)
            member = Membership.of(store.keys, floor)
    except (StoreError, PermissionError):  # told by the check of the store
        return Finding("enrolment", State.READY, "unknown", needed=False)
    except EnrolmentUnusable:
        return Finding("enrolment", State.MISSING, "unusable", needed=False)
    if member is not None:
        return _standing(member, floor)
    behind_tls = call.config.portal.url.startswith("https:")
    return Finding("enrolment", State.MISSING, "needed", needed=False) if behind_tls else none


def signers(call: Call, store: Store) -> Signers:
    """Whose signature counts as the portal's, by the settings and the enrolment."""
    from kiosk.sync.transport.membership import signers_of

    return signers_of(call.config.courier, enrolled(store), store.notes)


def enrolled(store: Store) -> Membership | None:
    """The enrolment in force, or None. EnrolmentUnusable if what the store holds is none."""
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.membership import Membership

    return Membership.of(store.keys, TrustedTime(store.notes, office_time))


def _standing(member: Membership, floor: TrustedTime) -> Finding:
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.sync.transport.tls import days_left

    days, skew = days_left(member.enrolment.ends, floor), floor.skew
    finding = partial(Finding, "enrolment", needed=False)
    values: dict[str, str | int] = {"days": max(0, days), "url": member.enrolment.url}
    if skew is not None and floor.clock_is_wrong:
        off = abs(skew)
        return finding(State.DEGRADED, "clock", values=values | {"skew": str(off).split(".", maxsplit=1)[0]})
    if days < 0:
        return finding(State.MISSING, "over", values=values)
    if days < RENEW_DAYS:
        return finding(State.DEGRADED, "soon", values=values)
    return finding(State.READY, "ready", values=values)
