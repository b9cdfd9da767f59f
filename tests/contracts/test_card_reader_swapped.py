"""A card laid in another's place more quickly than anybody looks: the one that was met is gone, of either reader."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from card_bench import PATIENCE, card, key
from played_library import PlayedLibrary, scard

from kiosk.devices import pcsc
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.ports import CardReader
from kiosk.devices.simulated.card_reader import SimulatedCardReader


class Turning(PlayedLibrary):
    """One reader whose service counts what comes and goes, as pcscd does, or does not."""

    def __init__(self, *, counts: bool = True) -> None:
        self.moves, self._counts = 1, counts

    def swap(self) -> None:
        self.moves += 2  # one left, one came

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        return scard.SCARD_S_SUCCESS, ["A reader 00 00"]

    def SCardGetStatusChange(self, context: int, wait: int, states: list[Any]) -> tuple[int, list[Any]]:
        state = scard.SCARD_STATE_PRESENT | (self.moves << 16 if self._counts else 0)
        return scard.SCARD_S_SUCCESS, [(name, state, b"") for name, _ in states]


def simulated(_: pytest.MonkeyPatch) -> tuple[CardReader, Callable[[], None]]:
    reader = SimulatedCardReader()
    reader.lay(card())
    return reader, lambda: reader.lay(card(name="sung-mi-lu"))


def played(monkeypatch: pytest.MonkeyPatch) -> tuple[CardReader, Callable[[], None]]:
    library = Turning()
    monkeypatch.setattr(pcsc, "_library", lambda: library)
    return PcscCardReader(demo_trust()), library.swap


@pytest.mark.parametrize("make", [simulated, played])
def test_the_card_that_was_met_is_gone(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, swap = make(monkeypatch)
    never = threading.Event()
    assert reader.wait_for_card(never, PATIENCE)
    assert reader.wait_for_removal(never, 0.02) is False
    swap()  # between two waits: nobody looks
    assert reader.wait_for_removal(never, 0.02) is True
    assert reader.wait_for_card(never, PATIENCE), "the other one, which stays"
    assert reader.wait_for_removal(never, 0.02) is False


def test_a_card_that_was_read_is_the_one_that_is_met() -> None:
    reader, never = SimulatedCardReader(), threading.Event()
    reader.lay(card(name="sung-mi-lu"))
    assert reader.wait_for_card(never, PATIENCE)
    reader.lay(card())
    reader.read(key(), lambda _: None, never)
    assert reader.wait_for_removal(never, 0.02) is False


def test_a_service_that_does_not_count_says_no_card_away(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Turning(counts=False)
    monkeypatch.setattr(pcsc, "_library", lambda: library)
    reader, never = PcscCardReader(demo_trust()), threading.Event()
    assert reader.wait_for_card(never, PATIENCE)
    library.swap()
    assert reader.wait_for_removal(never, 0.02) is False
