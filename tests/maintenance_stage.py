"""A technician at a whole kiosk: the window, simulated devices, a real store, a real portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_eyes import local_eyes
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from kiosk.app.window import KioskApp
from kiosk.config import Config, CounterSettings, Devices
from kiosk.domain.staff import StaffRole
from kiosk.tour.finger import until
from kiosk.ui.maintenance.presenter import MaintenancePresenter

NAME, PERSON, SECRET = "pinh", "Hầu Văn Pính", "hai cay le gia coi"


@contextmanager
def kiosk_house(
    folder: Path, size: tuple[int, int] = (1366, 768), *, known: bool = False, **settings: object
) -> Iterator[KioskApp]:
    """``known``: the technician has an account there already."""
    bugs: list[BaseException] = []
    config = Config(
        data=folder / "data", demo=True, devices=Devices.all_simulated(), counter=CounterSettings(idle=3600.0)
    ).with_(**settings)
    with KioskApp(config, size=QSize(*size), bug=bugs.append, eyes=local_eyes) as house:
        house.watch_for_bugs()
        if not known:
            house.rooms.store.staff.add(NAME, StaffRole.TECHNICIAN, PERSON, SECRET)
        yield house
    if bugs:
        raise bugs[0]


def signed_in(house: KioskApp) -> MaintenancePresenter:
    """By the keys, name and secret: as a technician with a keyboard does."""
    chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    until(house.window.isActiveWindow, "the window")
    QTest.keyClick(house.window, Qt.Key.Key_B, chord)
    until(lambda: house.maintenance.is_open, "maintenance")
    presenter = house.maintenance.presenter
    assert presenter is not None
    until(lambda: presenter.sign_in.pin.isVisible() is True, "the names")
    QTest.keyClicks(presenter.sign_in.pin, SECRET)
    QTest.keyClick(presenter.sign_in.pin, Qt.Key.Key_Return)
    until(presenter.stage.frame.isVisible, "maintenance's pages")
    return presenter


def click(button: QAbstractButton) -> None:
    """As soon as it may be: while something runs a button rests, and Qt takes a click on it for none at all."""
    until(button.isEnabled, f"{button.text()!r}, that may be pressed")
    button.click()


def press(page: QWidget, act: str) -> None:
    """The button that can be seen, as soon as it may be pressed: looked for each time anew, for a page that is made
    anew meanwhile deletes the one that was seen before."""

    def seen() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton, act) if one.isVisible() and one.isEnabled()]

    until(lambda: bool(seen()), f"{act}, that may be pressed")
    seen()[0].click()
