"""The strict card on a real pcscd: what holds in memory holds through the service and its driver."""

from __future__ import annotations

import threading

import pytest
from card_bench import PATIENCE, PcscBench
from card_matrix import TRUST
from icao_card import Profile, StrictCard
from icao_files import CardFiles

from kiosk.devices.card_reader import PcscCardReader
from kiosk.domain.card_reading import CardKey
from kiosk.domain.citizen import CardVerdict

CARDS = {
    "strict": (Profile(), CardVerdict.GENUINE),
    "96 bytes": (Profile(most=96, limit_ends_session=True), CardVerdict.GENUINE),
    "no short identifiers": (Profile(short_identifiers=0x6982, second_select_ends=False), CardVerdict.GENUINE),
    "extended": (Profile(most=1000, extended=True), CardVerdict.GENUINE),
    "a copy": (Profile(clone=True), CardVerdict.DOUBTFUL),
    "no proof given": (Profile(chip_refuses=0x6F00, active="none", clone=True), CardVerdict.UNCHECKED),
}


@pytest.mark.pcsc
def test_strict_cards_through_the_real_service(pcscd):
    """The card is changed on the reader, not laid anew: each read powers it up again."""
    files, bench = CardFiles(), PcscBench()
    bench.reader = PcscCardReader(TRUST, name="Virtual PCD 00 00")
    key, standings = CardKey("004321", files.mrz_key), {}
    bench.lay(StrictCard(files))
    try:
        for name, (profile, _) in CARDS.items():
            bench.reader._habits.clear()
            bench.change(StrictCard(files, profile))
            assert bench.reader.wait_for_card(threading.Event(), PATIENCE)
            found = bench.reader.read(key, lambda _: None, threading.Event())
            standings[name] = found.standing
            assert found.citizen.full_name == "Hoàng Thị Mận"
    finally:
        bench.lift()
    assert standings == {name: standing for name, (_, standing) in CARDS.items()}
