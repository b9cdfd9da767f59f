"""The elliptic curves of PACE, by the numbers that the card gives them, and arithmetic with their points."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from ecdsa import curves
from ecdsa.ellipticcurve import INFINITY, PointJacobi
from ecdsa.errors import MalformedPointError

from kiosk.chip.native_curves import BY_NAME, Coordinates, Equation, NativeKey
from kiosk.errors import ChannelBroken

Point = Any
"""A point of the ``ecdsa`` library, which comes without types."""

RandomScalar = Callable[[int], int]
"""A number from 1 to order - 1, given the order."""

STANDARD = {
    8: curves.NIST192p,
    9: curves.BRAINPOOLP192r1,
    10: curves.NIST224p,
    11: curves.BRAINPOOLP224r1,
    12: curves.NIST256p,
    13: curves.BRAINPOOLP256r1,
    14: curves.BRAINPOOLP320r1,
    15: curves.NIST384p,
    16: curves.BRAINPOOLP384r1,
    17: curves.BRAINPOOLP512r1,
    18: curves.NIST521p,
}
"""Standardized domain parameters (ICAO 9303-11 table 6)."""


def random_scalar(order: int) -> int:
    return secrets.randbelow(order - 1) + 1


@dataclass(frozen=True)
class Curve:
    """One curve, as the ``ecdsa`` library has it (``groups.Group``). Its points travel uncompressed: 04, x, y."""

    _curve: Any

    public_tag = 0x86

    @property
    def prime(self) -> int:
        return int(self._curve.curve.p())

    @property
    def coefficients(self) -> tuple[int, int]:
        """a and b of y² = x³ + ax + b."""
        return int(self._curve.curve.a()) % self.prime, int(self._curve.curve.b())

    @property
    def order(self) -> int:
        return int(self._curve.order)

    @property
    def generator(self) -> Point:
        return self._curve.generator

    @property
    def field_length(self) -> int:
        """The length of one coordinate in bytes."""
        return (self.prime.bit_length() + 7) // 8

    def decode(self, data: bytes) -> Point:
        """Raises ChannelBroken for bytes that are no point of this curve: a wrong point would give secrets away."""
        try:
            point = PointJacobi.from_bytes(self._curve.curve, data, valid_encodings=("uncompressed",))
        except (MalformedPointError, ValueError, AssertionError) as error:
            raise ChannelBroken("what the card sent is no point") from error
        if not self._curve.curve.contains_point(point.x(), point.y()):  # the library does not look by itself
            raise ChannelBroken("what the card sent lies on another curve")
        return point

    def encode(self, point: Point) -> bytes:
        return bytes(point.to_bytes("uncompressed"))

    def point(self, x: int, y: int) -> Point:
        """Raises ChannelBroken for coordinates off the curve."""
        size = self.field_length
        return self.decode(b"\x04" + x.to_bytes(size, "big") + y.to_bytes(size, "big"))

    def secret(self, point: Point) -> bytes:
        """The shared secret of a key agreement: the x coordinate (BSI TR-03111 §4.3.1)."""
        return int(point.x()).to_bytes(self.field_length, "big")

    def times(self, point: Point, scalar: int) -> Point:
        """Raises ChannelBroken at the point at infinity, where a key agreement must end (ICAO 9303-11 §4.4.3.3)."""
        return self._finite(point * scalar)

    def key(self, scalar: int) -> CurveKey:
        """A private key. Raises ChannelBroken for a scalar that is none of this group."""
        if not 0 < scalar < self.order:
            raise ChannelBroken("no scalar of this curve")
        return CurveKey(self, scalar)

    @cached_property
    def openssl_curve(self) -> ec.EllipticCurve | None:
        """Only for a curve that is the named one in all its numbers: a card may write out its own."""
        return BY_NAME.get(self._curve.name) if self._curve in STANDARD.values() else None

    def affine(self, coordinates: Coordinates) -> Point:
        """A point that is known to lie on the curve."""
        return PointJacobi(self._curve.curve, *coordinates, 1, self.order)

    def plus(self, one: Point, other: Point) -> Point:
        return self._finite(one + other)

    @staticmethod
    def _finite(point: Point) -> Point:
        if point == INFINITY:
            raise ChannelBroken("the point at infinity")
        return point


class CurveKey:
    """A private key and what it does: by OpenSSL on the curves that it knows, else in Python."""

    def __init__(self, curve: Curve, scalar: int) -> None:
        self._curve, self._scalar = curve, scalar
        named = curve.openssl_curve
        self._native = NativeKey(named, Equation(curve.prime, *curve.coefficients), scalar) if named else None

    @property
    def public(self) -> Point:
        if self._native is None:
            return self._curve.times(self._curve.generator, self._scalar)
        return self._curve.affine(self._native.public)

    def times(self, point: Point) -> Point:
        """Raises ChannelBroken for the point at infinity."""
        if self._native is None or point.x() == self._curve.generator.x():
            return self._curve.times(point, self._scalar)
        beside = self._curve.plus(point, self._curve.generator)
        return self._curve.affine(self._native.product(_coordinates(point), _coordinates(beside)))

    def agreed(self, point: Point) -> bytes:
        """The shared secret with the key of this public point."""
        if self._native is None:
            return self._curve.secret(self.times(point))
        return self._native.agreed(_coordinates(point)).to_bytes(self._curve.field_length, "big")


def _coordinates(point: Point) -> Coordinates:
    """The library leaves a y that it has negated below zero."""
    affine = point.to_affine()
    return int(affine.x()), int(affine.y()) % int(affine.curve().p())
