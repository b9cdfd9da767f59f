"""A reader whose plug is pulled, and a machine that slept, by the codes that PC/SC gives then.

The virtual reader cannot be unplugged from a running pcscd, so here alone the library under our door is played; its
codes are the real one's. What a service does that ends and starts is in the contract tests, with a real one.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest
from card_bench import PATIENCE, card, key

from kiosk.devices import card_reader, pcsc
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.domain.card_reading import ReadPart, ReadProgress
from kiosk.domain.citizen import CardVerdict
from kiosk.domain.device_health import State
from kiosk.errors import CardRemoved, NoReader

scard = pytest.importorskip("smartcard.scard", reason="pyscard is not installed")


class Plug:
    """``smartcard.scard`` over one reader with one card in it; ``pulled`` is its cable, ``slept`` one night.

    ``waited`` and ``missed`` say that somebody waited for a card, and looked for a reader that was not there.
    """

    def __init__(self) -> None:
        self.pulled = self.slept = False
        self.laid = True
        self.waited, self.missed = threading.Event(), threading.Event()
        self._card = card()

    def __getattr__(self, name: str) -> Any:
        return getattr(scard, name)

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:
        return scard.SCARD_S_SUCCESS, 1

    def SCardReleaseContext(self, context: int) -> int:
        return int(scard.SCARD_S_SUCCESS)

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        if self.pulled:
            self.missed.set()
            return scard.SCARD_E_NO_READERS_AVAILABLE, []
        return scard.SCARD_S_SUCCESS, ["A reader 00 00"]

    def SCardGetStatusChange(self, context: int, wait: int, states: list[Any]) -> tuple[int, list[Any]]:
        if self.pulled:
            return scard.SCARD_E_UNKNOWN_READER, []
        if wait:  # it blocks until something changes
            self.waited.set()
            self.missed.wait(wait / 1000)
        state = scard.SCARD_STATE_PRESENT if self.laid else scard.SCARD_STATE_EMPTY
        return scard.SCARD_S_SUCCESS, [(name, state, b"") for name, _ in states]

    def SCardConnect(self, context: int, name: str, mode: int, protocols: int) -> tuple[int, int, int]:
        if self.pulled:
            return scard.SCARD_E_READER_UNAVAILABLE, 0, 0
        self._card.reset()
        return scard.SCARD_S_SUCCESS, 2, scard.SCARD_PROTOCOL_T1

    def SCardReconnect(self, handle: int, mode: int, protocols: int, how: int) -> tuple[int, int]:
        if self.pulled:
            return scard.SCARD_E_READER_UNAVAILABLE, 0
        self._card.reset()
        return scard.SCARD_S_SUCCESS, scard.SCARD_PROTOCOL_T1

    def SCardStatus(self, handle: int) -> tuple[int, str, int, int, list[int]]:
        return scard.SCARD_S_SUCCESS, "A reader 00 00", 0, scard.SCARD_PROTOCOL_T1, list(self._card.atr)

    def SCardTransmit(self, handle: int, header: Any, apdu: list[int]) -> tuple[int, list[int]]:
        if self.pulled:
            return scard.SCARD_E_READER_UNAVAILABLE, []
        if self.slept:
            self.slept = False
            return scard.SCARD_W_RESET_CARD, []
        return scard.SCARD_S_SUCCESS, list(self._card.transmit(bytes(apdu)))

    def SCardDisconnect(self, handle: int, how: int) -> int:
        return int(scard.SCARD_S_SUCCESS)


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    made = Plug()
    monkeypatch.setattr(pcsc, "_library", lambda: made)
    return made


def reader(relay: float = 0.0) -> PcscCardReader:
    return PcscCardReader(demo_trust(), relay=relay)


def test_a_wait_goes_on_when_the_reader_is_plugged_in_again(plug: Plug) -> None:
    counter, seen = reader(), []
    plug.laid = False
    waiting = threading.Thread(target=lambda: seen.append(counter.wait_for_card(threading.Event(), PATIENCE)))
    waiting.start()
    assert plug.waited.wait(PATIENCE)
    plug.pulled = True
    assert plug.missed.wait(PATIENCE)
    assert counter.health().state is State.MISSING
    plug.laid, plug.pulled = True, False
    waiting.join(PATIENCE)
    assert seen == [True]
    assert counter.health().state is State.READY


def test_a_reader_that_stays_away_is_told(plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_reader, "RECOVERY", 0.3)
    plug.laid = False
    ended: list[type[BaseException]] = []

    def wait() -> None:
        with pytest.raises(NoReader) as told:
            reader().wait_for_card(threading.Event(), PATIENCE)
        ended.append(told.type)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert plug.waited.wait(PATIENCE)
    plug.pulled = True
    waiting.join(PATIENCE)
    assert ended == [NoReader]


@pytest.mark.parametrize("part", [ReadPart.OPEN, ReadPart.IDENTITY, ReadPart.PHOTO, ReadPart.TRUST])
def test_a_reader_unplugged_in_the_middle_of_a_read_ends_it(plug: Plug, part: ReadPart) -> None:
    def pull(progress: ReadProgress) -> None:
        plug.pulled = plug.pulled or progress.part is part

    with pytest.raises(CardRemoved):
        reader().read(key(), pull, threading.Event())
    plug.pulled = False
    assert reader().read(key(), lambda _: None, threading.Event()).standing is CardVerdict.GENUINE


@pytest.mark.parametrize("part", [ReadPart.IDENTITY, ReadPart.PHOTO])
def test_a_reader_plugged_in_again_reads_on(plug: Plug, part: ReadPart) -> None:
    pulled = False

    def pull_once(progress: ReadProgress) -> None:
        nonlocal pulled
        if progress.lifted:
            plug.pulled = False
        elif progress.part is part and not pulled:
            pulled = plug.pulled = True

    found = reader(relay=PATIENCE).read(key(), pull_once, threading.Event())
    assert pulled
    assert found.standing is CardVerdict.GENUINE


@pytest.mark.parametrize("part", [ReadPart.IDENTITY, ReadPart.PHOTO])
def test_a_read_across_a_sleep_of_the_machine_goes_on(plug: Plug, part: ReadPart) -> None:
    """The card lost its power meanwhile: PC/SC says so once, then it must be opened anew."""
    slept = False

    def sleep_once(progress: ReadProgress) -> None:
        nonlocal slept
        if progress.part is part and not slept and not progress.lifted:
            slept = plug.slept = True

    found = reader(relay=PATIENCE).read(key(), sleep_once, threading.Event())
    assert slept
    assert found.standing is CardVerdict.GENUINE
    assert not plug.slept
