"""Is this slip one that a kiosk of this commune issued, and untouched? Needs the public keys alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.codes import ReceiptText, read_receipt
from kiosk.errors import ReceiptForged, ReceiptUnreadable

PublicKeys = Mapping[str, tuple[bytes, ...]]
"""The trusted keys of each kiosk, by its name."""


def public_keys(folder: Path) -> PublicKeys:
    """The keys in ``KIOSK.pub`` files of ``folder``, one hexadecimal line each. A broken file raises ValueError."""
    return {
        path.stem.upper(): tuple(bytes.fromhex(line) for line in path.read_text("ascii").split())
        for path in sorted(folder.glob("*.pub"))
    }


def verify(text: str, trusted: PublicKeys) -> ReceiptText:
    """What the receipt says, if its own kiosk signed it. ReceiptUnreadable or ReceiptForged otherwise."""
    if not text.isascii():
        raise ReceiptUnreadable("not a receipt's text")
    receipt, signed, signature = read_receipt(text)
    if not any(_signed_by(key, signed, signature) for key in trusted.get(receipt.kiosk, ())):
        raise ReceiptForged("no trusted key of that kiosk made this signature")
    return receipt


def _signed_by(key: bytes, data: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except InvalidSignature:
        return False
    return True
