"""Each device tried on maintenance's screen: its picture, its numbers, and that a broken one stops no other."""

from __future__ import annotations

import pytest
from maintenance_stage import click, kiosk_house, signed_in
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.devices.simulated.person import person
from kiosk.domain.events import EventKind
from kiosk.domain.jobs import JobOutcome
from kiosk.tour.finger import Finger, until
from kiosk.ui.maintenance.glass import ACROSS, COLOURS, DOWN


class QuietBell:
    heard = True

    def ring(self) -> bool:
        return self.heard


@pytest.fixture
def inside(tmp_path, qapp):
    with kiosk_house(tmp_path) as house:
        presenter = signed_in(house)
        presenter.devices._bell = QuietBell()
        presenter.go("devices")
        until(presenter.devices.page.isVisible, "the devices")
        yield house, presenter.devices


def _outcome(house, device, outcome) -> None:
    book = house.maintenance.presenter.stage.desks.trials
    until(lambda: (one := book.all()[device]) is not None and one.outcome is outcome, f"{device} {outcome}")


def test_a_card_is_read_with_its_commands_and_nothing_of_the_person(inside) -> None:
    house, devices = inside
    house.rooms.bench().place_card("vang-thi-my")
    QTest.keyClicks(devices.card.digits, person("vang-thi-my").can)
    QTest.keyClick(devices.card.digits, Qt.Key.Key_Return)
    until(lambda: devices.card.table.rowCount() > 10, "the commands")
    shown = [devices.card.table.item(row, 3).text() for row in range(devices.card.table.rowCount())]
    assert all("9000" in text or "6282" in text for text in shown)
    assert "Mỷ" not in devices.card.waterfall.accessibleName() and devices.card.digits.text() == ""
    _outcome(house, "card-reader", JobOutcome.DONE)
    acts = [one.entry for one in house.rooms.store.journal.entries() if one.entry.kind is EventKind.MACHINE_ACT]
    assert acts[-1].facts == {"what": "trial", "device": "card-reader", "outcome": "done"}


def test_a_reader_that_is_pulled_is_said_in_its_panel_and_the_camera_is_tried_all_the_same(inside) -> None:
    house, devices = inside
    house.rooms.services.reader.unplug()
    devices.card.digits.setText(person("vang-thi-my").can)
    click(devices.card.start)
    until(devices.card.fault.isVisible, "what went wrong")
    _outcome(house, "card-reader", JobOutcome.FAILED)
    assert devices.card.start.isEnabled()
    house.rooms.bench().put_paper("dark")
    devices.choose("camera")
    click(devices.camera.start)
    until(lambda: devices.camera.measure is not None, "the measures")
    assert not devices.camera.measure.checks["light"] and devices.camera.measure.checks["sharpness"]
    _outcome(house, "camera", JobOutcome.LOOK)


def test_a_strip_is_printed_and_a_person_judges_it(inside) -> None:
    house, devices = inside
    devices.choose("printer")
    house.rooms.services.printer.out_of_paper = True
    click(devices.printer.start)
    until(devices.printer.fault.isVisible, "no paper")
    house.rooms.services.printer.out_of_paper = False
    click(devices.printer.start)
    until(devices.printer.ask.isVisible, "the question")
    assert house.rooms.services.printer.last.exists()
    devices.printer.judged.emit(True)
    _outcome(house, "printer", JobOutcome.DONE)


def test_a_scan_that_was_given_up_is_no_scanner_that_failed(inside) -> None:
    house, devices = inside
    stage = house.maintenance.presenter.stage
    stage.desks.trials._scanner.pause = 600.0
    devices.choose("scanner")
    click(devices.scanner.start)
    devices.choose("sound")
    stage.desks.trials._scanner.pause = 0.0
    devices.choose("scanner")
    click(devices.scanner.start)
    until(devices.scanner.ask.isVisible, "the page of the next scan")
    noted = []
    stage.act(lambda _: stage.desks.trials.all(), noted.append)  # after whatever was to be kept of the first
    until(lambda: bool(noted), "what is kept")
    assert noted[0]["scanner"] is None and not devices.scanner.fault.isVisible()


def test_the_scanner_and_the_bell(inside) -> None:
    house, devices = inside
    devices.choose("scanner")
    click(devices.scanner.start)
    until(devices.scanner.ask.isVisible, "the page")
    assert not devices.scanner.page.picture.isNull()
    devices.choose("sound")
    click(devices.sound.start)
    until(devices.sound.ask.isVisible, "the question")
    devices._bell.heard = False
    click(devices.sound.start)
    assert not devices.sound.ask.isVisible() and devices.sound.fault.text()
    _outcome(house, "sound", JobOutcome.LOOK)


def test_the_whole_glass_is_wiped_by_a_finger(inside) -> None:
    house, devices = inside
    devices.choose("touch")
    click(devices.touch.start)
    grid, finger = devices.glass, Finger(house.window, 0.0)
    wide, high = grid.width() / ACROSS, grid.height() / DOWN
    for x in range(ACROSS):
        for y in range(DOWN):
            finger._tap(grid, QPoint(int((x + 0.5) * wide), int((y + 0.5) * high)))
    _outcome(house, "touch", JobOutcome.DONE)
    assert devices.glass is None and house.maintenance.presenter.stage.desks.trials.all()["touch"].values["cells"] == 80


def test_colours_and_keys(inside) -> None:
    house, devices = inside
    devices.choose("colours")
    click(devices.colours.start)
    for _ in COLOURS:
        QTest.keyClick(devices.glass, Qt.Key.Key_Space)
    assert devices.glass is None and devices.colours.ask.isVisible()
    devices.choose("keypad")
    click(devices.keypad.start)
    QTest.keyClick(devices.keypad, Qt.Key.Key_7)
    QTest.keyClick(devices.keypad, Qt.Key.Key_Left)
    assert devices.keypad.keys == ["7", "Left"]
    devices.keypad.judged.emit(False)
    _outcome(house, "keypad", JobOutcome.LOOK)
