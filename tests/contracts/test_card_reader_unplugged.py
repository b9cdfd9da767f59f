"""A reader whose plug is pulled, of either kind, and a machine that slept, by the codes that PC/SC gives then.

The virtual reader cannot be unplugged from a running pcscd, so here alone the library under our door is played; its
codes are the real one's. What a service does that ends and starts is in the contract tests, with a real one.
"""

from __future__ import annotations

import threading
from typing import Any, Protocol

import pytest
from card_bench import PATIENCE, card, key
from played_library import PlayedLibrary, scard

from kiosk.devices import card_reader, pcsc
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.ports import CardReader
from kiosk.devices.simulated import card_reader as simulated_card_reader
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.domain.card_reading import ReadPart, ReadProgress
from kiosk.domain.citizen import CardVerdict
from kiosk.domain.device_health import State
from kiosk.errors import CardError, CardRemoved, NoReader


class Plug(PlayedLibrary):
    """``smartcard.scard`` over one reader with one card in it; ``pulled`` is its cable, ``slept`` one night.

    ``missed`` says that somebody looked for a reader that was not there.
    """

    def __init__(self) -> None:
        self.pulled = self.slept = False
        self.laid = True
        self.missed = threading.Event()
        self._card = card()

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        if self.pulled:
            self.missed.set()
            return scard.SCARD_E_NO_READERS_AVAILABLE, []
        return scard.SCARD_S_SUCCESS, ["A reader 00 00"]

    def SCardGetStatusChange(self, context: int, wait: int, states: list[Any]) -> tuple[int, list[Any]]:
        if self.pulled:
            return scard.SCARD_E_UNKNOWN_READER, []
        if wait:  # it blocks until something changes
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


class Looked(threading.Event):
    """A cancel that says when a wait has looked at it: then the wait is under way."""

    def __init__(self) -> None:
        super().__init__()
        self.at = threading.Event()

    def is_set(self) -> bool:
        self.at.set()
        return super().is_set()


class Rig(Protocol):
    """One reader and its cable."""

    reader: CardReader

    def pull(self) -> None: ...

    def put(self, *, laid: bool) -> None: ...


class PcscRig:
    def __init__(self, plug: Plug) -> None:
        self.reader, self._plug = PcscCardReader(demo_trust()), plug

    def pull(self) -> None:
        self._plug.laid, self._plug.pulled = False, True
        assert self._plug.missed.wait(PATIENCE)

    def put(self, *, laid: bool) -> None:
        self._plug.laid, self._plug.pulled = laid, False


class SimulatedRig:
    def __init__(self) -> None:
        self.reader = SimulatedCardReader()

    def pull(self) -> None:
        self.reader.unplug()

    def put(self, *, laid: bool) -> None:
        self.reader.plug()
        if laid:
            self.reader.lay(card())


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    made = Plug()
    monkeypatch.setattr(pcsc, "_library", lambda: made)
    return made


@pytest.fixture(params=["simulated", "pcsc"])
def rig(request: pytest.FixtureRequest) -> Rig:
    """Each reader in turn, with nothing on it."""
    if request.param == "simulated":
        return SimulatedRig()
    plug = request.getfixturevalue("plug")
    plug.laid = False
    return PcscRig(plug)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that is pulled is soon given up."""
    monkeypatch.setattr(card_reader, "RECOVERY", 0.3)
    monkeypatch.setattr(simulated_card_reader, "RECOVERY", 0.3)


def reader(relay: float = 0.0) -> PcscCardReader:
    return PcscCardReader(demo_trust(), relay=relay)


class Waiting:
    """A wait for a card in a thread of its own; ``end`` is what it gave or raised."""

    def __init__(self, reader: CardReader, timeout: float | None = PATIENCE) -> None:
        self.cancel, self._reader, self._timeout = Looked(), reader, timeout
        self._ends: list[bool | type[Exception]] = []
        self._thread = threading.Thread(target=self._wait)
        self._thread.start()
        assert self.cancel.at.wait(PATIENCE)

    def _wait(self) -> None:
        try:
            self._ends.append(self._reader.wait_for_card(self.cancel, self._timeout))
        except CardError as error:
            self._ends.append(type(error))

    @property
    def end(self) -> bool | type[Exception]:
        self._thread.join(PATIENCE)
        return self._ends[0]


def test_a_wait_goes_on_when_the_reader_is_plugged_in_again(rig: Rig) -> None:
    waiting = Waiting(rig.reader)
    rig.pull()
    assert rig.reader.health().state is State.MISSING
    rig.put(laid=True)
    assert waiting.end is True
    assert rig.reader.health().state is State.READY


def test_a_reader_that_stays_away_is_told_and_the_next_wait_finds_it_again(rig: Rig, soon: None) -> None:
    waiting = Waiting(rig.reader, None)
    rig.pull()
    assert waiting.end is NoReader
    rig.put(laid=True)
    assert rig.reader.wait_for_card(threading.Event(), PATIENCE)


def test_a_wait_that_ends_without_its_reader_does_not_say_that_no_card_was_laid(rig: Rig) -> None:
    waiting = Waiting(rig.reader, 0.5)
    rig.pull()
    assert waiting.end is NoReader


def test_a_wait_for_a_pulled_reader_can_be_cancelled(rig: Rig) -> None:
    waiting = Waiting(rig.reader, None)
    rig.pull()
    waiting.cancel.set()
    assert waiting.end is False


def test_a_pulled_reader_holds_no_card(rig: Rig, soon: None) -> None:
    rig.put(laid=True)
    assert rig.reader.wait_for_card(threading.Event(), PATIENCE)
    if isinstance(rig, PcscRig):
        rig._plug.missed.set()
    rig.pull()
    assert rig.reader.wait_for_removal(threading.Event(), PATIENCE) is True


@pytest.mark.parametrize("stays", [True, False])
def test_a_read_whose_reader_stays_away_says_which_of_the_two_is_gone(stays: bool) -> None:
    """The reader, or the card alone."""
    counter = SimulatedCardReader(relay=0.5)
    counter.lay(card())

    def pull(progress: ReadProgress) -> None:
        if progress.part is ReadPart.PHOTO and not progress.lifted:
            counter.lift() if stays else counter.unplug()

    with pytest.raises(CardRemoved if stays else NoReader):
        counter.read(key(), pull, threading.Event())


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
