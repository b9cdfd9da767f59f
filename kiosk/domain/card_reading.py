"""Reading a card as people see it: what opens it, and how far it is read."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from kiosk.domain.citizen import CardIdentity


@dataclass(frozen=True)
class CardKey:
    """What opens the card: at least one of the two. From the card's QR, from six typed digits, or from its MRZ."""

    can: str = field(default="", repr=False)  # 6 digits
    # document number, birth date, expiry date with their check digits (ICAO 9303-11 §9.7.2)
    mrz: str = field(default="", repr=False)


class ReadPart(enum.Enum):
    """The parts of a read, in the order a person sees them come in."""

    OPEN = "open"  # access: PACE or BAC
    IDENTITY = "identity"  # DG1
    DETAILS = "details"  # DG13
    PHOTO = "photo"  # DG2
    TRUST = "trust"  # SOD, signature, issuer


@dataclass(frozen=True)
class ReadProgress:
    """``done`` parts are finished; ``part`` is under way, ``fraction`` of it by bytes (0 to 1).

    ``so_far`` is who the card says it belongs to, as soon as it has said so: for the screen, unverified. ``lifted``:
    the card is gone, and has a moment to come back.
    """

    done: tuple[ReadPart, ...]
    part: ReadPart
    fraction: float
    so_far: CardIdentity | None = None
    lifted: bool = False
