"""Wrong keys: a few are free, then each costs a longer wait, and a card that opens ends the count."""

from __future__ import annotations

import threading

import pytest

from kiosk.chip.tries import FIRST, FORGOTTEN, FREE, LONGEST, WrongKeys
from kiosk.devices.card_identity import key_from_digits, key_from_qr
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.virtual_card import virtual_card
from kiosk.errors import KeysPaused, WrongKey


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def refused(tries: WrongKeys) -> int:
    """Seconds to wait; 0: a key may be tried."""
    try:
        tries.ask()
    except KeysPaused as paused:
        return int(paused.values["seconds"])
    return 0


def test_the_waits_double_up_to_the_longest():
    clock = Clock()
    tries, waits = WrongKeys(clock), []
    for _ in range(FREE + 7):
        waits.append(refused(tries))
        clock.now += waits[-1]
        assert refused(tries) == 0
        tries.wrong()
    assert waits == [0, 0, 0, FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, 16 * FIRST, LONGEST, LONGEST]


def test_a_million_tries_are_no_overflow():
    tries = WrongKeys(Clock())
    for _ in range(5000):
        tries.wrong()
    assert refused(tries) == LONGEST


def test_the_count_is_forgotten_when_nobody_errs_for_long():
    clock = Clock()
    tries = WrongKeys(clock)
    for _ in range(FREE + 3):
        tries.wrong()
    clock.now += FORGOTTEN
    assert refused(tries) == 0
    tries.wrong()
    assert refused(tries) == 0


def test_the_reader_counts_over_all_reads_and_cards_and_asks_no_card_while_it_waits():
    clock, sent = Clock(), []
    reader = SimulatedCardReader()
    reader.tries = WrongKeys(clock)

    def read(key):
        card = virtual_card()
        answer = card.transmit
        card.transmit = lambda apdu: sent.append(apdu) or answer(apdu)
        reader.lay(card)
        return reader.read(key, lambda _: None, threading.Event())

    for _ in range(FREE):
        with pytest.raises(WrongKey):
            read(key_from_digits("111111"))
    sent.clear()
    with pytest.raises(KeysPaused):
        read(key_from_qr(person().qr_text))
    assert sent == []
    clock.now += FIRST
    assert read(key_from_qr(person().qr_text)).citizen.id_number == person().id_number
    with pytest.raises(WrongKey):
        read(key_from_digits("111111"))  # the count began anew
    with pytest.raises(WrongKey):
        read(key_from_digits("111111"))
