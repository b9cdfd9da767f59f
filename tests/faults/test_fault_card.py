"""Hostile and broken cards: each ends in its own known error, and none opens a weaker way in."""

from __future__ import annotations

import logging
import threading

import pytest
from card_bench import SimulatedBench, card, key, read

from kiosk.devices.simulated.quirks import Quirk
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.card_reading import CardKey
from kiosk.domain.citizen import CardVerdict, IssuerStanding
from kiosk.domain.device_health import State
from kiosk.errors import CardBlocked, CardRemoved, ChannelBroken, NoReader, WrongKey

GET_CHALLENGE, EXTERNAL_AUTHENTICATE = 0x84, 0x82


class Overheard:
    """A card whose commands are written down: the instruction byte of each."""

    def __init__(self, watched: VirtualCard) -> None:
        self.instructions: list[int] = []
        self._transmit = watched.transmit
        watched.transmit = self._listen  # type: ignore[method-assign]

    def _listen(self, apdu: bytes) -> bytes:
        self.instructions.append(apdu[1])
        return self._transmit(apdu)

    @property
    def bac_was_tried(self) -> bool:
        return not {GET_CHALLENGE, EXTERNAL_AUTHENTICATE}.isdisjoint(self.instructions)


def _fails(error: type[Exception], *quirks: Quirk, card_key: CardKey | None = None) -> Overheard:
    pair, laid = SimulatedBench(), card(*quirks)
    overheard = Overheard(laid)
    pair.lay(laid)
    with pytest.raises(error):
        read(pair, card_key)
    return overheard


def test_a_wrong_can_never_falls_through_to_bac():
    wrong_can_right_mrz = CardKey(can="001235", mrz=key().mrz)
    assert not _fails(WrongKey, card_key=wrong_can_right_mrz).bac_was_tried


@pytest.mark.parametrize(
    ("quirk", "error"),
    [
        (Quirk.PACE_BROKEN, ChannelBroken),
        (Quirk.PACE_FORGED, ChannelBroken),
        (Quirk.ONE_TRY_LEFT, CardBlocked),
        (Quirk.BLOCKED, CardBlocked),
        (Quirk.TAMPERED, ChannelBroken),
    ],
)
def test_a_fault_in_pace_never_falls_through_to_bac(quirk, error):
    assert not _fails(error, quirk).bac_was_tried


def test_the_last_try_is_not_spent():
    assert 0x86 not in _fails(CardBlocked, Quirk.ONE_TRY_LEFT).instructions


def test_a_wrong_mrz_is_a_wrong_key_in_bac_too():
    _fails(WrongKey, Quirk.NO_PACE, card_key=key("sung-mi-lu"))


def test_bac_is_logged(caplog):
    pair = SimulatedBench()
    pair.lay(card(Quirk.CARD_ACCESS_REFUSED))
    with caplog.at_level(logging.WARNING):
        read(pair)
    assert "BAC-after-PACE-refused" in caplog.text
    assert "001234" not in caplog.text


@pytest.mark.parametrize(
    ("quirk", "standing"),
    [
        (Quirk.WRONG_HASH, CardVerdict.DOUBTFUL),
        (Quirk.FORGED_SIGNATURE, CardVerdict.DOUBTFUL),
        (Quirk.REVOKED_ISSUER, CardVerdict.DOUBTFUL),
        (Quirk.EXPIRED_ISSUER, CardVerdict.DOUBTFUL),
        (Quirk.NO_SOD, CardVerdict.DOUBTFUL),
        (Quirk.UNKNOWN_ISSUER, CardVerdict.INTACT),
        (Quirk.MF_SELECT_6D00, CardVerdict.GENUINE),
    ],
)
def test_what_does_not_hold_is_read_and_said(quirk, standing):
    pair = SimulatedBench()
    pair.lay(card(quirk))
    who = read(pair)
    assert who.standing is standing
    assert who.citizen.id_number == "999162001234"


def test_a_card_without_its_list_says_what_is_missing():
    pair = SimulatedBench()
    pair.lay(card(Quirk.NO_SOD))
    who = read(pair)
    assert who.missing == ("SOD",)
    assert who.authenticity is not None
    assert (who.authenticity.hashes, who.authenticity.issuer) == (False, IssuerStanding.UNKNOWN)


def test_another_card_laid_in_the_middle_does_not_mix():
    """Lifted and exchanged while a read is under way: that read ends, and nobody gets half of two people."""
    pair = SimulatedBench()
    pair.lay(card())
    with pytest.raises(CardRemoved):
        pair.reader.read(key(), lambda _: pair.lay(card(name="sung-mi-lu")), threading.Event())


def test_an_unplugged_reader_is_no_reader():
    pair = SimulatedBench()
    pair.reader.unplug()
    assert pair.reader.health().state is State.MISSING
    with pytest.raises(NoReader):
        pair.reader.wait_for_card(threading.Event(), 1.0)
    pair.reader.plug()
    pair.lay(card())
    assert read(pair).standing is CardVerdict.GENUINE


@pytest.mark.parametrize("quirk", [Quirk.SHORT_ONLY, Quirk.SHORT_IN_CHANNEL, Quirk.SHORT_PROTECTED])
def test_a_length_once_learned_is_not_tried_again(quirk):
    pair = SimulatedBench()
    pair.lay(card(quirk))
    first, second = read(pair).apdus, read(pair).apdus
    assert second < first


def test_a_short_card_shows_itself_before_it_is_opened():
    pair, laid = SimulatedBench(), card(Quirk.SHORT_ONLY, Quirk.NO_PROOF)
    overheard = Overheard(laid)
    pair.lay(laid)
    assert read(pair).access == "PACE-CAN"
    assert overheard.instructions.count(0x22) == 1  # MSE:Set AT: opened once
    assert not overheard.bac_was_tried


def test_a_slow_card_is_read_all_the_same():
    waited: list[float] = []
    slow = card(Quirk.SLOW)
    slow._sleep = waited.append
    pair = SimulatedBench()
    pair.lay(slow)
    assert read(pair).standing is CardVerdict.GENUINE
    assert sum(waited) > 5.0
