"""Who may read what lies on a stick (HPKE, RFC 9180) and who wrote it (Ed25519).

A seal opens only at the place it was made for (bundle and name), so that pieces cannot be exchanged. A signed text is
checked before it is parsed.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.errors import SealBroken

OVERHEAD = 48
"""Bytes that a seal adds: the encapsulated key (32) and the tag (16)."""

KEY, SIGNATURE = 32, 64
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_OUTWARD, _HOMEWARD = b"kiosk courier manifest 1\n", b"kiosk courier answer 1\n"


def place(bundle: str, name: str) -> bytes:
    """Where a sealed file belongs."""
    return f"kiosk courier 1/{bundle}/{name}".encode()


def seal(data: bytes, to: bytes, where: bytes) -> bytes:
    """``data`` for the holder of the private half of ``to`` (32 bytes, X25519) alone, ``OVERHEAD`` bytes longer."""
    return _SUITE.encrypt(data, X25519PublicKey.from_public_bytes(to), info=where)


def unseal(sealed: bytes, key: X25519PrivateKey, where: bytes) -> bytes:
    """SealBroken if it was sealed to another, for another place, or was changed."""
    try:
        return _SUITE.decrypt(sealed, key, info=where)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("does not open") from error


def outward(text: bytes) -> bytes:
    """What a kiosk signs of a manifest."""
    return _OUTWARD + text


def homeward(text: bytes) -> bytes:
    """What the portal signs of an answer."""
    return _HOMEWARD + text


def holds(public: bytes, signature: bytes, text: bytes) -> bool:
    """Whether ``signature`` is ``public``'s over ``text``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
