"""Products by OpenSSL are those of plain arithmetic, on every curve and at every edge."""

from __future__ import annotations

import ecdsa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.chip.curves import STANDARD, Curve, random_scalar
from kiosk.errors import ChannelBroken

NATIVE = [8, 10, 12, 13, 15, 16, 17, 18]


def _numbers(point) -> tuple[int, int]:
    return int(point.x()), int(point.y()) % int(point.curve().p())


def _plain(point, scalar: int) -> tuple[int, int]:
    return _numbers((point * scalar).to_affine())


def _edges(order: int) -> tuple[int, ...]:
    return 1, 2, 3, order // 2, order - 3, order - 2, order - 1, random_scalar(order)


@pytest.mark.parametrize("number", STANDARD)
def test_products_at_every_edge(number):
    curve = Curve(STANDARD[number])
    generator = curve.generator
    points = generator, -generator, generator * 2, generator * random_scalar(curve.order)
    for scalar in _edges(curve.order):
        key = curve.key(scalar)
        assert _numbers(key.public) == _plain(generator, scalar)
        for point in points:
            expected = _plain(point, scalar)
            assert _numbers(key.times(point)) == expected, scalar
            assert key.agreed(point) == expected[0].to_bytes(curve.field_length, "big")


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 2**256), st.integers(1, 2**256))
def test_products_by_any_scalar(first, second):
    curve = Curve(STANDARD[12])
    first, second = first % (curve.order - 1) + 1, second % (curve.order - 1) + 1
    product = curve.key(second).times(curve.key(first).public)
    assert _numbers(product) == _plain(curve.generator, first * second % curve.order)


def test_what_is_made_goes_on_being_a_point_of_the_library():
    curve = Curve(STANDARD[13])
    two, three = curve.key(2).public, curve.key(3).public
    assert curve.plus(two, three) == curve.generator * 5
    assert curve.plus(two, two) == curve.generator * 4
    assert curve.decode(curve.encode(three)) == three


def test_scalars_outside_the_group_are_a_known_error():
    curve = Curve(STANDARD[12])
    for scalar in (0, curve.order, curve.order + 1):
        with pytest.raises(ChannelBroken):
            curve.key(scalar)


def test_a_curve_of_the_cards_own_under_a_known_name_is_not_openssls():
    """Another generator on the same equation: OpenSSL would multiply its own."""
    known = ecdsa.NIST256p
    curve = Curve(ecdsa.curves.Curve(known.name, known.curve, known.generator * 7, known.oid))
    assert curve.openssl_curve is None
    assert _numbers(curve.key(5).public) == _plain(known.generator, 35)


def test_openssl_knows_these():
    assert [number for number, curve in STANDARD.items() if Curve(curve).openssl_curve] == NATIVE
