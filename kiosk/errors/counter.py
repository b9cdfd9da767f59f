"""What the counter is known to fail with; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "CashDayClosed",
    "CashMismatch",
    "CounterError",
    "DossierChanged",
    "DossierHeld",
    "DossierSealed",
    "FieldLocked",
    "NothingOwed",
    "PaperNotReady",
    "ReasonMissing",
    "RefundTooHigh",
    "SignatureMissing",
    "UnknownReceipt",
]


class CounterError(KioskError):
    code = "counter.error"


class DossierHeld(CounterError):
    """``values['person']`` has it open."""

    code = "counter.held"


class DossierChanged(CounterError):
    """Somebody changed it after it was opened here; nothing was overwritten."""

    code = "counter.changed"


class DossierSealed(CounterError):
    code = "counter.sealed"


class FieldLocked(CounterError):
    """From the chip, computed, or of a dossier that is closed or erased."""

    code = "counter.field-locked"


class ReasonMissing(CounterError):
    code = "counter.reason"


class NothingOwed(CounterError):
    code = "counter.nothing-owed"


class UnknownReceipt(CounterError):
    code = "counter.unknown-receipt"


class RefundTooHigh(CounterError):
    """More than was taken with this receipt, or more than is left of it."""

    code = "counter.refund"


class CashMismatch(CounterError):
    """Notes and book differ by ``values['difference']``."""

    code = "counter.mismatch"


class CashDayClosed(CounterError):
    """The desk's day is closed, or is signed already."""

    code = "counter.day-closed"


class SignatureMissing(CounterError):
    """``values['person']`` has not signed."""

    code = "counter.signature"


class PaperNotReady(CounterError):
    """``values['form']`` lacks ``values['what']``."""

    code = "counter.paper"
