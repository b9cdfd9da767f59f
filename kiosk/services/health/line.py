"""Findings about the portal: whether it and this kiosk know each other, and whether its signed word on papers is here.

Residents are served without either, so neither is ever needed.
"""

from __future__ import annotations

from functools import partial

from kiosk.clock import office_time
from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.domain.line_state import LineState
from kiosk.errors import ConfigError, EnrolmentUnusable, StoreError
from kiosk.services.enrolment import portal_signers
from kiosk.services.opening import StoreAccess
from kiosk.store import Store
from kiosk.sync.status.link_history import LinkHistory
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.membership import Membership
from kiosk.sync.transport.tls import days_left

RENEW_DAYS = 30
"""A certificate with less left than this should have been renewed by line long ago."""


def link(access: StoreAccess) -> Finding:
    """The line as the last pass found it."""
    unset = Finding("line", State.READY, "unset", needed=False)
    try:
        if not access.has_database:
            return unset
        with access.opened() as store:
            history = LinkHistory.of(store.notes)
            known = bool(access.config.portal.url) or _enrolled(store)
    except (StoreError, PermissionError):  # told by the check of the store
        return unset
    if history is None and known:
        return Finding("line", State.READY, "never", needed=False)
    return line_finding(history.line if history else LineState.UNSET)


def _enrolled(store: Store) -> bool:
    try:
        return Membership.of(store.keys, TrustedTime(store.notes, office_time)) is not None
    except EnrolmentUnusable:  # told by its own check
        return False


def line_finding(line: LineState) -> Finding:
    """What a technician is told of a line that is so."""
    fine = line is LineState.UP or line is LineState.UNSET
    return Finding("line", State.READY if fine else State.DEGRADED, line.value, needed=False)


def enrolment(access: StoreAccess) -> Finding:
    """Whether portal and kiosk know each other, and for how long."""
    none = Finding("enrolment", State.READY, "none", needed=False)
    if not access.has_database:
        return none
    try:
        with access.opened() as store:
            floor = TrustedTime(store.notes, office_time)
            member = Membership.of(store.keys, floor)
    except (StoreError, PermissionError):  # told by the check of the store
        return Finding("enrolment", State.READY, "unknown", needed=False)
    except EnrolmentUnusable:
        return Finding("enrolment", State.MISSING, "unusable", needed=False)
    if member is not None:
        return _certificate(member, floor)
    behind_tls = access.config.portal.url.startswith("https:")
    return Finding("enrolment", State.MISSING, "needed", needed=False) if behind_tls else none


def arrivals(access: StoreAccess) -> Finding:
    """Is the portal's signed word about papers here, and can it be believed? Without it the papers stay."""
    none = Finding("arrivals", State.READY, "none", needed=False)
    if not access.has_database:
        return none
    try:
        with access.opened() as store:
            standing, known = store.arrivals.standing(), bool(portal_signers(access.config, store).keys)
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


def _certificate(member: Membership, floor: TrustedTime) -> Finding:
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
