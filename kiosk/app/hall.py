"""The kiosk's hall, where the settings open one: built over the running services, and left alone by residents."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.visit_help import VisitHelp
from kiosk.store import Store
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.membership import Membership

if TYPE_CHECKING:
    from kiosk.hall.hosting import HallHost

log = logging.getLogger(__name__)


def hall_host(
    config: Config,
    store: Store,
    calls: OfficerCalls,
    help_here: VisitHelp,
    member: Membership | None,
    floor: TrustedTime,
    line: Callable[[], bool] = lambda: False,
) -> HallHost | None:
    """``line``: whether the portal is reached. None where the settings name no address, or this kiosk is not enrolled
    at a portal with an authority, which is an alarm then."""
    if not config.hall.address:
        return None
    from kiosk.hall.hosting import ALARM, HallHost
    from kiosk.hall.inviting import register_of
    from kiosk.services.counter.counter import counter_over
    from kiosk.sync.transport.hall_signing import certify

    if member is None:
        try:
            store.alarms.report(ALARM, "hall.not-open")
        except StoreError as error:
            log.info("%s", error.code)
        return None
    register = register_of(store, config.office, authority=member.enrolment.authority)
    return HallHost(
        config.hall,
        config.office,
        store,
        counter_over(config, store, calls, help_here=help_here, counters=register),
        register,
        calls,
        help_here,
        member.enrolment.authority,
        partial(certify, member, config.portal),
        lambda: floor.floor,
        line=line,
    )
