"""An officer's computer in its own window before real kiosks on loopback, worked by keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_stage import PINS
from hall_stage import HallAuthority, HallKiosk, hall
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from kiosk.app.counter_window import HallCounterApp
from kiosk.hall.computer import CounterComputer
from kiosk.tour.finger import until
from kiosk.ui.counter.hall_strip import HallKioskButton
from kiosk.ui.counter.presenter import CounterPresenter

WORD = "bảy con gà trống"


@dataclass
class Desktop:
    computer: HallCounterApp
    kiosks: list[HallKiosk]
    authority: HallAuthority

    @property
    def first(self) -> HallKiosk:
        return self.kiosks[0]

    @property
    def second(self) -> HallKiosk:
        return self.kiosks[1]

    @property
    def presenter(self) -> CounterPresenter:
        assert self.computer.presenter is not None
        return self.computer.presenter

    def strip(self) -> list[str]:
        assert self.computer.strip is not None
        buttons = self.computer.strip.findChildren(HallKioskButton)
        return [one.accessibleName() for one in buttons if not one.isHidden()]

    def enters(self, name: str = "may") -> None:
        """Passphrase and PIN, by keys."""
        computer = self.computer
        QTest.keyClicks(computer.passphrase.word, "bay con ga")
        computer.passphrase.word.setText(WORD)
        QTest.keyClick(computer.passphrase.word, Qt.Key.Key_Return)
        until(lambda: computer.presenter is not None, "the counter")
        sign_in = self.presenter.entrance.sign_in
        until(lambda: bool(sign_in._buttons), "the names")
        assert not sign_in.to_kiosk.isVisible()
        self.presenter.entrance._sign_in(PINS[name], name=name)
        until(lambda: self.presenter.stage.session is not None, "somebody signed in")


SMALL = QSize(1366, 768)


@contextmanager
def hall_desktop(folder: Path, *names: str, size: QSize = SMALL, **settings: Any) -> Iterator[Desktop]:
    """Counter Q2 before kiosks of these names. ``settings``: of ``CounterSetup``."""
    with hall(folder, *names) as (authority, kiosks):
        computer = CounterComputer(folder / "pc")
        computer.keep(authority.counter("Q2"), WORD)
        computer.add(kiosks[0].place, office="Ủy ban nhân dân", commune="Xã Đồng Văn", **settings)
        for one in kiosks[1:]:
            computer.add(one.place)
        house = HallCounterApp(computer, size)
        house.show()
        try:
            yield Desktop(house, kiosks, authority)
        finally:
            house.close()
            house.window.deleteLater()
