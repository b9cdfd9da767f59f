"""The states of maintenance, each with the way there: for tables that play something in every one of them."""

from __future__ import annotations

from collections.abc import Callable

from maintenance_stage import SECRET, click, press
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kiosk.app.demo import move_invitation
from kiosk.app.window import KioskApp
from kiosk.devices.simulated import person
from kiosk.domain.restarting import RestartKind
from kiosk.tour.finger import until
from kiosk.ui.maintenance.presenter import MaintenancePresenter

CARD, INVITING = "vang-thi-my", "USB-MOI"


class QuietBell:
    def ring(self) -> bool:
        return True


class Inside:
    """A technician at a kiosk, whose pages are open unless a state says otherwise."""

    def __init__(self, house: KioskApp) -> None:
        self.house, self.bench = house, house.rooms.bench()

    @property
    def presenter(self) -> MaintenancePresenter:
        presenter = self.house.maintenance.presenter
        assert presenter is not None
        return presenter

    def come_in(self) -> None:
        """From wherever it is: to the pages, signed in."""
        if not self.house.maintenance.is_open:
            self.house.open_maintenance()
        if self.presenter.stage.session is None:
            sign_in = self.presenter.sign_in
            until(lambda: sign_in.pin.isVisible() is True, "the names")
            QTest.keyClicks(sign_in.pin, SECRET)
            QTest.keyClick(sign_in.pin, Qt.Key.Key_Return)
        elif self.presenter.away.isVisible():
            QTest.keyClicks(self.presenter.away.pin, SECRET)
            QTest.keyClick(self.presenter.away.pin, Qt.Key.Key_Return)
        until(self.presenter.stage.frame.isVisible, "maintenance's pages")
        self.presenter.devices._bell = QuietBell()

    def leave(self) -> None:
        if self.house.maintenance.is_open:
            self.presenter.close()
        until(self.house.shell.isVisible, "the start")

    def go(self, section: str) -> None:
        self.presenter.go(section)
        until(self.presenter.sections[section].page.isVisible, section)

    def panel(self, device: str) -> None:
        self.go("devices")
        self.presenter.devices.choose(device)
        until(self.presenter.devices.page.shown.isVisible, device)

    def press(self, name: str) -> None:
        press(self.presenter.widget, name)

    def shows(self, name: str) -> bool:
        every = self.presenter.widget.findChildren(QPushButton, name)
        return any(one.isVisible() and one.isEnabled() for one in every)

    def words(self) -> str:
        """All that stands on the glass."""
        labels = self.house.window.findChildren(QLabel)
        return "\n".join(one.text() for one in labels if one.isVisible() and one.text())

    def page(self) -> QWidget:
        """What is shown: a page of the frame's, or the sign-in, or the lock."""
        frame = self.presenter.stage.frame
        if frame.isVisible():
            current: QWidget = frame.pages.currentWidget()
            return current
        return self.presenter.away if self.presenter.away.isVisible() else self.presenter.sign_in

    def ask_card(self) -> None:
        """The card is asked for by its six digits."""
        card = self.presenter.devices.card
        card.digits.setText(person.person(CARD).can)
        click(card.start)


Way = Callable[[Inside], object]


def _sign_in(inside: Inside) -> None:
    inside.leave()
    inside.house.open_maintenance()
    until(lambda: inside.presenter.sign_in.pin.isVisible() is True, "the names")


def _overview(inside: Inside) -> None:
    inside.go("overview")
    until(inside.presenter.home.page.again.isEnabled, "every part")


def _report(inside: Inside) -> None:
    _overview(inside)
    click(inside.presenter.home.page.report)
    until(lambda: not inside.presenter.home.report_page.paper.picture.isNull(), "the report")


def _glass(device: str) -> Way:
    def begin(inside: Inside) -> None:
        inside.panel(device)
        click(getattr(inside.presenter.devices, device).start)
        until(lambda: inside.presenter.devices.glass is not None, device)

    return begin


def _reading(inside: Inside) -> None:
    """A card is waited for."""
    inside.panel("card-reader")
    inside.ask_card()


def _printing(inside: Inside) -> None:
    inside.go("keys")
    click(inside.presenter.keys.page.begin)
    until(lambda: inside.shows("following"), "the first share")


def _restore(inside: Inside) -> None:
    inside.go("store")
    inside.press("restore")
    until(inside.presenter.stored.restore.page.isVisible, "the way back")


def _choice(inside: Inside) -> None:
    """Where to: an invitation lies on a stick that stays in."""
    root = inside.house.rooms.services.sticks.plug(INVITING)
    (root / "loi-moi.json").write_bytes(move_invitation("H15.50.07", "DV01"))
    inside.go("leaving")
    until(lambda: inside.shows("begin-move"), "the invitation")


def _moving(inside: Inside) -> None:
    _choice(inside)
    inside.press("begin-move")
    until(lambda: inside.shows("off"), "the move under way")


def _retiring(inside: Inside) -> None:
    inside.go("leaving")
    inside.press("begin-retire")
    until(lambda: inside.shows("off"), "leaving service")


def _off(inside: Inside) -> None:
    inside.press("off")
    until(lambda: inside.shows("begin-retire"), "the choice again")


def _restart_asked(inside: Inside) -> None:
    inside.go("restart")
    inside.presenter.sections["restart"].page.wanted.emit(RestartKind.PROGRAM)
    until(lambda: inside.presenter.stage.frame.dialog is not None, "the question")


def _away(inside: Inside) -> None:
    inside.presenter.lock_now()
    until(inside.presenter.away.isVisible, "the lock")


STATES: dict[str, Way] = {
    "sign-in": _sign_in,
    "overview": _overview,
    "report": _report,
    **{
        name: lambda inside, name=name: inside.panel(name)  # type: ignore[misc]
        for name in ("card-reader", "camera", "printer", "scanner", "sound", "keypad")
    },
    "touch": _glass("touch"),
    "colours": _glass("colours"),
    "reading": _reading,
    "line": lambda inside: inside.go("line"),
    "queue": lambda inside: inside.go("queue"),
    "jobs": lambda inside: inside.go("jobs"),
    "store": lambda inside: inside.go("store"),
    "restore": _restore,
    "keys": lambda inside: inside.go("keys"),
    "printing": _printing,
    "updates": lambda inside: inside.go("updates"),
    "settings": lambda inside: inside.go("settings"),
    "counters": lambda inside: inside.go("counters"),
    "leaving": _choice,
    "moving": _moving,
    "retiring": _retiring,
    "restart": lambda inside: inside.go("restart"),
    "restart-asked": _restart_asked,
    "away": _away,
}
"""Every one, in the order of the rail."""

ENDS: dict[str, Way] = {
    "moving": _off,
    "retiring": _off,
    "restart-asked": lambda inside: inside.presenter.stage.frame.end_dialog(),
}
"""What gives up a state that would stand in the way of the next."""
