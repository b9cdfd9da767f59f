"""The doctor's findings, asked for by a kiosk that runs: its store is open, and nothing is opened beside it."""

from __future__ import annotations

from pathlib import Path

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.services.health import detail, examination, remedy
from kiosk.services.opening import StoreAccess
from kiosk.store import Store
from kiosk.words import words


def test_a_running_kiosk_examines_itself_with_its_own_store(tmp_path: Path) -> None:
    config, texts = Config(data=tmp_path, demo=True), words("vi")
    with Store.start(tmp_path, office_time) as store:
        store.alarms.report("portal-clock")
        mine = examination(StoreAccess.to(config, store), texts)
        assert [one.name for one in store.alarms.all()] == ["portal-clock"]  # it is open as before
    after = examination(StoreAccess.by(config), texts)
    states = {one.part: (one.state, one.outcome) for one in mine}
    assert states["store"] == (State.READY, "ready")
    assert states["alarms"] == (State.DEGRADED, "portal-clock")
    assert {one.part: one.outcome for one in after} == {one.part: one.outcome for one in mine}
    assert all(detail(one, texts) for one in mine)
    assert all(remedy(one, texts) for one in mine if one.state is not State.READY)


def test_a_sentence_has_days_and_decimals_as_people_write_them() -> None:
    today = Finding("clock", State.READY, "ready", True, {"today": "2026-11-23"})
    room = Finding("disk", State.READY, "ready", True, {"folder": "/var/lib/kiosk-1.5", "free": "41.5"})
    vi, en = words("vi"), words("en")
    assert "23/11/2026" in detail(today, vi) and "23/11/2026" in detail(today, en)
    assert "41,5" in detail(room, vi) and "kiosk-1.5" in detail(room, vi) and "41.5" in detail(room, en)
