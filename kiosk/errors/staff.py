"""Who may sign in at the counter, and why not; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "AccountDisabled",
    "AccountExists",
    "AccountIdle",
    "AccountLocked",
    "ActNotAllowed",
    "SessionEnded",
    "SessionLocked",
    "SetupRefused",
    "SignInRefused",
    "StaffCardOther",
    "StaffCardUnknown",
    "StaffCardUnproven",
    "StaffError",
    "UnknownAccount",
    "WeakSecret",
]


class StaffError(KioskError):
    code = "staff.error"


class SignInRefused(StaffError):
    """A wrong name, card or PIN: which of them is not said."""

    code = "staff.refused"


class AccountLocked(StaffError):
    """Too many wrong PINs: ``values['minutes']`` to wait, rounded up."""

    code = "staff.locked"


class AccountIdle(StaffError):
    """Not used for 45 days."""

    code = "staff.idle"


class AccountDisabled(StaffError):
    code = "staff.disabled"


class AccountExists(StaffError):
    """The name or the card belongs to another account."""

    code = "staff.exists"


class UnknownAccount(StaffError):
    code = "staff.unknown"


class WeakSecret(StaffError):
    """``values['why']`` is a ``domain.staff.Weak``."""

    code = "staff.weak"


class SessionLocked(StaffError):
    """The desk locked itself, or was locked: the same person's PIN opens it."""

    code = "staff.session-locked"


class SessionEnded(StaffError):
    code = "staff.session-ended"


class ActNotAllowed(StaffError):
    """``values['act']`` is a ``domain.rights.StaffAct`` that the role has no right to."""

    code = "staff.not-allowed"


class SetupRefused(StaffError):
    """A wrong or used setup code, one past its day, or there are accounts already: which of them is not said."""

    code = "staff.setup"


class StaffCardUnknown(StaffError):
    """The card that lies there opens no account here."""

    code = "staff.card-unknown"


class StaffCardUnproven(StaffError):
    """Whether the chip is genuine could not be shown: such a card is no second factor."""

    code = "staff.card-unproven"


class StaffCardOther(StaffError):
    """The card that lies there is ``values['person']``'s, and the desk another's."""

    code = "staff.card-other"
