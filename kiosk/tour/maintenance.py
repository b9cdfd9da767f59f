"""Maintenance's tour: a technician's round of the machine on made-up people, with a picture of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk import catalogue
from kiosk.app.window import KioskApp
from kiosk.devices.simulated.person import person
from kiosk.domain.line_history import LineRow
from kiosk.domain.line_state import LineState
from kiosk.domain.staff import StaffRole
from kiosk.domain.store_facts import SizePoint
from kiosk.domain.submission import Applicant, Filing
from kiosk.services.maintenance.size_history import SizeHistory, database_size
from kiosk.tour.film import Film, TourScene
from kiosk.tour.finger import until
from kiosk.tour.maintenance_acts import MachineActsTour
from kiosk.ui.counter.parts import StaffButton
from kiosk.ui.maintenance.presenter import MaintenancePresenter

SCENES = (
    *("sign-in", "overview", "report", "card-reader", "camera", "printer", "touch-grid", "line", "queue", "courier"),
    *("jobs", "store", "keys", "updates", "coming", "settings", "move", "move-waits", "retire", "rekey", "restore"),
    *("restart", "restart-asked", "away", "given-back"),
)
"""In their order."""

PIN = "hai cay le gia coi"
NAME, PERSON = "pinh", "Hầu Văn Pính"


def made_up_month(now: datetime) -> Iterator[LineRow]:
    """A month of a line in the mountains: a break of two days, some hours of slowness, the portal's own rests."""
    for step in range(30 * 24 * 4):
        at = now - timedelta(days=30) + timedelta(minutes=15 * step)
        day = step / 96
        broken, slow, rests = 17.0 < day < 19.1 or 6.2 < day < 6.6, 20.1 < day < 20.9, 4.3 < day < 4.6
        line = LineState.DOWN if broken else LineState.PORTAL_DOWN if rests else LineState.UP
        rate = 0 if line is not LineState.UP else 6_000 if slow else 22_000 + step * 37 % 7_000
        waiting = int((day - 17) * 7) if 17.0 < day < 19.1 else step * 31 % 4
        sent = 1 if step % 9 == 0 and line is LineState.UP else 0
        yield LineRow(at, line, rate, waiting, sent, sent * 400_000, 12.0, "line.down" if broken else "")


class MaintenanceTour:
    """Plays in ``house``, whose store is the demo's own and thrown away."""

    def __init__(
        self, house: KioskApp, folder: Path, report: Callable[[TourScene], None], person: str = PERSON
    ) -> None:
        """``person``: the technician's name."""
        self._house, self._person = house, person
        self.film = Film(folder, house.window, self._settled, report)
        self._looks = 0
        self._presenter: MaintenancePresenter | None = None

    def play(self) -> None:
        """From the sign-in to the machine given back. NotSeen names what did not come."""
        self._house.rooms.store.staff.add(NAME, StaffRole.TECHNICIAN, self._person, PIN)
        until(lambda: self._house.rooms.sign.up, "the line")
        self._sign_in()
        self._report()
        self._card()
        self._camera()
        self._printer()
        self._line()
        self._queue()
        self._away()

    @property
    def maintenance(self) -> MaintenancePresenter:
        assert self._presenter is not None
        return self._presenter

    def _settled(self) -> bool:
        """Some rounds of events after the last step: new rows are laid out by then."""
        self._looks = (self._looks + 1) % 25
        return self._looks == 0

    def _sign_in(self) -> None:
        with self.film.scene("sign-in"):
            self._presenter = self._house.maintenance.open(self._house.shell.size())
            until(self._named, "the names")
        with self.film.scene("overview"):
            QTest.keyClicks(self.maintenance.sign_in.pin, PIN)
            QTest.keyClick(self.maintenance.sign_in.pin, Qt.Key.Key_Return)
            self._showing(self.maintenance.home.page)
            until(lambda: self.maintenance.home.page.board is not None, "every part")

    def _report(self) -> None:
        home = self.maintenance.home
        with self.film.scene("report"):
            self._house.rooms.bench().set_stick(True)
            home.page.report.click()
            until(lambda: not home.report_page.paper.picture.isNull(), "the report")
            home.report_page.save.click()
            until(home.report_page.save.isEnabled, "the copy")

    def _card(self) -> None:
        panel = self.maintenance.devices.card
        with self.film.scene("card-reader"):
            self.maintenance.go("devices")
            self._showing(self.maintenance.devices.page)
            self._house.rooms.bench().place_card("vang-thi-my")
            panel.digits.setText(person("vang-thi-my").can)
            panel.start.click()
            until(lambda: panel.table.rowCount() > 0, "the card, read")
        self._house.rooms.bench().lift_card()

    def _camera(self) -> None:
        devices = self.maintenance.devices
        with self.film.scene("camera"):
            self._house.rooms.bench().put_paper("good")
            devices.choose("camera")
            devices.camera.start.click()
            until(lambda: devices.camera.measure is not None, "the sheet, measured")

    def _printer(self) -> None:
        devices = self.maintenance.devices
        with self.film.scene("printer"):
            devices.choose("printer")
            devices.printer.start.click()
            until(devices.printer.ask.isVisible, "the strip")
        with self.film.scene("touch-grid"):
            devices.choose("touch")
            devices.touch.start.click()
            until(lambda: devices.glass is not None, "the grid")
        assert devices.glass is not None
        QTest.keyClick(devices.glass, Qt.Key.Key_Escape)
        until(lambda: devices.glass is None, "the page again")

    def _line(self) -> None:
        way = self.maintenance.way
        book, now = self._house.rooms.store.line_book, self._house.rooms.services.clock()
        for row in made_up_month(now):
            book.note(row)
        with self.film.scene("line"):
            self.maintenance.go("line")
            until(lambda: way.page.report is not None and len(way.page.report.rows) > 100, "the month")
            way.page.plot.moment = now - timedelta(days=12)
            way.page.plot.update()
        way.close()

    def _queue(self) -> None:
        queue, store = self.maintenance.queue, self._house.rooms.store
        self._house.rooms.bench().set_plugged(False)
        until(lambda: not self._house.rooms.sign.up, "the line that is cut")
        codes = [
            store.outbox.file(f"tour-{place}", self._filing(place), self._house.rooms.services.clock()).code
            for place in range(5)
        ]
        store.outbox.park(codes[1], "Mã đơn vị tiếp nhận H62.18.07 không còn hoạt động từ ngày 01/07/2025.")
        with self.film.scene("queue"):
            self.maintenance.go("queue")
            until(lambda: len(queue.page.items) == len(codes), "what waits")
        with self.film.scene("courier"):
            queue.page.export.click()
            until(lambda: queue.page.export.isVisible() and not queue.page.bar.isVisible(), "the stick")
        queue.close()
        with self.film.scene("jobs"):
            self.maintenance.go("jobs")
            until(lambda: "store-check" in self.maintenance.jobs.page.buttons, "the jobs")
            self.maintenance.jobs.page.buttons["store-check"].click()
            until(self._checked, "the check of the store")
        self._sizes()
        with self.film.scene("store"):
            self.maintenance.go("store")
            until(lambda: bool(self.maintenance.stored.page.results["store-check"].text()), "the store's numbers")
        with self.film.scene("keys"):
            self.maintenance.go("keys")
            until(self.maintenance.keys.page.begin.isVisible, "the keys")
            self.maintenance.keys.page.begin.click()
            self._following("keys_print", place=1, count=5)
            self._following("keys_print", place=2, count=5, press=False)
        with self.film.scene("updates"):
            self.maintenance.go("updates")
            until(lambda: bool(self.maintenance.updates.page.facts), "what is in force")
        acts = MachineActsTour(self._house, self.maintenance, self.film)
        acts.coming()
        with self.film.scene("settings"):
            self.maintenance.go("settings")
            page = self.maintenance.settings.page
            until(lambda: bool(page.entries), "the settings")
            page.choose("delays.idle_ask")
            page.entry.setText("75")
        acts.move()
        with self.film.scene("retire"):
            self._press_leaving("begin-retire")
            until(lambda: self._shows("hand"), "what stands in the way")
        self._press_leaving("off")
        until(lambda: self._shows("begin-retire"), "the choice again")
        acts.rekey()
        acts.restore(codes)
        acts.restart()
        self._house.rooms.bench().set_plugged(True)

    def _following(self, key: str, *, press: bool = True, **values: object) -> None:
        """The button that goes on with what is being printed, once it says so."""
        words = self.maintenance.stage.kit.say(key, **values)
        page = self.maintenance.keys.page

        def shown() -> StaffButton | None:
            buttons = page.findChildren(StaffButton, "following")
            return next((one for one in buttons if one.isVisible() and one.words.text() == words), None)

        until(lambda: shown() is not None, words)
        if press and (button := shown()) is not None:
            button.click()

    def _shows(self, name: str) -> bool:
        return any(one.isVisible() for one in self.maintenance.leaving.page.findChildren(StaffButton, name))

    def _press_leaving(self, name: str) -> None:
        page = self.maintenance.leaving.page

        def button() -> StaffButton | None:
            return next((one for one in page.findChildren(StaffButton, name) if one.isVisible()), None)

        until(lambda: button() is not None, name)
        if (one := button()) is not None:
            one.click()

    def _sizes(self) -> None:
        """Half a year of a store that grows."""
        store, today = self._house.rooms.store, self._house.rooms.services.clock().date()
        sizes = SizeHistory(store.notes)
        now = database_size(store.folder)
        for back in range(180, 0, -2):
            grown = now * (200 - back) // 205 + back * 37 % 11 * now // 400
            sizes.note(SizePoint(today - timedelta(days=back), grown, 180 - back))

    def _filing(self, place: int) -> Filing:
        procedure, office = catalogue.procedure("1.001193"), self._house.rooms.services.config.office
        person = Applicant("Vàng Thị Mỷ", "999162001234", standing="genuine")
        answers = {"child.name": {"value": f"SÙNG MINH KHUÊ {place}", "origin": "typed"}}
        return Filing(
            procedure.code, procedure.version, procedure.prefix, office.unit, office.kiosk, person,
            subject="Sùng Minh Khuê", answers=answers, documents=(), consents={"card": True},
        )  # fmt: skip

    def _checked(self) -> bool:
        rows = {one.key: one for one in self.maintenance.jobs.page.rows}
        return not self.maintenance.jobs.page.running and rows["store-check"].last is not None

    def _named(self) -> bool:
        """The entry is another one once the names are there."""
        return self.maintenance.sign_in.pin.isVisible()

    def _away(self) -> None:
        with self.film.scene("away"):
            self.maintenance.lock_now()
            until(self.maintenance.away.isVisible, "the lock")
        with self.film.scene("given-back"):
            self.maintenance.close()
            until(self._house.shell.isVisible, "the start")

    def _showing(self, page: QWidget) -> None:
        until(lambda: self.maintenance.stage.frame.isVisible() and page.isVisible(), type(page).__name__)
