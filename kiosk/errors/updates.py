"""What an update is known to fail with; drawn in the tree of ``kiosk.errors``. The last good one stays in force."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = ["UpdateError", "UpdateExpired", "UpdateMissing", "UpdateRefused", "UpdateRootMissing", "UpdateUnusable"]


class UpdateError(KioskError):
    code = "update.error"


class UpdateMissing(UpdateError):
    code = "update.none"


class UpdateRootMissing(UpdateError):
    """Nobody said whose updates count here: none is taken."""

    code = "update.no-root"


class UpdateRefused(UpdateError):
    """Not signed by us, older than what is here, mixed, cut, endless, or another file than was signed."""

    code = "update.refused"


class UpdateExpired(UpdateError):
    """Signed by us, for a time that is over; or this clock is ahead."""

    code = "update.expired"


class UpdateUnusable(UpdateError):
    """Signed by us, and it does not load: ``values['what']`` names the file."""

    code = "update.unusable"
