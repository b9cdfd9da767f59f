"""The health board leaves nothing out that the doctor finds, and each cell leads to a place of the rail."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kiosk.config import Config
from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.domain.machine_health import CellState
from kiosk.services.health import examination
from kiosk.services.maintenance.health_cells import CELLS, cells_of
from kiosk.services.opening import StoreAccess
from kiosk.ui.maintenance.home_presenter import PLACE_OF_CELL
from kiosk.ui.maintenance.rail import PLACES
from kiosk.words import words

NAMED = {key.removeprefix("doctor.part.") for key in words("vi").texts if key.startswith("doctor.part.")}
"""The parts that the doctor has a name for: without one it could not be printed."""


def test_every_part_that_the_doctor_names_stands_in_one_cell() -> None:
    told = Counter(part for _, parts in CELLS for part in parts)
    assert set(told) == NAMED and set(told.values()) == {1}


def test_every_part_that_the_doctor_finds_has_a_name(tmp_path: Path) -> None:
    found = {one.part for one in examination(StoreAccess.by(Config(data=tmp_path, demo=True)), words("vi"))}
    assert len(found) > 20 and found <= NAMED


def test_settings_of_the_demo_are_said_on_the_board() -> None:
    texts = words("vi")
    (cell,) = (
        one
        for one in cells_of([Finding("demo", State.DEGRADED, "on", needed=False)], texts)
        if one.state is not CellState.ABSENT
    )
    assert (cell.key, cell.state) == ("program", CellState.LOOK)
    assert cell.short == texts.say("maintenance.short.demo.on") and "demo = true" in cell.remedy


def test_each_cell_leads_to_a_place_of_the_rail() -> None:
    assert set(PLACE_OF_CELL) == {key for key, _ in CELLS} and set(PLACE_OF_CELL.values()) <= set(PLACES)
    assert PLACE_OF_CELL["key"] == "keys"
