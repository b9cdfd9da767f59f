"""A key in several shares, of which so many open it and fewer tell nothing (Shamir, "How to share a secret", 1979).

Each byte of the key is the value at 0 of a random polynomial over GF(2^8), with the field of AES (x^8+x^4+x^3+x+1); a
share is the values at one place. Written for a few dozen bytes once in a kiosk's life, on a commune's paper.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import reduce
from operator import xor

MOST_SHARES = 15  # shares; a commune has not so many safes


def split(key: bytes, needed: int, count: int) -> dict[int, bytes]:
    """``count`` shares by their number, from 1; any ``needed`` of them give the key back."""
    if not 2 <= needed <= count <= MOST_SHARES:
        raise ValueError(f"2 <= needed <= count <= {MOST_SHARES}")
    curves = [bytes([byte]) + secrets.token_bytes(needed - 1) for byte in key]
    return {place: bytes(_value(curve, place) for curve in curves) for place in range(1, count + 1)}


def joined(shares: Mapping[int, bytes]) -> bytes:
    """The key from as many shares as it needs. From fewer, or from others, comes another key."""
    weights = {place: _weight(place, list(shares)) for place in shares}
    size = len(next(iter(shares.values())))
    return bytes(
        reduce(xor, (_times(weights[place], share[at]) for place, share in shares.items())) for at in range(size)
    )


def _value(curve: bytes, place: int) -> int:
    total = 0
    for factor in reversed(curve):  # Horner
        total = _times(total, place) ^ factor
    return total


def _weight(place: int, places: list[int]) -> int:
    """Lagrange's factor of ``place`` at 0. In this field minus is plus is XOR."""
    weight = 1
    for other in places:
        if other != place:
            weight = _times(weight, _times(other, _inverse(other ^ place)))
    return weight


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = one << 1 ^ (0x11B if one & 0x80 else 0)
        other >>= 1
    return product


def _inverse(value: int) -> int:
    power = 1
    for _ in range(254):  # the group has 255 elements
        power = _times(power, value)
    return power
