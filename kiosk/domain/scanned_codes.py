"""What a hand scanner types that is nobody's here: neither a slip of ours nor a card. Pure."""

from __future__ import annotations

import re

_FOREIGN = re.compile(
    r"000201\d{2}.{8,}|[a-z][a-z0-9+.-]*://.*|(?:WIFI|MECARD|BEGIN|SMSTO|MATMSG|TEL|MAILTO|GEO):.*",
    re.IGNORECASE | re.DOTALL,
)
"""Codes for payment (EMV QR, as VietQR), addresses of pages, and what telephones exchange."""

_SLIP = re.compile(r"KX\d+:", re.I)


def is_foreign(text: str) -> bool:
    """Whether it is a code of somebody else's, or the beginning of a slip that cannot be read."""
    return bool(_FOREIGN.fullmatch(text.strip()) or _SLIP.match(text.strip()))
