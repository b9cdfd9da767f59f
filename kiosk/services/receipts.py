"""Is this slip one that a kiosk of this commune issued, and untouched? Needs neither line nor store."""

from __future__ import annotations

from kiosk.config import Config
from kiosk.domain.codes import ReceiptText
from kiosk.store.filings.receipts import public_keys, verify
from kiosk.store.store import PUBLIC


def verified(config: Config, text: str) -> ReceiptText:
    """The receipt in the text of a slip's QR code. ReceiptUnreadable, ReceiptForged."""
    return verify(text, public_keys(config.data / PUBLIC))
