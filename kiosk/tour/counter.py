"""The counter's tour: an officer's day by keys and touches on made-up people, with a picture of every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QWidget

from kiosk import catalogue
from kiosk.app.window import KioskApp
from kiosk.domain.desk_calls import CallKind
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import ALIKE, Applicant, DocumentRef, Filing, Legal, OfficerNote
from kiosk.resources import demo_asset
from kiosk.services.form_files import bound_file
from kiosk.tour.counter_acts import CHIEF, CounterTourActs
from kiosk.tour.film import Film, TourScene
from kiosk.tour.finger import until
from kiosk.ui.counter.mending import MendForm
from kiosk.ui.counter.presenter import CounterPresenter

PIN = "482159"
PEOPLE = (
    ("Vàng Thị Mỷ", "999162001234", "Sùng Minh Khuê", "GIÀNG THỊ SÁY"),
    ("Giàng A Chứ", "999148000271", "Giàng Mí Say", "VỪ THỊ PÀ"),
    ("Lò Văn Sìn", "999180000272", "Lò Thị Dín", "HOÀNG THỊ NHÌNH"),
    ("Nông Thị Hà", "999190000273", "Nông Đức Ẩn", "LÝ THỊ MÂY"),
    ("Thào Thị Súa", "999185000274", "Vàng Thị Mỷ Sao", "THÀO THỊ ƯỜNG"),
    ("Phàn Văn Quẩy", "999175000275", "Phàn Thị Vàng", "PHÀN THỊ MY"),
    ("Hoàng Thị Dín", "999159000318", "Hoàng Mí Lử", "SÙNG THỊ CHÁ"),
    ("Mã Văn Thắng", "999170000276", "Mã Thị Đào", "NÔNG THỊ KHUÊ"),
)


class CounterTour:
    """Plays in ``house``, whose store is the demo's own and thrown away."""

    def __init__(self, house: KioskApp, folder: Path, report: Callable[[TourScene], None]) -> None:
        self._house = house
        self.film = Film(folder, house.window, self._settled, report)
        self._looks = 0
        self._presenter: CounterPresenter | None = None

    def play(self) -> None:
        """From the sign-in to the lock. NotSeen names what did not come."""
        self._people()
        until(lambda: self._house.rooms.sign.up, "the line")
        self._sign_in()
        self._find()
        self._dossier()
        self._money()
        self._paper()
        CounterTourActs(self._house, self.film, self._presenter_of).play()
        self._lock()

    def _presenter_of(self) -> CounterPresenter:
        return self.counter

    @property
    def counter(self) -> CounterPresenter:
        assert self._presenter is not None
        return self._presenter

    def _sign_in(self) -> None:
        with self.film.scene("sign-in"):
            self._presenter = self._house.counter.open(self._house.shell.size())
            until(lambda: bool(self.counter.entrance.sign_in.findChildren(QWidget, "")) and self._ready(), "the names")
        with self.film.scene("now"):
            QTest.keyClicks(self.counter.entrance.sign_in.pin, PIN)
            QTest.keyClick(self.counter.entrance.sign_in.pin, Qt.Key.Key_Return)
            self._showing(self.counter.lists.page_now)
            until(lambda: bool(self.counter.lists.page_now.queues), "the queues")

    def _settled(self) -> bool:
        """Some rounds of events after the last step: new rows are laid out by then."""
        self._looks = (self._looks + 1) % 25
        return self._looks == 0

    def _ready(self) -> bool:
        return self.counter.entrance.sign_in.pin.isVisible()

    def _find(self) -> None:
        with self.film.scene("queue"):
            QTest.keyClick(self._house.window, Qt.Key.Key_1)
            self._showing(self.counter.lists.page_find)
        with self.film.scene("find"):
            self.counter.stage.frame.search.setFocus()
            QTest.keyClicks(self.counter.stage.frame.search, "vang thi my")
            until(lambda: len(self.counter.lists.page_find.rows) == 3, "the three dossiers with such names in them")

    def _dossier(self) -> None:
        with self.film.scene("dossier"):
            self._choose(self.counter.lists.page_find.table, PEOPLE[0][0])
            self.counter.lists.page_find.open_chosen()
            self._showing(self.counter.dossiers.page)
        with self.film.scene("mend"):
            self.counter.dossiers.page.mended.emit("mother.name")
            until(lambda: self.counter.stage.frame.dialog is not None, "the dialog")
            self._form().value.setText("GIÀNG THỊ SAY")
            self._form().ground.setText("giấy chứng sinh số 137")
        with self.film.scene("mended"):
            self._form().save()
            until(lambda: self.counter.stage.frame.dialog is None, "the dossier, mended")
            until(
                lambda: bool(self.counter.dossiers.page.sheet and self.counter.dossiers.page.sheet.events),
                "its history",
            )

    def _form(self) -> MendForm:
        dialog = self.counter.stage.frame.dialog
        assert dialog is not None
        return dialog.findChildren(MendForm)[0]

    def _money(self) -> None:
        with self.film.scene("cash"):
            self.counter.dossiers.page.paid.emit()
            self._showing(self.counter.money.cash)
            until(lambda: self.counter.money.cash.bill is not None, "the bill")
            QTest.keyClicks(self.counter.money.cash.entry, "50")
        with self.film.scene("paid"):
            self.counter.money.cash.take()
            until(lambda: bool(self.counter.money.cash.bill and self.counter.money.cash.bill.paid), "the receipt")
        with self.film.scene("closing"):
            self.counter.go("closing")
            self._showing(self.counter.money.closing)
            until(lambda: self.counter.money.closing.day is not None, "the day")
        self.counter.go("dossiers")
        self._showing(self.counter.lists.page_find)

    def _paper(self) -> None:
        until(lambda: len(self.counter.lists.page_find.rows) == len(PEOPLE), "all dossiers")
        self._choose(self.counter.lists.page_find.table, PEOPLE[0][0])
        self.counter.lists.page_find.open_chosen()
        self._showing(self.counter.dossiers.page)
        with self.film.scene("print"):
            self.counter.dossiers.page.printed.emit()
            self._showing(self.counter.dossiers.print)
            until(self._page_shown, "the page")
        with self.film.scene("keys"):
            self.counter.stage.frame.show_keys()
        self.counter.stage.frame.end_dialog()

    def _page_shown(self) -> bool:
        return not self.counter.dossiers.print.page_picture.picture.isNull()

    def _lock(self) -> None:
        with self.film.scene("locked"):
            self.counter.entrance.lock_now()
            until(self.counter.entrance.lock.isVisible, "the lock")
        with self.film.scene("unlocked"):
            insert = self.counter.entrance.lock.pin.insert  # no key of QTest's has these letters
            insert(CHIEF)
            QTest.keyClick(self.counter.entrance.lock.pin, Qt.Key.Key_Return)
            until(self.counter.stage.frame.isVisible, "the counter again")

    def _showing(self, page: QWidget) -> None:
        until(lambda: self.counter.stage.frame.isVisible() and page.isVisible(), type(page).__name__)

    def _choose(self, table: QTableWidget, name: str) -> None:
        at = next(place for place, row in enumerate(self.counter.lists.page_find.rows) if row.applicant == name)
        table.selectRow(at)

    # --- made-up people ---

    def _people(self) -> None:
        store, now = self._house.rooms.store, self._house.rooms.services.clock()
        store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN)
        store.staff.add("may", StaffRole.OFFICER, "Lý Thị Mẩy", "703164")
        store.staff.add("hien", StaffRole.CHIEF, "Lục Thị Hiền", "một con trâu trắng")
        codes = []
        for place, person in enumerate(PEOPLE):
            filing = self._filing(place, *person)
            due = now + timedelta(days=place % 3 - 1)
            edition = catalogue.procedure(filing.procedure).source
            owed = 16_000 if place % 2 == 0 else 0
            codes.append(store.outbox.file(f"tour-{place}", filing, due, edition=edition, owed=owed).code)
        for place, legal in ((5, Legal.SUPPLEMENT), (6, Legal.FINISHED), (7, Legal.HANDED_OVER)):
            store.outbox.set_legal(codes[place], legal)
        store.calls.add(CallKind.CALL_BACK, codes[1], "Giàng A Chứ", "0900 000 271", "số tài khoản", now)
        store.calls.add(CallKind.SUPPORT, "", "Lò Văn Sìn", "0900 000 272", "hỏi giấy lấy bản sao", now)
        self._house.rooms.calls.call("capture")

    def _filing(self, place: int, name: str, number: str, child: str, mother: str) -> Filing:
        procedure = catalogue.procedure("1.001193")
        office = self._house.rooms.services.config.office
        notes = (OfficerNote(ALIKE, "Giống hồ sơ nộp sáng nay"),) if place in (2, 4) else ()
        return Filing(
            procedure=procedure.code,
            version=procedure.version,
            prefix=procedure.prefix,
            unit=office.unit,
            kiosk=office.kiosk,
            applicant=Applicant(name, number, phone="0900 000 270", standing="genuine"),
            subject=child,
            answers={
                "requester.name": {"value": name.upper(), "origin": "card"},
                "requester.paper_number": {"value": number, "origin": "card"},
                "requester.residence": {"value": "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang", "origin": "card"},
                "child.name": {"value": child.upper(), "origin": "typed"},
                "mother.name": {"value": mother, "origin": "typed"},
                "mother.birth": {"value": "14/06/1999", "origin": "typed"},
                "copies.count": {"value": "2", "origin": "typed"},
            },
            documents=self._papers(place),
            consents={"card": True},
            notes=notes,
        )

    def _papers(self, place: int) -> tuple[DocumentRef, ...]:
        """The demo's own birth notice, for the first."""
        if place:
            return ()
        paper = bound_file("giay_chung_sinh", demo_asset("papers", "birth-notice.jpg"))
        put = self._house.rooms.store.documents.put
        return (put(paper.pdf, key=paper.key, name=f"{paper.key}.pdf", media_type="application/pdf"),)
