"""This kiosk as one of its portal's: enrolling by an invitation, and whose signature counts since."""

from __future__ import annotations

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.store import Store
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.membership import Membership, signers_of


def enrolled(store: Store) -> Membership | None:
    """The enrolment in force, or None. EnrolmentUnusable if what the store holds is none."""
    return Membership.of(store.keys, TrustedTime(store.notes, office_time))


def portal_signers(config: Config, store: Store) -> Signers:
    """Whose signature counts as the portal's, by the settings and the enrolment."""
    return signers_of(config.courier, enrolled(store), store.notes)
