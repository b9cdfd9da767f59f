"""Every device pulled and put back on every page of maintenance: none falls, what is missing is said, it recovers."""

from __future__ import annotations

import pytest
from device_plugs import PLUGS
from maintenance_stage import kiosk_house, signed_in

from kiosk.domain.machine_health import CellState
from kiosk.tour.finger import pump, until
from kiosk.ui.maintenance.presenter import MaintenancePresenter

PAGES = ("overview", "devices", "line", "queue", "jobs", "store", "updates", "settings")


def _press_all(presenter: MaintenancePresenter, page: str) -> None:
    """Whatever the page has a device do."""
    if page == "devices":
        devices = presenter.devices
        for name, panel in (("camera", devices.camera), ("printer", devices.printer), ("scanner", devices.scanner)):
            devices.choose(name)
            panel.started.emit()
            until(panel.start.isEnabled, f"the end of the test of the {name}")
        devices.choose("card-reader")
        devices.card.wanted.emit("123456")
        pump()
    elif page == "queue":
        presenter.queue.page.exported.emit()
        until(presenter.queue.page.export.isVisible, "the end of the export")
    elif page == "store":
        presenter.stored.page.exported.emit()
        pump()


def _board(presenter: MaintenancePresenter, cell: str, *, good: bool) -> None:
    def seen() -> bool:
        board = presenter.home.page.board
        return board is not None and (board.cell(cell).state is CellState.GOOD) is good

    presenter.home.look()
    until(seen, f"{cell} {'well' if good else 'missing'}")


@pytest.mark.parametrize("device", PLUGS)
def test_a_device_goes_and_comes_on_every_page(device: str, tmp_path, qapp) -> None:
    plug = PLUGS[device]
    with kiosk_house(tmp_path) as house:
        until(lambda: house.rooms.sign.up, "the line")
        presenter = signed_in(house)
        for page in PAGES:
            presenter.go(page)
            until(presenter.sections[page].page.isVisible, page)
            plug.pull(house)
            _press_all(presenter, page)
            assert presenter.sections[page].page.isVisible() and presenter.stage.session is not None
            plug.put(house)
            pump()
        presenter.go("overview")
        if plug.cell is not None:
            plug.pull(house)
            until(lambda: device != "line" or not house.rooms.sign.up, "the line that is cut")
            _board(presenter, plug.cell, good=False)
            cell = presenter.home.page.board.cell(plug.cell)
            assert cell.remedy and cell.detail
            plug.put(house)
            until(lambda: device != "line" or house.rooms.sign.up, "the line again")
            _board(presenter, plug.cell, good=True)
