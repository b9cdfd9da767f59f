"""What only the real reader can meet: a service that dies and comes back, and a machine without one."""

from __future__ import annotations

import sys
import threading

import pytest
from card_bench import PATIENCE, PcscBench, card, key, read

from kiosk.devices import pcsc
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.card_reading import ReadPart, ReadProgress
from kiosk.domain.citizen import CardVerdict, ChipProof
from kiosk.domain.device_health import State
from kiosk.errors import CardBlocked, CardError, ChannelBroken, GroupUnreadable, NoReader, NotAnIdCard


@pytest.mark.pcsc
def test_a_wait_outlives_the_service(pcscd, monkeypatch):
    if not pcscd.ours:
        pytest.skip("the machine's own pcscd runs: it is not ours to stop")
    pair, cancel = PcscBench(), threading.Event()
    seen: list[bool] = []
    waiting = threading.Thread(target=lambda: seen.append(pair.reader.wait_for_card(cancel, 3 * PATIENCE)))
    met = threading.Event()
    wait = pcsc.Context.wait

    def watched(context, *arguments):
        met.set()
        return wait(context, *arguments)

    monkeypatch.setattr(pcsc.Context, "wait", watched)
    waiting.start()
    assert met.wait(PATIENCE)  # the reader was met before the service goes
    pcscd.stop()
    pcscd.start()
    pair.lay(card())
    try:
        waiting.join(3 * PATIENCE)
        assert seen == [True]
        assert read(pair).standing is CardVerdict.GENUINE
    finally:
        cancel.set()
        pair.lift()


@pytest.mark.pcsc
def test_without_the_service_there_is_no_reader(pcscd):
    if not pcscd.ours:
        pytest.skip("the machine's own pcscd runs: it is not ours to stop")
    reader = PcscBench().reader
    assert reader.health().state is State.READY
    pcscd.stop()
    assert reader.health().state is State.MISSING
    with pytest.raises(NoReader):
        reader.wait_for_card(threading.Event(), 1.0)
    assert reader.wait_for_removal(threading.Event(), 1.0) is True


@pytest.mark.pcsc
def test_a_reader_of_another_name_is_none(pcscd):
    reader = PcscCardReader(demo_trust(), name="No such reader")
    with pytest.raises(NoReader):
        reader.wait_for_card(threading.Event(), 1.0)


GENUINE, INTACT, DOUBTFUL = CardVerdict.GENUINE, CardVerdict.INTACT, CardVerdict.DOUBTFUL
OUTCOMES: dict[Quirk, tuple[CardVerdict, ChipProof, str] | type[CardError]] = {
    Quirk.PACE_BROKEN: ChannelBroken,
    Quirk.PACE_FORGED: ChannelBroken,
    Quirk.ONE_TRY_LEFT: CardBlocked,
    Quirk.BLOCKED: CardBlocked,
    Quirk.PACE_DH: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.PACE_IM: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.PACE_CAM: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.NO_PACE: (GENUINE, ChipProof.PASSED, "BAC"),
    Quirk.CARD_ACCESS_REFUSED: (GENUINE, ChipProof.PASSED, "BAC-after-PACE-refused"),
    Quirk.MF_SELECT_6D00: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.NO_SHORT_IDS: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.SHORT_ONLY: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.SHORT_IN_CHANNEL: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.SHORT_PROTECTED: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.MEDIUM_READS: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.NO_ATR_INFO: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.EXACT_LENGTH: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.SMALL_READS: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.TAMPERED: ChannelBroken,
    Quirk.WRONG_HASH: (DOUBTFUL, ChipProof.PASSED, "PACE-CAN"),
    Quirk.FORGED_SIGNATURE: (DOUBTFUL, ChipProof.PASSED, "PACE-CAN"),
    Quirk.UNKNOWN_ISSUER: (INTACT, ChipProof.PASSED, "PACE-CAN"),
    Quirk.REVOKED_ISSUER: (DOUBTFUL, ChipProof.PASSED, "PACE-CAN"),
    Quirk.EXPIRED_ISSUER: (DOUBTFUL, ChipProof.PASSED, "PACE-CAN"),
    Quirk.NO_SOD: (DOUBTFUL, ChipProof.NOT_TRIED, "PACE-CAN"),
    Quirk.CLONED: (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
    Quirk.HIDDEN_KEY: (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
    Quirk.FORGED_KEY: (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
    Quirk.NO_PROOF: (GENUINE, ChipProof.NOT_OFFERED, "PACE-CAN"),
    Quirk.ACTIVE_ONLY: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.ACTIVE_RSA: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.CHIP_3DES: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.CHIP_DH: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.EXPLICIT_CURVE: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.NOT_AN_ID: NotAnIdCard,
    Quirk.DG1_UNREADABLE: GroupUnreadable,
    Quirk.DG13_UNREADABLE: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.DG13_REFUSED: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.DG13_REFUSED_IN_PLAIN: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.DG13_OTHER_LAYOUT: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.JPEG_2000: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
    Quirk.SLOW: (GENUINE, ChipProof.PASSED, "PACE-CAN"),
}
"""What comes of each quirk: the verdict, the chip's part of it and the way in, or the error.

The end of a file is said by 6282 on every card but exact-length; one that goes after so many bytes is in the contract
of every reader.
"""

TOGETHER: dict[tuple[Quirk, ...], tuple[CardVerdict, ChipProof, str] | type[CardError]] = {
    (Quirk.CLONED, Quirk.ACTIVE_ONLY): (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
    (Quirk.CLONED, Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA): (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
    (Quirk.CLONED, Quirk.CHIP_DH): (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
    (Quirk.CLONED, Quirk.PACE_CAM): (DOUBTFUL, ChipProof.FAILED, "PACE-CAN"),
}
"""A copy without the chip's key fails whichever proof it is asked for."""


def test_the_table_names_every_quirk():
    assert OUTCOMES.keys() == set(Quirk)


@pytest.mark.pcsc
def test_every_quirk_has_its_outcome_through_the_real_service(pcscd):
    """The card is changed on the reader, not laid anew: each read powers it up again."""
    pair = PcscBench()
    pair.lay(card())
    expected = {(quirk,): outcome for quirk, outcome in OUTCOMES.items()} | TOGETHER
    told: dict[tuple[Quirk, ...], object] = {}
    try:
        for quirks in expected:
            pair.reader._habits.clear()
            pair.change(VirtualCard(person(), Quirks.of(quirks), sleep=lambda _: None))
            try:
                who = read(pair)
            except CardError as error:
                told[quirks] = type(error)
            else:
                assert who.authenticity is not None
                told[quirks] = (who.standing, who.authenticity.chip, who.access)
    finally:
        pair.lift()
    assert told == expected


@pytest.mark.pcsc
@pytest.mark.parametrize("beside", [(), (Quirk.NOT_AN_ID,)])
def test_of_two_readers_the_one_with_the_id_card_is_read(pcscd, beside):
    """An ID card on the second reader: alone, or with a card of another kind left on the first."""
    both = PcscBench(name="Virtual PCD")
    second = PcscBench(name="Virtual PCD 00 01", slot=1)
    try:
        if beside:
            PcscBench.lay(first := PcscBench(), card(*beside))
        second.lay(card())
        assert read(both).standing is CardVerdict.GENUINE
    finally:
        second.lift()
        if beside:
            first.lift()


@pytest.mark.pcsc
def test_a_read_goes_on_after_the_service_was_gone(pcscd):
    """What a reader that is pulled out and put back looks like: no reader, then the card again."""
    if not pcscd.ours:
        pytest.skip("the machine's own pcscd runs: it is not ours to stop")
    pair = PcscBench()
    pair.reader._relay = PATIENCE
    pair.lay(card())
    seen: list[ReadProgress] = []

    def pull_once(progress):
        lifted = any(step.lifted for step in seen)
        seen.append(progress)
        if progress.part is ReadPart.PHOTO and progress.fraction > 0.2 and not lifted and not progress.lifted:
            pcscd.stop()
            pair.lift()
        if progress.lifted:
            pcscd.start()
            pair.lay(card())

    try:
        who = pair.reader.read(key(), pull_once, threading.Event())
        assert who.standing is CardVerdict.GENUINE
        assert sum(step.lifted for step in seen) == 1
    finally:
        pair.lift()


def test_without_pyscard_there_is_no_reader(monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard", None)
    reader = PcscCardReader(demo_trust())
    assert reader.health().state is State.MISSING
    with pytest.raises(NoReader) as caught:
        reader.wait_for_card(threading.Event(), 1.0)
    assert caught.value.detail == "pyscard is not installed"
