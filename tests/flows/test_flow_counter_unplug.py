"""Every device pulled and put back in every state of the counter: none falls, what is missing is said where it is
needed and nowhere else, it is there again once it is put back, and the officer stays, and so does the dossier.

In a visit: test_flow_unplug.py; in maintenance: test_flow_maintenance_unplug.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import counter_kiosk
from counter_states import ENDS, STATES, STICK, AtCounter
from device_plugs import PLUGS, Plug
from sampling import Sample
from unplug_table import Need, Table

from kiosk.app.window import KioskApp
from kiosk.devices.simulated import card_reader
from kiosk.tour.finger import until
from kiosk.ui import capturing
from kiosk.ui.counter import desk_card
from kiosk.ui.counter.card_pane import CardStage


@pytest.fixture
def at(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[AtCounter]:
    monkeypatch.setattr(card_reader, "RECOVERY", 0.1)
    monkeypatch.setattr(desk_card, "BACK_AFTER", 0.05)
    monkeypatch.setattr(capturing, "LOOK_AGAIN", 0.05)
    with counter_kiosk(tmp_path) as officer:
        yield AtCounter(officer)


def _documents(house: KioskApp, *, there: bool) -> None:
    presenter = house.counter.presenter
    assert presenter is not None
    presenter.stage.desks.papers._printer.unplugged = not there


COUNTER_PLUGS = PLUGS | {
    "documents": Plug(lambda h: _documents(h, there=False), lambda h: _documents(h, there=True), None)
}
"""The counter prints on A4 as well."""


def _waits_for_a_card(at: AtCounter) -> None:
    until(lambda: at.counter.card.stage is CardStage.WAITING, "that a card is waited for again")


def _scan(at: AtCounter) -> None:
    at.counter.papers.source(2)


def _scanned(at: AtCounter) -> None:
    _scan(at)
    until(lambda: len(at.counter.papers._shots) > 0, "the page")


def _look_at_sticks(at: AtCounter) -> None:
    at.counter.papers.source(3)


def _looked(at: AtCounter) -> None:
    (at.house.rooms.services.sticks.plug(STICK) / "b.jpg").write_bytes(b"a picture, by its name")
    _look_at_sticks(at)
    until(lambda: bool(at.counter.papers._desk._files), "the files")


def _take_file(at: AtCounter) -> None:
    at.counter.papers.page.file.emit(0)


def _file_taken(at: AtCounter) -> None:
    _look_at_sticks(at)
    until(lambda: bool(at.counter.papers._desk._files), "the file again")
    _take_file(at)
    until(lambda: len(at.counter.papers._shots) > 0, "the page")


def _live_again(at: AtCounter) -> None:
    at.counter.papers.page.picture.show_image(None)
    until(lambda: not at.counter.papers.page.picture.picture.isNull(), "the live picture again")


def _print(at: AtCounter) -> None:
    until(at.counter.dossiers.print.print_button.isEnabled, "the paper")
    at.counter.dossiers.print.print()


def _printed(at: AtCounter) -> None:
    printer = at.counter.stage.desks.papers._printer
    before = printer.last
    _print(at)
    until(lambda: printer.last != before, "the paper, printed")


def _report_printed(at: AtCounter) -> None:
    printer = at.counter.stage.desks.papers._printer
    before = printer.last
    at.counter.reports.print()
    until(lambda: printer.last != before, "the report, printed")


def _report_saved(at: AtCounter) -> None:
    root = at.house.rooms.services.sticks.plug(STICK)
    at.counter.reports.page.saved.emit("csv")
    until(lambda: any(root.glob("bao-cao-*.csv")), "the report on the stick")


NEEDED: dict[tuple[str, str], Need] = {
    ("reader", "sign-in"): Need("error.card.no-reader", again=_waits_for_a_card),
    ("reader", "giving"): Need("error.card.no-reader", again=_waits_for_a_card),
    ("reader", "filing"): Need("error.card.no-reader", again=_waits_for_a_card),
    ("camera", "live"): Need("error.device.camera", again=_live_again),
    ("scanner", "paper"): Need("error.device.scanner", _scan, _scanned),
    ("stick", "paper"): Need("error.device.stick-gone", _look_at_sticks, _looked),
    ("stick", "files"): Need("error.device.stick-gone", _take_file, _file_taken),
    ("scanner", "live"): Need("error.device.scanner", _scan, _scanned),
    ("scanner", "files"): Need("error.device.scanner", _scan, _scanned),
    ("stick", "report"): Need(
        "error.device.stick-gone", lambda at: at.counter.reports.page.saved.emit("csv"), _report_saved
    ),
    ("documents", "print"): Need("error.device.printer", _print, _printed),
    ("documents", "report"): Need("error.device.printer", lambda at: at.counter.reports.print(), _report_printed),
}

TABLE = Table(STATES, ENDS, NEEDED)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("device", COUNTER_PLUGS)
def test_a_device_goes_and_comes_in_every_state(device: str, at: AtCounter, sample: Sample) -> None:
    states = sample.of(f"unplugged at the counter {device}", STATES, 4)
    faults = TABLE.play(at, device, COUNTER_PLUGS[device], states)
    assert not faults, "\n\n".join(faults)
    assert at.officer.store.outbox.get(at.code).code == at.code
