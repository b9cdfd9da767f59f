"""Every device pulled and put back on every page of the counter: none falls, the officer stays, the dossier too."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter_hands import PIN, OfficerHands, counter_kiosk
from device_plugs import PLUGS
from sampling import Sample

from kiosk.devices.simulated import card_reader
from kiosk.domain.staff import StaffRole
from kiosk.tour.finger import pump

SECTIONS = ("now", "dossiers", "calls", "cash", "closing", "review")


def test_a_device_goes_and_comes_at_the_counter(
    tmp_path: Path, qapp: object, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_reader, "RECOVERY", 0.1)
    with counter_kiosk(tmp_path) as officer:
        officer.store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN)
        officer.come_in()
        code = officer.dossier()
        for device in sample.of("unplugged at the counter", PLUGS, 2):
            _goes_and_comes(device, officer, code)
        officer.leave()


def _goes_and_comes(device: str, officer: OfficerHands, code: str) -> None:
    plug, house = PLUGS[device], officer.house
    for section in SECTIONS:
        officer.counter.go(section)
        plug.pull(house)
        pump()
        assert officer.counter.stage.session is not None and officer.counter.stage.frame.isVisible(), (device, section)
        plug.put(house)
        pump()
    plug.pull(house)
    assert officer.open_dossier(code).head.code == code, device
    plug.put(house)
    if device == "line":
        officer.bench.set_plugged(False)  # as it was: what the portal says of a dossier comes into no test
