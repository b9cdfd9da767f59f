"""Keys do not outlive a read, however it ends, and nothing that is printed shows one."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from card_bench import SimulatedBench, card, key, read
from collector import every_object

from kiosk.chip import channel, crypto, keys, pace
from kiosk.chip.habits import Habits
from kiosk.chip.keys import AccessKey
from kiosk.chip.reader import CardSession
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk
from kiosk.domain.card_reading import CardKey
from kiosk.errors import CardError, CardRemoved

CAN, MRZ = "001234", person().mrz_key


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[bytearray]:
    """Every key that the terminal derives, from a password or from a shared secret."""
    seen: list[bytearray] = []
    derive = crypto.Cipher.derive

    def watched(self, secret, counter):
        found = derive(self, secret, counter)
        seen.append(found)
        return found

    for module in (pace, channel):
        assert module.Cipher is crypto.Cipher
    monkeypatch.setattr(crypto.Cipher, "derive", watched)
    return seen


class Foreign:
    """A virtual card whose own keys are not counted."""

    def __init__(self, laid, derived) -> None:
        self._card, self._derived, self.atr = laid, derived, laid.atr
        derived.clear()

    def reset(self):
        self._apart(self._card.reset)

    def transmit(self, apdu):
        return self._apart(lambda: self._card.transmit(apdu))

    def _apart(self, work):
        before = len(self._derived)
        try:
            return work()
        finally:
            del self._derived[before:]


@pytest.mark.parametrize("quirk", [None, Quirk.NO_PACE, Quirk.CHIP_3DES, Quirk.PACE_CAM, Quirk.TAMPERED, Quirk.CLONED])
def test_no_key_is_left_after_a_read(quirk, derived):
    pair = SimulatedBench()
    pair.lay(Foreign(card(*([quirk] if quirk else [])), derived))
    try:
        read(pair)
    except CardError:
        assert quirk is Quirk.TAMPERED
    assert len(derived) >= 4
    assert not any(map(any, derived))


def test_no_key_is_left_of_a_read_that_was_broken_off(derived):
    pair = SimulatedBench()
    pair.lay(Foreign(card("removed-after=3000"), derived))
    with pytest.raises(CardRemoved):
        read(pair)
    assert derived
    assert not any(map(any, derived))


def living() -> int:
    """How many keys the process holds."""
    with every_object() as objects:
        return sum(isinstance(found, AccessKey | pace.Password) for found in objects)


def test_the_session_and_the_reader_let_go_of_what_opened_the_card():
    """Also where a read failed: its traceback goes with the error no further than the reader."""
    before, pair = living(), SimulatedBench()
    pair.lay(card())
    opening = CardKey(can="9" * 5 + "8", mrz="")
    try:
        pair.reader.read(opening, lambda _: None, threading.Event())
        pytest.fail("opened by a wrong key")
    except CardError as error:
        failed = error
    pair.reader.read(key(), lambda _: None, threading.Event())
    assert failed.__traceback__ is not None
    assert living() == before


def test_nothing_prints_a_key():
    opening = AccessKey(CAN, MRZ)
    printed = [repr(opening), repr(CardKey(CAN, MRZ)), repr(keys.read_qr(person().qr_text))]
    printed += [repr(password) for password in pace.Password.all_of(opening)]
    made = channel.session_keys(crypto.Cipher.AES_128, b"secret")
    printed += [repr(made)]
    for text in printed:
        for secret in (CAN, MRZ, person().full_name, CAN.encode().hex(), str(bytes(made.encryption))):
            assert secret not in text


def test_a_whole_read_prints_nothing_of_the_person():
    laid = card()

    def connect():
        laid.reset()
        return laid.transmit

    found = CardSession(connect, demo_trust(), Habits()).read(
        keys.from_qr(person().qr_text), datetime(2026, 11, 23, tzinfo=UTC)
    )
    assert person().full_name not in repr(found)
    assert person().id_number not in repr(found)
    assert MRZ not in repr(found)
