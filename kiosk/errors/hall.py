"""What goes wrong between a counter and the kiosks of its hall; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "ActBroken",
    "ActDoneBefore",
    "CounterCodeWrong",
    "CounterKeyLocked",
    "CounterNotEnrolled",
    "CounterRefused",
    "CounterRevoked",
    "GlassMoved",
    "HallAway",
    "HallBug",
    "HallBusy",
    "HallError",
    "HallNotOpen",
    "HallProtocol",
    "HallTooLarge",
    "HallUnsure",
    "HallVersion",
    "HelpNotAsked",
    "HelpOver",
    "HelpTaken",
    "KioskUntrusted",
    "OwnHandOnly",
    "UnknownCounter",
]


class HallError(KioskError):
    code = "hall.error"


class HallAway(HallError):
    """``values['kiosk']`` does not answer; nothing was sent to it."""

    code = "hall.away"


class HallUnsure(HallError):
    """The network went while ``values['kiosk']`` was at it: whether the act was done is not known here yet. The same
    act, asked again, is done once."""

    code = "hall.unsure"


class ActDoneBefore(HallError):
    """The act was done before the kiosk started anew; it is not done again."""

    code = "hall.done-before"


class ActBroken(HallError):
    """The kiosk ended in the middle of the act; it is not done again before somebody has looked."""

    code = "hall.broken-off"


class HallVersion(HallError):
    """Counter and kiosk have different versions of the program."""

    code = "hall.version"


class HallProtocol(HallError):
    """No request or answer of the contract; ``detail`` says where."""

    code = "hall.protocol"


class HallTooLarge(HallError):
    code = "hall.too-large"


class HallBusy(HallError):
    """More at once, or in a row, than one counter may ask."""

    code = "hall.busy"


class HallBug(HallError):
    """The kiosk met a bug of its own; where stands in its log."""

    code = "hall.bug"


class HallNotOpen(HallError):
    """This kiosk serves no hall: not set, or not enrolled at a portal with an authority."""

    code = "hall.not-open"


class CounterRefused(HallError):
    """The kiosk does not let this counter in: revoked, another unit, past its end, or no counter at all."""

    code = "hall.refused"


class CounterRevoked(CounterRefused):
    """It was let in once and is shut out now, whatever it shows; for good, until it is invited anew."""

    code = "hall.revoked"


class KioskUntrusted(HallError):
    """Whoever answers at the address is not ``values['kiosk']`` of this unit."""

    code = "hall.untrusted"


class CounterNotEnrolled(HallError):
    code = "hall.not-enrolled"


class CounterKeyLocked(HallError):
    """A wrong passphrase, or the key's file is not whole."""

    code = "hall.passphrase"


class CounterCodeWrong(HallError):
    """A wrong, used or expired code, or another key than the one it was given for: which of them is not said."""

    code = "hall.code"


class UnknownCounter(HallError):
    """No counter ``values['counter']`` is known here."""

    code = "hall.unknown-counter"


class HelpNotAsked(HallError):
    """Nobody in this visit called or agreed: an officer elsewhere sees its step and nothing else."""

    code = "hall.help-not-asked"


class HelpOver(HallError):
    """The visit has ended, or was given back."""

    code = "hall.help-over"


class HelpTaken(HallError):
    """``values['person']``, a colleague, helps there."""

    code = "hall.help-taken"


class OwnHandOnly(HallError):
    """Here the person's own hand counts: a consent, a signature, handing in; or touching was not allowed at all."""

    code = "hall.own-hand"


class GlassMoved(HallError):
    """Another page stands on the glass than the one that was touched."""

    code = "hall.glass-moved"
