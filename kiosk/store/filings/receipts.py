"""Is this slip one that a kiosk of this commune issued, and untouched? Needs the public keys alone."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.codes import ReceiptText, read_receipt
from kiosk.errors import ReceiptForged, ReceiptUnreadable

PublicKeys = Mapping[str, tuple[bytes, ...]]
"""The trusted keys of each kiosk, by its name."""

_KEY = re.compile(r"[0-9a-f]{64}")


def public_keys(folder: Path) -> PublicKeys:
    """The keys in the ``KIOSK.pub`` files of ``folder``."""
    return {path.stem.upper(): keys_in(path) for path in sorted(folder.glob("*.pub"))}


def keys_in(path: Path) -> tuple[bytes, ...]:
    """The keys of one file, a hexadecimal line each; none if it is not there. Other lines are told and not trusted."""
    if not path.exists():
        return ()
    lines = path.read_text("ascii", errors="replace").split()
    keys = [line for line in lines if _KEY.fullmatch(line)]
    if len(keys) < len(lines):
        logging.getLogger("kiosk.store").warning("%s holds lines that are no keys", path.name)
    return tuple(bytes.fromhex(line) for line in keys)


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
