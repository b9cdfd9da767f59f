"""What a stick is known to fail with; drawn in the tree of ``kiosk.errors``. None of them loses anything."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "AnswerStale",
    "CourierError",
    "CourierNotSet",
    "SealBroken",
    "StickEmpty",
    "UnknownKiosk",
]


class CourierError(KioskError):
    code = "courier.error"


class CourierNotSet(CourierError):
    code = "courier.not-set"


class StickEmpty(CourierError):
    """Nothing on it that this side could take."""

    code = "courier.empty"


class SealBroken(CourierError):
    """Not sealed to this key, not signed by whom it claims, changed, or out of its place."""

    code = "courier.seal"


class UnknownKiosk(CourierError):
    """Signed by a kiosk that this side was never told of. ``values['key']`` is the start of its public key."""

    code = "courier.unknown-kiosk"


class AnswerStale(CourierError):
    """An answer that is older than one that has been applied already."""

    code = "courier.stale"
