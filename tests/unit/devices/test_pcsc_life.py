"""A reader's life beside others: programs that hold the card, tokens in the first reader, drivers that hang or refuse.

The library under our door is played, for no real driver hangs on demand; its codes are the real one's.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from card_bench import PATIENCE, card, key
from played_library import PlayedLibrary, scard

from kiosk.devices import card_reader, driver_lane, pcsc
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.simulated.quirks import Quirk
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.citizen import CardVerdict, ChipProof
from kiosk.errors import CardInUse, CardTimeout, ChannelBroken, NoCard, NotAnIdCard, ReaderLimited

FIRST, SECOND = "A reader 00 00", "A reader 00 01"
ANSWER_LIMIT = 256


class Desk(PlayedLibrary):
    """``smartcard.scard`` over readers with cards. ``held``: by other programs, exclusively or shared, how often.

    ``longest``: what the drivers say of their longest command. ``passes``: what they really pass, by length and wanted
    answer; what is longer is refused, or answered by ``own_word``. ``hangs``: the exchange that never ends;
    ``hangs_when_asked``: so does the question for the longest command.
    """

    def __init__(self) -> None:
        self.cards: dict[str, VirtualCard | None] = {FIRST: None}
        self.held: dict[str, list[str]] = {}
        self.longest: int | None = None
        self.short_only = False
        self.own_word: int | None = None
        self.hangs = -1
        self.hangs_when_asked = False
        self.released, self.hanging = threading.Event(), threading.Event()
        self.exchanges: list[bytes] = []
        self.shares: list[int] = []
        self.ended = 0

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        return scard.SCARD_S_SUCCESS, list(self.cards)

    def SCardGetStatusChange(self, context: int, wait: int, states: list[Any]) -> tuple[int, list[Any]]:
        found = []
        for name, _ in states:
            laid = self.cards[name]
            state = scard.SCARD_STATE_PRESENT if laid else scard.SCARD_STATE_EMPTY
            found.append((name, state, list(laid.atr) if laid else []))
        threading.Event().wait(min(wait, 5) / 1000)
        return scard.SCARD_S_SUCCESS, found

    def SCardConnect(self, context: int, name: str, share: int, protocols: int) -> tuple[int, Any, int]:
        laid = self.cards[name]
        if laid is None:
            return scard.SCARD_E_NO_SMARTCARD, 0, 0
        holders = self.held.get(name, [])
        holder = holders.pop(0) if holders else ""
        if holder == "exclusive" or (holder == "shared" and share == scard.SCARD_SHARE_EXCLUSIVE):
            if holder == "shared":
                holders.insert(0, holder)
            return scard.SCARD_E_SHARING_VIOLATION, 0, 0
        self.shares.append(share)
        laid.reset()
        return scard.SCARD_S_SUCCESS, name, scard.SCARD_PROTOCOL_T1

    def SCardBeginTransaction(self, handle: str) -> tuple[int]:
        return (scard.SCARD_S_SUCCESS,)

    def SCardEndTransaction(self, handle: str, how: int) -> int:
        self.ended += 1
        return int(scard.SCARD_S_SUCCESS)

    def SCardControl(self, handle: str, code: int, data: list[int]) -> tuple[int, list[int]]:
        if self.hangs_when_asked:
            self.hanging.set()
            self.released.wait(PATIENCE)
        if self.longest is None:
            return scard.SCARD_E_INVALID_HANDLE, []
        if code == scard.SCARD_CTL_CODE(3400):
            return scard.SCARD_S_SUCCESS, [0x06, 4, 0, 0, 0, 1, 0x12, 4, 0x42, 0x33, 0x00, 0x12]
        assert code == 0x42330012
        return scard.SCARD_S_SUCCESS, [0x01, 2, 0, 0, 0x0A, 4, *self.longest.to_bytes(4, "little")]

    def SCardReconnect(self, handle: str, share: int, protocols: int, how: int) -> tuple[int, int]:
        laid = self.cards[handle]
        if laid is None:
            return scard.SCARD_W_REMOVED_CARD, 0
        laid.reset()
        return scard.SCARD_S_SUCCESS, scard.SCARD_PROTOCOL_T1

    def SCardStatus(self, handle: str) -> tuple[int, str, int, int, list[int]]:
        laid = self.cards[handle]
        assert laid is not None
        return scard.SCARD_S_SUCCESS, handle, 0, scard.SCARD_PROTOCOL_T1, list(laid.atr)

    def SCardTransmit(self, handle: str, header: Any, apdu: list[int]) -> tuple[int, list[int]]:
        sent, laid = bytes(apdu), self.cards[handle]
        assert laid is not None
        self.exchanges.append(sent)
        if len(self.exchanges) == self.hangs:
            self.hanging.set()
            assert self.released.wait(PATIENCE)
        if self.short_only and len(sent) > 5 and sent[4] == 0:
            if self.own_word is None:
                return scard.SCARD_E_INVALID_PARAMETER, []
            return scard.SCARD_S_SUCCESS, list(self.own_word.to_bytes(2, "big"))
        return scard.SCARD_S_SUCCESS, list(laid.transmit(sent))

    def SCardDisconnect(self, handle: str, how: int) -> int:
        return int(scard.SCARD_S_SUCCESS)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk()
    monkeypatch.setattr(pcsc, "_library", lambda: made)
    yield made
    made.released.set()


def _reader() -> PcscCardReader:
    return PcscCardReader(demo_trust())


def _read(reader: PcscCardReader, cancel: threading.Event | None = None):
    return reader.read(key(), lambda _: None, cancel or threading.Event())


# --- readers that pass short commands only


@pytest.mark.parametrize("own_word", [None, 0x6F00, 0x6300, 0x6A80, 0x6700])
@pytest.mark.parametrize("longest", [None, 0])
def test_a_reader_without_extended_length_reads_short(desk, own_word, longest):
    desk.cards[FIRST], desk.short_only, desk.own_word, desk.longest = card(), True, own_word, longest
    reader = _reader()
    found = _read(reader)
    assert (found.standing, found.missing) == (CardVerdict.GENUINE, ())
    tried = [sent for sent in desk.exchanges if len(sent) > 5 and sent[4] == 0]
    assert bool(tried) is (longest is None)  # asked for, it is not tried at all
    desk.exchanges.clear()
    assert _read(reader).standing is CardVerdict.GENUINE
    assert not [sent for sent in desk.exchanges if len(sent) > 5 and sent[4] == 0]  # and remembered


def test_what_a_reader_says_it_passes_is_believed(desk):
    desk.cards[FIRST], desk.longest = card(), 65536
    _read(_reader())
    assert any(len(sent) > 5 and sent[4] == 0 for sent in desk.exchanges)


def test_a_proof_that_is_too_long_for_the_reader_is_not_checked(desk):
    desk.cards[FIRST], desk.short_only = card(Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA), True
    found = _read(_reader())
    assert found.authenticity is not None
    assert (found.standing, found.authenticity.chip) == (CardVerdict.UNCHECKED, ChipProof.NOT_TRIED)


def test_a_card_that_cannot_be_opened_through_this_reader_says_so(desk):
    """PACE over numbers of 2,048 bits needs commands that a short one cannot hold."""
    desk.cards[FIRST], desk.short_only = card(Quirk.PACE_DH), True
    with pytest.raises(ReaderLimited):
        _read(_reader())


# --- other programs, other readers


def test_a_card_that_another_program_has_open_is_read_between(desk):
    desk.cards[FIRST], desk.held[FIRST] = card(), ["shared"]
    assert _read(_reader()).standing is CardVerdict.GENUINE
    assert desk.shares == [scard.SCARD_SHARE_SHARED]
    assert desk.ended == 1


def test_a_program_that_holds_the_card_for_a_moment_is_waited_for(desk, monkeypatch):
    monkeypatch.setattr(pcsc, "_IN_USE_RETRY", 0.001)
    desk.cards[FIRST], desk.held[FIRST] = card(), ["exclusive"] * 5
    assert _read(_reader()).standing is CardVerdict.GENUINE


def test_a_program_that_keeps_the_card_is_named(desk, monkeypatch):
    monkeypatch.setattr(card_reader, "IN_USE", 0.02)
    monkeypatch.setattr(pcsc, "_IN_USE_RETRY", 0.001)
    desk.cards[FIRST], desk.held[FIRST] = card(), ["exclusive"] * 10_000
    with pytest.raises(CardInUse):
        _read(_reader())


@pytest.mark.parametrize("held", [[], ["exclusive", "exclusive"]])
def test_a_token_in_the_first_reader_is_no_card_that_was_laid_down(desk, held):
    desk.cards = {FIRST: card(Quirk.NOT_AN_ID), SECOND: None}
    desk.held[FIRST] = held
    reader = _reader()
    assert reader.wait_for_card(threading.Event(), 0.05) is False
    with pytest.raises(NoCard):
        _read(reader)
    desk.cards[SECOND] = card()
    assert reader.wait_for_card(threading.Event(), PATIENCE)
    assert _read(reader).standing is CardVerdict.GENUINE


def test_a_wrong_card_that_is_laid_down_is_still_named(desk):
    desk.cards = {FIRST: card(Quirk.NOT_AN_ID), SECOND: None}
    reader = _reader()
    assert reader.wait_for_card(threading.Event(), 0.05) is False
    desk.cards[SECOND] = card(Quirk.NOT_AN_ID)
    assert reader.wait_for_card(threading.Event(), PATIENCE)
    with pytest.raises(NotAnIdCard):
        _read(reader)


def test_a_token_that_is_pulled_leaves_its_reader_to_people(desk):
    desk.cards = {FIRST: card(Quirk.NOT_AN_ID), SECOND: None}
    reader = _reader()
    assert reader.wait_for_card(threading.Event(), 0.05) is False
    desk.cards[FIRST] = None
    assert reader.wait_for_card(threading.Event(), 0.05) is False
    desk.cards[FIRST] = card()
    assert reader.wait_for_card(threading.Event(), PATIENCE)
    assert _read(reader).standing is CardVerdict.GENUINE


# --- time


def test_a_driver_that_hangs_is_abandoned_and_the_next_read_goes_well(desk, monkeypatch):
    monkeypatch.setattr(driver_lane, "PATIENCE", 0.1)
    desk.cards[FIRST], desk.hangs = card(), 12
    reader = _reader()
    with pytest.raises(CardTimeout) as ended:
        _read(reader)
    assert ended.value.detail == "the driver hangs"
    assert desk.hanging.is_set()
    desk.hangs, desk.cards[FIRST] = -1, card()
    monkeypatch.setattr(driver_lane, "PATIENCE", PATIENCE)
    assert _read(reader).standing is CardVerdict.GENUINE


def test_a_read_that_is_cancelled_in_a_hanging_exchange_ends_at_once(desk):
    desk.cards[FIRST], desk.hangs = card(), 12
    cancel, ended = threading.Event(), []
    reader = _reader()

    def read() -> None:
        with pytest.raises(CardTimeout) as caught:
            _read(reader, cancel)
        ended.append(caught.value.detail)

    reading = threading.Thread(target=read)
    reading.start()
    assert desk.hanging.wait(PATIENCE)
    cancel.set()
    reading.join(PATIENCE)
    assert ended == ["cancelled"]
    assert not desk.released.is_set()  # the driver still hangs


def test_a_whole_read_has_an_end(desk, monkeypatch):
    from kiosk.devices import chip_reader

    monkeypatch.setattr(chip_reader, "READ_LIMIT", 0.0)
    desk.cards[FIRST] = card()
    with pytest.raises(CardTimeout) as ended:
        _read(_reader())
    assert ended.value.detail == "the read takes too long"


def test_no_thread_is_left_of_a_read(desk):
    desk.cards[FIRST] = card()
    for quirk in (None, Quirk.TAMPERED):
        desk.cards[FIRST] = card(*([quirk] if quirk else []))
        with contextlib.suppress(ChannelBroken):
            _read(_reader())
    lanes = [thread for thread in threading.enumerate() if thread.name == "kiosk-driver"]
    for thread in lanes:
        thread.join(PATIENCE)
    assert not [thread for thread in lanes if thread.is_alive()]


def test_what_a_lane_is_told_it_does_in_order_and_ends():
    lane, done = driver_lane.DriverLane(threading.Event(), PATIENCE), []
    assert lane.call(lambda: done.append(1) or 5) == 5
    with pytest.raises(KeyError):
        lane.call(lambda: {}["nothing"])
    lane.end(lambda: done.append(2))
    assert done == [1, 2]


def test_a_driver_that_hangs_over_its_longest_command_holds_nobody(desk):
    """Before, that one question was asked on the reading's own thread, and a cancelled reading never ended."""
    desk.cards[FIRST], desk.hangs_when_asked = card(), True
    cancel, ended = threading.Event(), []
    reader = _reader()

    def read() -> None:
        with pytest.raises(CardTimeout) as caught:
            _read(reader, cancel)
        ended.append((caught.value.detail, desk.released.is_set()))

    reading = threading.Thread(target=read)
    reading.start()
    assert desk.hanging.wait(PATIENCE)
    cancel.set()
    reading.join(PATIENCE)
    assert ended == [("cancelled", False)]
    desk.hangs_when_asked = False
    desk.released.set()
    assert _read(reader).standing is CardVerdict.GENUINE
