"""Private keys on OpenSSL's curves: in constant time, and on the usual ones ten times as fast as in Python.

OpenSSL's public calls give a key's public point and the x coordinate of a key agreement, never a whole product k P. Its
y follows from the addition law (SEC 1 §2.2.1): with k G, which is known, and the x of k (P + G) = k P + k G there is
one y that fits. So one key and two agreements give any product.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.errors import ChannelBroken

Coordinates = tuple[int, int]
"""x and y, affine."""

BY_NAME: dict[str, ec.EllipticCurve] = {
    "NIST192p": ec.SECP192R1(),
    "NIST224p": ec.SECP224R1(),
    "NIST256p": ec.SECP256R1(),
    "NIST384p": ec.SECP384R1(),
    "NIST521p": ec.SECP521R1(),
    "BRAINPOOLP256r1": ec.BrainpoolP256R1(),
    "BRAINPOOLP384r1": ec.BrainpoolP384R1(),
    "BRAINPOOLP512r1": ec.BrainpoolP512R1(),
}
"""By the names of the ``ecdsa`` library; the other curves of ICAO 9303-11 table 6 are left to Python."""


@dataclass(frozen=True)
class Equation:
    """y² = x³ + ax + b over the field of a prime."""

    prime: int
    a: int
    b: int

    def square_of_y(self, x: int) -> int:
        return (x * x * x + self.a * x + self.b) % self.prime

    def y_by_sum(self, x: int, other: Coordinates, x_of_sum: int) -> int:
        """The y that belongs to x, where the point plus the other one has ``x_of_sum``; their x must differ."""
        to_x, to_y = other
        slope_squared = (x_of_sum + x + to_x) * (to_x - x) ** 2
        return (to_y**2 + self.square_of_y(x) - slope_squared) * pow(2 * to_y, -1, self.prime) % self.prime


class NativeKey:
    """A scalar between 1 and the order less one, held by OpenSSL."""

    def __init__(self, named: ec.EllipticCurve, equation: Equation, scalar: int) -> None:
        self._named, self._equation = named, equation
        self._key = ec.derive_private_key(scalar, named)

    @property
    def public(self) -> Coordinates:
        numbers = self._key.public_key().public_numbers()
        return numbers.x, numbers.y

    def agreed(self, point: Coordinates) -> int:
        """The x coordinate of the product. Raises ChannelBroken for a point that is none."""
        try:
            theirs = ec.EllipticCurvePublicNumbers(*point, self._named).public_key()
            return int.from_bytes(self._key.exchange(ec.ECDH(), theirs), "big")
        except ValueError as error:
            raise ChannelBroken("no point to agree with") from error

    def product(self, point: Coordinates, with_generator: Coordinates) -> Coordinates:
        """The point times the scalar, given also the point plus the generator; the point is not ± the generator.

        Raises ChannelBroken for a point that is none.
        """
        x = self.agreed(point)
        return x, self._equation.y_by_sum(x, self.public, self.agreed(with_generator))
