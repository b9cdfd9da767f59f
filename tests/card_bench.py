"""The same hands for every card reader: lay a card, lift it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol

import pytest
from pcsc_service import vpcd_port

from kiosk.devices.card_identity import demo_trust, key_from_qr
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.ports import CardReader
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.person import DEFAULT, person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.devices.simulated.vpcd import VpcdCard
from kiosk.domain.card_reading import CardKey, ReadProgress
from kiosk.domain.citizen import CardIdentity

PATIENCE = 10.0
"""Seconds until a test gives up waiting for what must come."""


def card(*quirks: str | Quirk, name: str = DEFAULT) -> VirtualCard:
    return VirtualCard(person(name), Quirks.of(quirks))


def key(name: str = DEFAULT) -> CardKey:
    return key_from_qr(person(name).qr_text)


class Bench(Protocol):
    """A reader, and the hands of the person before it."""

    reader: CardReader

    def lay(self, card: VirtualCard) -> None: ...

    def lift(self) -> None: ...


class SimulatedBench:
    def __init__(self) -> None:
        self.reader = SimulatedCardReader()

    def lay(self, card: VirtualCard) -> None:
        self.reader.lay(card)

    def lift(self) -> None:
        self.reader.lift()


class PcscBench:
    """The virtual card on a real pcscd, read by the real driver."""

    def __init__(self, name: str = "Virtual PCD 00 00", slot: int = 0) -> None:
        self.reader = PcscCardReader(demo_trust(), name=name)
        self._slot = slot
        self._laid: VpcdCard | None = None
        self._thread: threading.Thread | None = None

    def lay(self, card: VirtualCard) -> None:
        """Until the driver has noticed: it forgets who knocks before it has noticed that the last card is gone."""
        for _ in range(10):
            self._laid = VpcdCard(card, port=vpcd_port(self._slot))
            self._thread = threading.Thread(target=self._laid.serve)
            self._thread.start()
            if self.reader.wait_for_card(threading.Event(), 1.0):
                return
            self.lift()
        pytest.fail("the driver does not notice the card")

    def change(self, card: VirtualCard) -> None:
        """Another card in the place of the one that lies there, without the driver's noticing."""
        assert self._laid is not None
        self._laid._card = card

    def lift(self) -> None:
        if self._laid and self._thread:
            self._laid.lift()
            self._thread.join(PATIENCE)
            self._laid = self._thread = None


@pytest.fixture(params=["simulated", pytest.param("pcsc", marks=pytest.mark.pcsc)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each reader in turn."""
    if request.param == "pcsc":
        request.getfixturevalue("pcscd")
    made: Bench = PcscBench() if request.param == "pcsc" else SimulatedBench()
    yield made
    made.lift()


def read(bench: Bench, card_key: CardKey | None = None) -> CardIdentity:
    """Wait for the card and read it."""
    assert bench.reader.wait_for_card(threading.Event(), PATIENCE)
    return bench.reader.read(card_key or key(), lambda _: None, threading.Event())


def read_watching(bench: Bench) -> tuple[CardIdentity, list[ReadProgress]]:
    seen: list[ReadProgress] = []
    assert bench.reader.wait_for_card(threading.Event(), PATIENCE)
    return bench.reader.read(key(), seen.append, threading.Event()), seen
