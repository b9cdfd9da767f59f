"""What a hand scanner types: a slip's text is ours, a card's names its holder, any other is nobody's here. Pure."""

from __future__ import annotations

import re

_CARD = re.compile(r"(\d{12})\|\d{0,12}\|[^|]+\|\d{8}\|.*", re.DOTALL | re.ASCII)
"""The QR code of an identity card: number, old number, name, day of birth, sex, residence, day of issue."""

_FOREIGN = re.compile(
    r"000201\d{2}.{8,}|[a-z][a-z0-9+.-]*://.*|(?:WIFI|MECARD|BEGIN|SMSTO|MATMSG|TEL|MAILTO|GEO):.*",
    re.IGNORECASE | re.DOTALL,
)
"""Codes for payment (EMV QR, as VietQR), addresses of pages, and what telephones exchange."""

_SLIP = re.compile(r"KX\d+:", re.I)


def card_holder(text: str) -> str | None:
    """The ID number that the code of a card says; None for anything else."""
    match = _CARD.fullmatch(text.strip())
    return match[1] if match else None


def is_foreign(text: str) -> bool:
    """Whether it is a code of somebody else's, or the beginning of a slip that cannot be read."""
    return bool(_FOREIGN.fullmatch(text.strip()) or _SLIP.match(text.strip()))
