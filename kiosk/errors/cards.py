"""What a card, its chip and its reader are known to fail with; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "BadCardKey",
    "CardBlocked",
    "CardError",
    "CardInUse",
    "CardRemoved",
    "CardTimeout",
    "ChannelBroken",
    "ChildsCard",
    "GroupUnreadable",
    "KeysPaused",
    "MrzNeeded",
    "NoCard",
    "NoReader",
    "NotAnIdCard",
    "NotThisParty",
    "OtherCard",
    "ReaderLimited",
    "SameCard",
    "WrongKey",
]


class CardError(KioskError):
    code = "card.error"


class NoReader(CardError):
    code = "card.no-reader"


class NoCard(CardError):
    code = "card.none"


class CardRemoved(CardError):
    code = "card.removed"


class WrongKey(CardError):
    """The card refused the key. ``values['left']`` holds the tries left where the card says so."""

    code = "card.wrong-key"


class CardBlocked(CardError):
    code = "card.blocked"


class KeysPaused(CardError):
    """Too many wrong keys in a row; ``values['seconds']`` says how long none is tried."""

    code = "card.paused"


class NotAnIdCard(CardError):
    code = "card.not-id"


class GroupUnreadable(CardError):
    """A data group the visit needs could not be read or parsed; ``values['group']`` names it."""

    code = "card.unreadable"


class CardTimeout(CardError):
    code = "card.timeout"


class CardInUse(CardError):
    """Another program on this machine holds the card."""

    code = "card.in-use"


class ReaderLimited(CardError):
    """The reader, or its driver, does not pass commands as long as this card needs them."""

    code = "card.reader-limited"


class OtherCard(CardError):
    code = "card.other"


class SameCard(CardError):
    """Of two people in one visit each lays their own card; this one was read before."""

    code = "card.same"


class ChildsCard(CardError):
    """Its holder is too young to agree to anything here."""

    code = "card.child"


class NotThisParty(CardError):
    """By what the procedure says of the party, the card is somebody else's; ``values['party']`` names it."""

    code = "card.not-this-party"


class ChannelBroken(CardError):
    """An answer of the chip that is out of order, or not the chip's. Never a reason to fall back to a weaker way in."""

    code = "card.channel"


class MrzNeeded(CardError):
    """The card speaks no PACE, so the CAN alone cannot open it."""

    code = "card.needs-mrz"


class BadCardKey(CardError):
    code = "card.bad-key"
