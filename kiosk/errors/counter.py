"""What the counter is known to fail with; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "AppointmentDayOff",
    "CashClockBack",
    "CashDayClosed",
    "CashMismatch",
    "CashNoChange",
    "CashOdd",
    "CashShort",
    "CashUnlikely",
    "CorrectionWaits",
    "CounterError",
    "DayNotReady",
    "DossierChanged",
    "DossierHeld",
    "DossierSealed",
    "FieldLocked",
    "ForeignCode",
    "NotRegistered",
    "NothingOwed",
    "PaperNotReady",
    "ReasonMissing",
    "RefundTooHigh",
    "ReviewAlone",
    "SignatureMissing",
    "TakerMissing",
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


class CashShort(CounterError):
    """Less was given than is owed: ``values['missing']`` đồng are missing."""

    code = "counter.short"


class CashOdd(CounterError):
    """``values['given']`` is no money in use: the smallest note is ``values['least']``."""

    code = "counter.odd-sum"


class CashNoChange(CounterError):
    """No notes give back ``values['change']``."""

    code = "counter.no-change"


class CashUnlikely(CounterError):
    """``values['given']`` for ``values['due']`` would give back ``values['change']``: whoever typed it says that it is
    so."""

    code = "counter.unlikely"


class CashClockBack(CounterError):
    """The machine's clock shows ``values['now']``, a day before one whose book (``values['day']``) is open."""

    code = "counter.clock-back"


class ForeignCode(CounterError):
    """What was scanned is neither a slip of ours nor an identity card."""

    code = "counter.foreign-code"


class CashDayClosed(CounterError):
    """The desk's day is closed, or is signed already."""

    code = "counter.day-closed"


class AppointmentDayOff(CounterError):
    """``values['day']`` is no working day; ``values['next']`` is the one after it."""

    code = "counter.day-off"


class SignatureMissing(CounterError):
    """``values['person']`` has not signed."""

    code = "counter.signature"


class PaperNotReady(CounterError):
    """``values['form']`` lacks ``values['what']``."""

    code = "counter.paper"


class TakerMissing(CounterError):
    """``values['person']`` must be there, and nobody stands in for them."""

    code = "counter.taker"


class ReviewAlone(CounterError):
    """An act with legal effect is opened before it is approved."""

    code = "counter.review-alone"


class DayNotReady(CounterError):
    """A desk is open, or acts wait for review: the day cannot be closed."""

    code = "counter.day-not-ready"


class NotRegistered(CounterError):
    """The office has not finished with it: its fields are mended, not corrected."""

    code = "counter.not-registered"


class CorrectionWaits(CounterError):
    """A correction of it waits for the chief."""

    code = "counter.correction-waits"
