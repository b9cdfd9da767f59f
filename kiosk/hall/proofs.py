"""Proofs of a code that two people read to each other: neither the code nor anything it is guessed from goes over the
network, and each proof is bound to the very keys of this connection, so that nobody stands between.

A code has 49 bits and is stretched (scrypt, RFC 7914: 0.1 s a guess); five wrong proofs end it, ten minutes do too.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "W", "V": "W"})
_MARKS = 10


def new_code() -> str:
    """KD7F3-9Q2MX."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(_MARKS))
    return f"{text[:5]}-{text[5:]}"


def stretched(code: str, name: str) -> bytes:
    """The key that proofs are made with, 32 bytes, from a code as somebody typed it or from an invitation's word."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    typed = plain.translate(_MISREAD) if len(plain) == _MARKS else code
    return hashlib.scrypt(typed.encode(), salt=b"hall|" + name.encode(), n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=32)


def proof(key: bytes, side: str, *about: str) -> str:
    """That ``side`` knows the code, about these keys and names."""
    return hmac.new(key, "|".join((side, *about)).encode(), hashlib.sha256).hexdigest()


def same(proof_shown: str, proof_wanted: str) -> bool:
    return hmac.compare_digest(proof_shown.encode(), proof_wanted.encode())
