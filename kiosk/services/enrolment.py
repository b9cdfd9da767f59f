"""This kiosk as one of its portal's: enrolling by an invitation, and whose signature counts since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.calendar import ZONE
from kiosk.store import Store
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership, enrol, signers_of


@dataclass(frozen=True)
class EnrolmentReport:
    """Where this kiosk is enrolled, until when, and whether the portal says that its clock is wrong."""

    url: str
    unit: str
    kiosk: str
    ends: date
    clock_is_wrong: bool


def provision(config: Config, store: Store, invitation: bytes) -> EnrolmentReport:
    """A key of its own, a certificate from the portal; until then an earlier enrolment stays in force.
    EnrolmentUnusable, LineError."""
    floor = TrustedTime(store.notes, office_time)
    member = enrol(invitation, config.office, store.keys, floor, Line())
    return EnrolmentReport(
        member.url, member.unit, member.kiosk, member.ends.astimezone(ZONE).date(), floor.clock_is_wrong
    )


def enrolled(store: Store) -> Membership | None:
    """The enrolment in force, or None. EnrolmentUnusable if what the store holds is none."""
    return Membership.of(store.keys, TrustedTime(store.notes, office_time))


def portal_signers(config: Config, store: Store) -> Signers:
    """Whose signature counts as the portal's, by the settings and the enrolment."""
    return signers_of(config.courier, enrolled(store), store.notes)
