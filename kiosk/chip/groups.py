"""Where two sides can agree on a secret: elliptic curves and multiplicative groups, seen alike."""

from __future__ import annotations

from typing import Any, Protocol

from kiosk.chip import curves, modp
from kiosk.chip.curves import Curve

Element = Any
"""A point of a curve, or a number."""


class GroupKey(Protocol):
    """A private key of a group."""

    @property
    def public(self) -> Element: ...

    def times(self, element: Element) -> Element: ...

    def agreed(self, element: Element) -> bytes:
        """The secret shared with the holder of this public key."""


class Group(Protocol):
    """A group of prime order, written additively. Everything raises ChannelBroken for what must not occur."""

    @property
    def order(self) -> int: ...

    @property
    def generator(self) -> Element: ...

    @property
    def public_tag(self) -> int:
        """The tag of a public key among the data objects (ICAO 9303-11 §9.4)."""

    @property
    def field_length(self) -> int: ...

    def decode(self, data: bytes) -> Element: ...

    def encode(self, element: Element) -> bytes: ...

    def secret(self, element: Element) -> bytes: ...

    def times(self, element: Element, scalar: int) -> Element: ...

    def key(self, scalar: int) -> GroupKey: ...

    def plus(self, one: Element, other: Element) -> Element: ...


STANDARD: dict[int, Group] = {
    **modp.STANDARD,
    **{number: Curve(curve) for number, curve in curves.STANDARD.items()},
}
"""Standardized domain parameters by number (ICAO 9303-11 table 6)."""
