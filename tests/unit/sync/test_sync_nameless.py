"""The portal's words about what is parked: nobody in them, and what has to be mended still there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from counter_stage import DeskClock, filing, open_store

from kiosk.sync.status.queue_status import nameless


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mã đơn vị tiếp nhận H62.18.07 không còn hoạt động", "Mã đơn vị tiếp nhận H62.18.07 không còn hoạt động"),
        ("Đơn vị H15.50.05.13 không nhận", "Đơn vị H15.50.05.13 không nhận"),
        ("Số 999162001234 đã có", "Số … đã có"),
        ("Hồ sơ H15.50.05.13-261201-0001 trùng", "Hồ sơ H… trùng"),
        ("Gọi 0912 000 345", "Gọi …"),
    ],
)
def test_a_units_code_stays_and_a_persons_number_does_not(tmp_path: Path, said: str, shown: str) -> None:
    clock = DeskClock()
    with open_store(tmp_path, clock) as store:
        item = replace(store.outbox.file("d", filing(), clock()), reason=said)
    assert nameless(item) == shown
