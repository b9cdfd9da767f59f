"""A fault of the line is no word about the card: it passes, or it says that something could not be checked."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from card_bench import SimulatedBench, card, key, read

from kiosk.chip.apdu import SW, Command, Response
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.citizen import CardIdentity, CardVerdict, ChipProof, IssuerStanding
from kiosk.errors import CardError, GroupUnreadable, WrongKey

PASSING = (0x6F00, 0x6400, 0x6982)

Falters = Callable[[int, bytes], bool]


class BadLine:
    """A card on a bad line: ``falters`` says which exchanges are answered by ``sw`` and never reach the card.

    ``lost``: the card got the command, and its answer was lost.
    """

    def __init__(
        self, laid: VirtualCard, falters: Falters = lambda *_: False, sw: int = 0, *, lost: bool = False
    ) -> None:
        self.atr, self.count, self.faltered = laid.atr, 0, 0
        self._card, self._falters, self._sw, self._lost = laid, falters, sw, lost
        self.reset = laid.reset

    def transmit(self, apdu: bytes) -> bytes:
        self.count += 1
        if not self._falters(self.count, apdu):
            return self._card.transmit(apdu)
        self.faltered += 1
        if self._lost:
            self._card.transmit(apdu)
        return self._sw.to_bytes(2, "big")


def _read(laid: VirtualCard | BadLine) -> CardIdentity:
    pair = SimulatedBench()
    pair.lay(laid)
    return read(pair)


@pytest.mark.parametrize("quirks", [(), (Quirk.ACTIVE_ONLY,), (Quirk.NO_PACE,), (Quirk.CHIP_3DES,)])
@pytest.mark.parametrize(("sw", "lost"), [(0x6F00, False), (0x6400, True), (0x6982, False)])
def test_one_fault_anywhere_changes_nothing(quirks, sw, lost):
    """At every exchange of a read in turn. A wrong key alone looks like one of them, and is no verdict either."""
    laid, outcomes = card(*quirks), {}
    _read(line := BadLine(laid))
    for place in range(1, line.count + 1):
        falters = BadLine(laid, lambda count, _, place=place: count == place, sw, lost=lost)
        try:
            who = _read(falters)
        except WrongKey as error:
            assert sw == SW.SECURITY_NOT_SATISFIED, error
            continue
        assert falters.faltered == 1
        outcomes[place] = (who.standing, who.missing, who.citizen.full_name)
    assert set(outcomes.values()) == {(CardVerdict.GENUINE, (), "Vàng Thị Mỷ")}
    assert len(outcomes) >= line.count - 1


PERSON = card().person


class Refusing(VirtualCard):
    """Answers by ``sw`` inside the channel, or out of it, to every command that ``refuses`` picks."""

    def __init__(self, refuses: Callable[[Command], bool], sw: int, *, plain: bool, quirks: Quirks) -> None:
        super().__init__(PERSON, quirks)
        self._refuses, self._sw, self._in_plain = refuses, sw, plain

    def _handled(self, handlers, command):
        if self._channel is not None and self._refuses(command):
            return self._leave(self._sw) if self._in_plain else Response(b"", self._sw)
        return super()._handled(handlers, command)


def _file(short: int) -> Callable[[Command], bool]:
    """Does the command begin to read or select the file?"""
    return lambda command: (
        (command.ins == 0xB0 and command.p1 == 0x80 | short)
        or (command.ins == 0xA4 and command.p1 == 0x02 and command.data[-1:] == bytes((short,)))
    )


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("sw", PASSING)
def test_a_list_that_never_comes_is_not_checked(sw, plain):
    who = _read(Refusing(_file(0x1D), sw, plain=plain, quirks=Quirks()))
    assert who.authenticity is not None
    assert (who.authenticity.hashes, who.authenticity.signature) == (None, None)
    assert (who.standing, who.missing, who.authenticity.chip) == (CardVerdict.UNCHECKED, ("SOD",), ChipProof.NOT_TRIED)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("sw", PASSING)
@pytest.mark.parametrize("ins", [0x22, 0x86])
def test_a_proof_that_is_always_refused_is_not_checked_and_never_genuine(ins, sw, plain):
    who = _read(Refusing(lambda command: command.ins == ins, sw, plain=plain, quirks=Quirks.of([Quirk.CLONED])))
    assert who.authenticity is not None
    # the copy cannot answer the other question either
    assert (who.standing, who.authenticity.chip) == (CardVerdict.DOUBTFUL, ChipProof.FAILED)
    genuine = _read(Refusing(lambda command: command.ins == ins, sw, plain=plain, quirks=Quirks()))
    assert genuine.authenticity is not None
    assert (genuine.standing, genuine.authenticity.chip) == (CardVerdict.GENUINE, ChipProof.PASSED)  # by the other way


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("sw", PASSING)
def test_a_copy_that_refuses_every_proof_is_not_genuine(sw, plain):
    def refuses(command: Command) -> bool:
        return command.ins in (0x22, 0x86, 0x88)

    who = _read(Refusing(refuses, sw, plain=plain, quirks=Quirks.of([Quirk.CLONED])))
    assert who.authenticity is not None
    assert (who.authenticity.hashes, who.authenticity.signature) == (True, True)
    assert who.authenticity.issuer is IssuerStanding.TRUSTED
    assert (who.standing, who.authenticity.chip) == (CardVerdict.UNCHECKED, ChipProof.NOT_TRIED)


def test_a_copy_whose_key_is_of_a_kind_we_do_not_take_is_not_genuine():
    quirks = (Quirk.CLONED, Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA, Quirk.SHORT_ONLY)
    who = _read(card(*quirks))  # the answer is too long for the card's short ones
    assert who.authenticity is not None
    assert (who.standing, who.authenticity.chip) == (CardVerdict.UNCHECKED, ChipProof.NOT_TRIED)


@pytest.mark.parametrize("sw", PASSING)
def test_without_dg1_nothing_is_said_of_the_card(sw):
    with pytest.raises(GroupUnreadable):
        _read(Refusing(_file(0x01), sw, plain=False, quirks=Quirks()))


def test_a_kind_of_card_that_keeps_dg13_is_opened_anew_for_it_once():
    pair, line = SimulatedBench(), BadLine(card(Quirk.DG13_REFUSED))
    pair.lay(line)
    counts = []
    for _ in range(2):
        before = line.count
        assert read(pair).missing == ("DG13",)
        counts.append(line.count - before)
    assert counts[1] < counts[0] - 8


def test_nothing_is_asked_without_end():
    """A card that answers every command by the same word: a known error, after a bounded number of commands."""
    for sw in (0x6F00, 0x6400, 0x6982, 0x6700, 0x6B00, 0x6C10, 0x6100, 0x9000):
        pair, line = SimulatedBench(), BadLine(card(), lambda *_: True, sw)
        pair.lay(line)
        with pytest.raises(CardError):
            pair.reader.read(key(), lambda _: None, threading.Event())
        assert line.count < 200
