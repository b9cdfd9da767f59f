"""What only the real reader can meet: a service that dies and comes back, and a machine without one."""

from __future__ import annotations

import sys
import threading

import pytest
from card_bench import PATIENCE, PcscBench, card, read

from kiosk.devices import pcsc
from kiosk.devices.card_identity import load_trust
from kiosk.devices.card_reader import PcscCardReader
from kiosk.devices.ports import State
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


def test_without_pyscard_there_is_no_reader(monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard", None)
    reader = PcscCardReader(load_trust(None))
    assert reader.health().state is State.MISSING
    with pytest.raises(NoReader) as caught:
        reader.wait_for_card(threading.Event(), 1.0)
    assert caught.value.detail == "pyscard is not installed"
