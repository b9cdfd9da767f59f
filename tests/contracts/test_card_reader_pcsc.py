"""What only the real reader can meet: a service that dies and comes back, and a machine without one."""

from __future__ import annotations

import sys
import threading

import pytest
from card_bench import PATIENCE, PcscBench, card, key, read

from kiosk.devices import pcsc
from kiosk.devices.card_identity import load_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.ports import Part, ReadProgress, State
from kiosk.devices.simulated.quirks import Quirk
from kiosk.domain.citizen import Standing
from kiosk.errors import NoReader


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
        assert read(pair).standing is Standing.GENUINE
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
    reader = PcscCardReader(load_trust(None), name="No such reader")
    with pytest.raises(NoReader):
        reader.wait_for_card(threading.Event(), 1.0)


@pytest.mark.pcsc
@pytest.mark.parametrize("beside", [(), (Quirk.NOT_AN_ID,)])
def test_of_two_readers_the_one_with_the_id_card_is_read(pcscd, beside):
    """An ID card on the second reader: alone, or with a card of another kind left on the first."""
    both = PcscBench(name="Virtual PCD")
    second = PcscBench(name="Virtual PCD 00 01", port=35964)
    try:
        if beside:
            PcscBench.lay(first := PcscBench(), card(*beside))
        second.lay(card())
        assert read(both).standing is Standing.GENUINE
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
        if progress.part is Part.PHOTO and progress.fraction > 0.2 and not lifted and not progress.lifted:
            pcscd.stop()
            pair.lift()
        if progress.lifted:
            pcscd.start()
            pair.lay(card())

    try:
        who = pair.reader.read(key(), pull_once, threading.Event())
        assert who.standing is Standing.GENUINE
        assert sum(step.lifted for step in seen) == 1
    finally:
        pair.lift()


def test_without_pyscard_there_is_no_reader(monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard", None)
    reader = PcscCardReader(load_trust(None))
    assert reader.health().state is State.MISSING
    with pytest.raises(NoReader) as caught:
        reader.wait_for_card(threading.Event(), 1.0)
    assert caught.value.detail == "pyscard is not installed"
