"""Groups of numbers: OpenSSL's powers are the powers, and what lies outside a group stays outside."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric import dh
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.chip import modp
from kiosk.chip.modp import STANDARD, Modp
from kiosk.errors import ChannelBroken

GROUP = STANDARD[2]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(STANDARD)), st.integers(2, 2**2100), st.integers(1, 2**300))
def test_a_power_is_a_power_whoever_works_it_out(number, base, exponent):
    group = STANDARD[number]
    base %= group.prime
    assert group._power(base, exponent) == pow(base, exponent, group.prime)


@pytest.mark.parametrize("base", [0, 1, GROUP.prime - 1])
@pytest.mark.parametrize("exponent", [1, 2, GROUP.order, GROUP.prime - 2])
def test_what_openssl_takes_for_no_key_is_worked_out_too(base, exponent):
    assert GROUP._power(base, exponent) == pow(base, exponent, GROUP.prime)


def test_the_groups_of_the_standard_go_through_openssl_and_a_cards_own_do_not(monkeypatch):
    asked = []
    parameters = dh.DHParameterNumbers
    monkeypatch.setattr(modp.dh, "DHParameterNumbers", lambda *of: asked.append(of) or parameters(*of))
    GROUP.times(GROUP.generator, 5)
    assert asked == [(GROUP.prime, GROUP.generator)]
    assert Modp(GROUP.prime, 5, GROUP.prime - 1).times(5, 3) == 125
    assert len(asked) == 1


def test_without_that_agreement_in_the_library_the_powers_remain(monkeypatch):
    monkeypatch.setattr(modp, "dh", SimpleNamespace())
    assert GROUP.times(GROUP.generator, 7) == pow(GROUP.generator, 7, GROUP.prime)


@pytest.mark.parametrize("number", sorted(STANDARD))
def test_only_elements_of_the_group_are_taken(number):
    group = STANDARD[number]
    inside = group.times(group.generator, 12345)
    assert group.decode(group.encode(inside)) == inside
    for outside in (0, 1, group.prime - 1, group.prime, inside + 1):
        with pytest.raises(ChannelBroken):
            group.decode(outside.to_bytes(group.field_length, "big"))


@pytest.mark.parametrize("number", sorted(STANDARD))
@pytest.mark.parametrize("divisor", [1, 2])
def test_powers_that_are_one_or_minus_one_are_powers_too(number, divisor):
    """What a hostile card would send to have the library give up."""
    group = STANDARD[number]
    exponent = (group.prime - 1) // divisor
    for base in (group.generator, 2, 3, 5):
        assert group._power(base, exponent) == pow(base, exponent, group.prime)


def test_the_order_leads_to_the_neutral_element_where_an_agreement_ends():
    with pytest.raises(ChannelBroken):
        GROUP.times(GROUP.generator, GROUP.order)
