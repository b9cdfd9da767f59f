"""From the nonce that both sides know to a generator that nobody else does (ICAO 9303-11 §4.4.3.3)."""

from __future__ import annotations

import enum

from kiosk.chip.crypto import Cipher
from kiosk.chip.curves import Curve
from kiosk.chip.groups import Element, Group
from kiosk.chip.modp import Modp
from kiosk.errors import ChannelBroken

_SHORT = bytes.fromhex("a668892a7c41e3ca739f40b057d85904"), bytes.fromhex("a4e136ac725f738b01c1f60217c188ad")
_LONG = (
    bytes.fromhex("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676"),
    bytes.fromhex("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517"),
)
"""The constants c0 and c1 of the pseudo-random mapping (ICAO 9303-11 §4.4.3.3.2)."""

_SURPLUS_BITS = 64


class Mapping(enum.Enum):
    GENERIC = "generic"
    INTEGRATED = "integrated"
    CHIP_AUTHENTICATION = "chip authentication"


def generic(group: Group, nonce: bytes, shared: Element) -> Element:
    """Nonce times the generator, plus the element agreed upon (§4.4.3.3.1)."""
    scalar = int.from_bytes(nonce, "big") % group.order
    return group.plus(group.key(scalar).public, shared) if scalar else shared


def integrated(group: Group, cipher: Cipher, nonce: bytes, theirs: bytes) -> Element:
    """The generator that a card's nonce and the terminal's give together (§4.4.3.3.2). Raises ChannelBroken."""
    if len(nonce) < cipher.key_length:
        raise ChannelBroken(f"a nonce of {len(nonce)} bytes")
    if isinstance(group, Modp):
        number = pseudo_random(cipher, nonce, theirs, group.prime)
        return group.times(number, (group.prime - 1) // group.order)
    if isinstance(group, Curve):
        return encoded_point(group, pseudo_random(cipher, nonce, theirs, group.prime))
    raise ChannelBroken("no such group")


def nonce_length(cipher: Cipher) -> int:
    """Of the terminal's nonce: the cipher's key length (the card's own is that in whole blocks)."""
    return cipher.key_length


def pseudo_random(cipher: Cipher, nonce: bytes, theirs: bytes, modulus: int) -> int:
    """R_p(s, t): the first encryption makes a key, and each key the next key and a piece of the number."""
    forward, piece = _SHORT if cipher.key_length <= 16 else _LONG
    key = cipher.encrypt(theirs, nonce)
    pieces, bits = b"", modulus.bit_length() + _SURPLUS_BITS
    while len(pieces) * 8 < bits:
        short = key[: cipher.key_length]
        pieces += cipher.encrypt(short, piece)
        key = cipher.encrypt(short, forward)
    return int.from_bytes(pieces, "big") % modulus


def encoded_point(curve: Curve, number: int) -> Element:
    """A point of the curve from a number of its field, in affine coordinates (ICAO 9303-11 appendix B).

    Raises ChannelBroken where the field's prime leaves a rest of 1 by 4: NIST P-224, which no card pairs with this.
    """
    prime, (a, b) = curve.prime, curve.coefficients
    if prime % 4 != 3 or not a or not b:
        raise ChannelBroken("the integrated mapping does not know this curve")
    alpha = -number * number % prime
    if not (alpha + alpha * alpha) % prime:
        raise ChannelBroken("a number that maps to nothing")
    first = -b * pow(a, -1, prime) * (1 + pow(alpha + alpha * alpha, -1, prime)) % prime
    square = (first**3 + a * first + b) % prime
    root = pow(square, prime - 1 - (prime + 1) // 4, prime)
    if root * root * square % prime == 1:
        return curve.point(first, root * square % prime)
    second = alpha * first % prime
    return curve.point(second, root * pow(number, 3, prime) * square % prime)
