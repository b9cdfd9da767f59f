"""The counter as its tests meet it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_stage import DeskClock, open_store, staffed

from kiosk.services.counter.sessions import StaffSessions
from kiosk.store import Store


@pytest.fixture
def clock() -> DeskClock:
    return DeskClock()


@pytest.fixture
def store(tmp_path: Path, clock: DeskClock) -> Iterator[Store]:
    with open_store(tmp_path / "data", clock) as opened:
        yield opened


@pytest.fixture
def sessions(store: Store, clock: DeskClock) -> StaffSessions:
    return staffed(store, clock)
