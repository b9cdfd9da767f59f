"""The key of active authentication and the signatures it makes: RSA after ISO/IEC 9796-2, or ECDSA in plain."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import ecdsa
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from ecdsa.util import orderlen, sigdecode_der, sigdecode_string

from kiosk.chip import tlv
from kiosk.chip.signatures import UNREADABLE
from kiosk.chip.tlv import Malformed

_LONGEST_KEY = 1200
"""Bytes: RSA of 8,192 bits, or a curve written out. A longer one would keep us busy for seconds."""

_TRAILERS = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
"""The hash that the last but one byte names where the last is CC (ISO/IEC 10118-3); BC alone stands for SHA-1."""

_HASHES = ("sha1", "sha224", "sha256", "sha384", "sha512")

_RECOVERABLE = 0x6A
"""The first byte of a message of which a part is recovered from the signature (ISO/IEC 9796-2, scheme 1)."""


class ActiveKey(Protocol):
    """The chip's public key."""

    @property
    def signature_length(self) -> int:
        """In bytes, at most."""

    @property
    def lengths(self) -> tuple[int, ...]:
        """What to ask for, one after the other; 0 for whatever a short answer holds."""

    def signed(self, signature: bytes, question: bytes) -> bool: ...


def parse_dg15(data: bytes, digest: str | None = None) -> ActiveKey:
    """The key in DG15. ``digest`` is what DG14 says of the hash over points. Raises Malformed."""
    info = tlv.only(data, 0x6F).value
    if len(info) > _LONGEST_KEY:
        raise Malformed(f"a key of {len(info)} bytes")
    try:
        key_read = serialization.load_der_public_key(info)
    except (ValueError, UnsupportedAlgorithm):
        return _on_curve(info, digest)
    return _Rsa(key_read.public_numbers()) if isinstance(key_read, rsa.RSAPublicKey) else _on_curve(info, digest)


def _on_curve(info: bytes, digest: str | None) -> ActiveKey:
    try:
        key = ecdsa.VerifyingKey.from_der(info, valid_curve_encodings=("explicit", "named_curve"))
    except (*UNREADABLE, ArithmeticError, AssertionError) as error:
        raise Malformed(f"DG15 holds no key: {type(error).__name__}") from error
    return _Ecdsa(key, digest)


@dataclass(frozen=True)
class _Ecdsa:
    """r and s side by side (BSI TR-03111 §5.2.1), or in DER as some cards write them; by any hash.

    The question is ours and new each time, so which hash a card takes gives nothing away.
    """

    key: ecdsa.VerifyingKey
    digest: str | None

    lengths = (0,)

    @property
    def signature_length(self) -> int:
        return 2 * int(orderlen(self.key.curve.order))

    def signed(self, signature: bytes, question: bytes) -> bool:
        plain = len(signature) == self.signature_length
        named = dict.fromkeys((self.digest or self._usual, self._usual, *_HASHES))
        return any(
            self._holds(signature, question, name, decode)
            for decode in ((sigdecode_string, sigdecode_der) if plain else (sigdecode_der,))
            for name in named
        )

    def _holds(self, signature: bytes, question: bytes, name: str, decode: Callable[..., tuple[int, int]]) -> bool:
        try:
            valid = self.key.verify(signature, question, hashfunc=getattr(hashlib, name), sigdecode=decode)
        except (ecdsa.BadSignatureError, *UNREADABLE, ArithmeticError, AssertionError):
            return False
        return bool(valid)

    @property
    def _usual(self) -> str:
        """Where DG14 does not say it: the hash as long as the key, as issuers choose it."""
        length = self.signature_length // 2
        return "sha256" if length <= 32 else "sha384" if length <= 48 else "sha512"


@dataclass(frozen=True)
class _Rsa:
    numbers: rsa.RSAPublicNumbers

    @property
    def lengths(self) -> tuple[int, ...]:
        """Where the whole length is refused, some cards hand the answer out in pieces (61xx)."""
        return (self.signature_length, 0)

    @property
    def signature_length(self) -> int:
        return (self.numbers.n.bit_length() + 7) // 8

    def signed(self, signature: bytes, question: bytes) -> bool:
        """The digital signature scheme 1 with partial recovery (ICAO 9303-11 §6.1.2.1)."""
        modulus = self.numbers.n
        opened = pow(int.from_bytes(signature, "big"), self.numbers.e, modulus)
        return any(
            _recovers(number.to_bytes(self.signature_length, "big"), question)
            for number in (opened, modulus - opened)  # the shorter of the two may have been sent
        )


def _recovers(block: bytes, question: bytes) -> bool:
    """6A, the recovered part, the hash over it and the question, the trailer."""
    digest, tail = ("sha1", 1) if block[-1] == 0xBC else (_TRAILERS.get(block[-2]), 2)
    if block[0] != _RECOVERABLE or digest is None or (tail == 2 and block[-1] != 0xCC):
        return False
    size = hashlib.new(digest).digest_size
    message, stated = block[1 : -size - tail], block[-size - tail : -tail]
    return hmac.compare_digest(hashlib.new(digest, message + question).digest(), stated)
