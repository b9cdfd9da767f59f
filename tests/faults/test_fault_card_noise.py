"""A card that answers anything at all, at any point: a known error or a read, and never a wrong one called genuine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from card_bench import card
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.chip import keys
from kiosk.chip.apdu import Transmit
from kiosk.chip.habits import Habits
from kiosk.chip.reader import CardSession
from kiosk.chip.watching import CardRead
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.errors import CardError

TRUST = demo_trust()
KEY = keys.from_qr(person().qr_text)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
CARDS = {"PACE": card(), "BAC": card(Quirk.NO_PACE), "short": card(Quirk.SHORT_ONLY)}

flips = st.tuples(st.just("flip"), st.integers(0, 4096), st.integers(1, 255))
cuts = st.tuples(st.just("cut"), st.integers(0, 300), st.just(0))
words = st.tuples(st.just("sw"), st.integers(0, 0xFFFF), st.just(0))
noise = st.tuples(st.just("noise"), st.binary(max_size=60), st.just(0))


def _spoilt(answer: bytes, what: str, how, by: int) -> bytes:
    if what == "noise":
        return how
    if what == "cut":
        return answer[:how]
    if what == "sw":
        return answer[:-2] + how.to_bytes(2, "big")
    place = how % len(answer)
    return answer[:place] + bytes((answer[place] ^ by,)) + answer[place + 1 :]


def _read(laid: VirtualCard, at: int, spoil) -> CardRead:
    count = iter(range(100_000))

    def connect() -> Transmit:
        laid.reset()
        return lambda apdu: _spoilt(laid.transmit(apdu), *spoil) if next(count) == at else laid.transmit(apdu)

    return CardSession(connect, TRUST, Habits()).read(KEY, NOW)


@pytest.mark.parametrize("kind", CARDS)
@settings(max_examples=120, deadline=None)
@given(at=st.integers(0, 17), spoil=st.one_of(flips, cuts, words, noise))
def test_one_spoilt_answer_is_a_known_error_or_a_true_read(kind, at, spoil):
    try:
        read = _read(CARDS[kind], at, spoil)
    except CardError:
        return
    assert read.mrz.id_number == "999162001234"
    if read.national is not None:
        assert read.national.text(2) == "Vàng Thị Mỷ"


@settings(max_examples=60, deadline=None)
@given(answers=st.lists(st.binary(max_size=40), max_size=12))
def test_a_card_of_pure_noise_is_a_known_error(answers):
    def connect() -> Transmit:
        said = iter(answers)
        return lambda _: next(said, b"\x6f\x00")

    with pytest.raises(CardError):
        CardSession(connect, TRUST, Habits()).read(KEY, NOW)


ENDLESS = ["6100", "61ff", "6c01", "6c00", "6700", "6282", "9000", "009000", "6b00", "63c0", ""]


@pytest.mark.parametrize("answer", ENDLESS)
def test_a_card_that_always_says_the_same_comes_to_an_end(answer):
    with pytest.raises(CardError):
        CardSession(lambda: lambda _: bytes.fromhex(answer), TRUST, Habits()).read(KEY, NOW)
