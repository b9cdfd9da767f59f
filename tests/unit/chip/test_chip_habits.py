"""What is learned from one bad moment is not learned for ever: lengths grow back, and cost little where they cannot."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from kiosk.chip import keys
from kiosk.chip.habits import Habits
from kiosk.chip.lengths import LONG_READ, SHORT_READ, SMALLEST
from kiosk.chip.reader import CardSession
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard

NOW = datetime(2026, 11, 23, tzinfo=UTC)
KEY = keys.from_qr(person().qr_text)


def _read(card: VirtualCard, habits: Habits) -> int:
    """The commands of one whole read."""

    def connect():
        card.reset()
        return card.transmit

    return CardSession(connect, demo_trust(), habits).read(KEY, NOW).apdus


def test_a_shortened_length_grows_back_by_whole_reads():
    habits = Habits()
    while habits.chunk > SMALLEST:
        habits.shrink()
    lengths = []
    for _ in range(5000):
        habits.went_well()
        lengths.append(habits.chunk)
    assert sorted(set(lengths)) == [31, 63, 95, 127, 159, 191, SHORT_READ, 1024, LONG_READ]
    assert lengths == sorted(lengths)


def test_it_grows_no_further_than_card_and_reader_say():
    habits = Habits()
    habits.limit(SHORT_READ)
    habits.shrink()
    for _ in range(5000):
        habits.went_well()
    assert habits.chunk == SHORT_READ


def test_each_vain_try_waits_twice_as_long():
    habits, tries = Habits(), []
    for read in range(1000):
        if habits.chunk > SHORT_READ:
            tries.append(read)
            while habits.chunk > SHORT_READ:
                habits.shrink()
        habits.went_well()
    gaps = [after - before for before, after in itertools.pairwise(tries[1:])]
    assert len(tries) < 10
    assert gaps == sorted(gaps)


@pytest.mark.parametrize("quirk", [None, Quirk.SHORT_IN_CHANNEL])
def test_a_card_that_was_read_short_by_chance_is_read_long_again(quirk):
    card = VirtualCard(person(), Quirks.of([quirk] if quirk else []))
    habits = Habits(chunk=SHORT_READ, asked=True)
    costs = [_read(card, habits) for _ in range(10)]
    if quirk is None:
        assert costs[-1] < costs[0]
    else:
        assert sum(cost > costs[0] for cost in costs) == 1  # tried once, in vain
