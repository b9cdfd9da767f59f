"""An officer's day on the kiosk's own screen, in the real window: sign in, find, mend, take, close, print, lock."""

from __future__ import annotations

import pytest
from local_eyes import local_eyes
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.app.window import KioskApp
from kiosk.config import Config, Devices
from kiosk.domain.events import EventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff import StaffRole
from kiosk.tour.counter import SCENES, CounterTour
from kiosk.tour.counter_people import PIN
from kiosk.tour.finger import until

SIMULATED = Devices(
    card_reader="simulated", camera="simulated", printer="simulated", scanner="simulated", sticks="simulated",
    document_printer="simulated",
)  # fmt: skip


@pytest.fixture
def house(tmp_path, qapp):
    config = Config(data=tmp_path / "data", demo=True, devices=SIMULATED)
    with KioskApp(config, size=QSize(1366, 768), eyes=local_eyes) as opened:
        yield opened


def _typed_in(counter) -> bool:
    """The entry is another one once the names are there."""
    return counter.entrance.sign_in.pin.isVisible()


@pytest.mark.long
def test_a_day_leaves_what_it_should_in_the_store(house, tmp_path) -> None:
    scenes = []
    tour = CounterTour(house, tmp_path / "pictures", scenes.append)
    tour.play()
    pictures = sorted(one.name for one in (tmp_path / "pictures").glob("*.png"))
    assert pictures == [one.picture for one in scenes] and tuple(one.name for one in scenes) == SCENES
    counter, codes = tour.stage.counter, tour.stage.codes
    store = house.rooms.store
    day = store.cash.day("Q1", counter.stage.desks.clock().date())
    assert [(one.code, one.amount) for one in day.receipts] == [(codes[0], 16_000), (codes[0], 8_000)]
    kinds = [one.kind.value for one in store.dossier_book.events(codes[0])]
    assert [one for one in kinds if one != "reviewed"] == [
        *("mended", "remark", "exception", "paid", "refunded", "printed"),
        *("paper", "handed-over", "correction-asked", "corrected"),
    ]
    assert day.closing is not None and day.closing.chief and counter.stage.session.role is StaffRole.CHIEF
    assert counter.review.page.items == () and "reviewed" in kinds
    assert counter.stage.frame.search.text() == "", "whom the officer before looked for"
    told = {one.entry.kind for one in store.journal.entries()}
    assert {EventKind.STAFF_SIGNED_IN, EventKind.DOSSIER_VIEWED, EventKind.CASH_BOOKED, EventKind.STAFF_LEFT} <= told
    for page in (*counter.stage.frame.pages.findChildren(QLabel), *house.window.findChildren(QPushButton)):
        assert not page.isWindow()
    counter.entrance.sign_out()
    until(lambda: not any(store.dossier_book.head(code).holder for code in codes), "the dossiers let go")
    until(counter.entrance.sign_in.isVisible, "the sign-in")
    counter.entrance.close()
    assert house.shell.isVisible() and not house.counter.is_open


def test_it_opens_where_nobody_is_in_a_visit_and_the_first_account_is_made(house, qtbot) -> None:
    store = house.rooms.store
    code = store.staff.first_code(StaffRole.CHIEF)
    QTest.keyClick(house.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    until(lambda: house.counter.is_open, "the counter")
    counter = house.counter.presenter
    until(lambda: len(counter.entrance.sign_in._entries) == 4, "the form of the first account")
    for entry, text in zip(
        counter.entrance.sign_in._entries, (code, "hien", "Lục Thị Hiền", "một con trâu trắng"), strict=True
    ):
        entry.setText(text)
    counter.entrance.sign_in._bootstrap()
    until(counter.stage.frame.isVisible, "the counter's pages")
    assert counter.stage.session.role is StaffRole.CHIEF and store.staff.list()[0].name == "hien"


def test_a_wrong_pin_is_said_and_a_locked_desk_shows_nothing(house, qtbot) -> None:
    store = house.rooms.store
    store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN)
    house.open_counter()
    counter = house.counter.presenter
    until(lambda: _typed_in(counter), "the names")
    QTest.keyClicks(counter.entrance.sign_in.pin, "000000")
    QTest.keyClick(counter.entrance.sign_in.pin, Qt.Key.Key_Return)
    until(counter.entrance.sign_in.fault.isVisible, "what went wrong")
    assert counter.entrance.sign_in.pin.text() == "" and not counter.stage.frame.isVisible()
    QTest.keyClicks(counter.entrance.sign_in.pin, PIN)
    QTest.keyClick(counter.entrance.sign_in.pin, Qt.Key.Key_Return)
    until(counter.stage.frame.isVisible, "the counter")
    sessions = counter.stage.desks.sessions
    sessions._idle = 0.0  # nobody was there for the whole time
    until(counter.entrance.lock.isVisible, "the lock")
    assert sessions.is_locked(counter.stage.session) and not counter.stage.frame.isVisible()
    sessions._idle = 300.0
    QTest.keyClicks(counter.entrance.lock.pin, "000000")
    QTest.keyClick(counter.entrance.lock.pin, Qt.Key.Key_Return)
    until(counter.entrance.lock.fault.isVisible, "what went wrong")
    QTest.keyClicks(counter.entrance.lock.pin, PIN)
    QTest.keyClick(counter.entrance.lock.pin, Qt.Key.Key_Return)
    until(counter.stage.frame.isVisible, "the counter again")
    sessions.require(counter.stage.session, StaffAct.FIND)


def test_a_failure_is_said_above_the_page_and_ends_nothing(house, qtbot) -> None:
    store = house.rooms.store
    store.staff.add("sinh", StaffRole.TECHNICIAN, "Mã Văn Sinh", "hai cây lê già cỗi")
    house.open_counter()
    counter = house.counter.presenter
    until(lambda: _typed_in(counter), "the names")
    counter.entrance.sign_in.signed.emit("sinh", "hai cây lê già cỗi")
    until(counter.stage.frame.isVisible, "the counter")
    counter.go("dossiers")
    assert counter.stage.frame.pages.currentWidget() is not counter.lists.page_find, "nor is there a way to the list"
    counter.lists.open_list()
    until(counter.stage.frame.fault.isVisible, "that a technician finds nobody")
    assert counter.stage.session is not None and counter.lists.page_find.rows == ()


def test_the_page_that_was_asked_for_last_is_shown(house, qtbot) -> None:
    """One that wants something read first comes after one that does not."""
    house.rooms.store.staff.add("hien", StaffRole.CHIEF, "Lục Thị Hiền", "một con trâu trắng")
    house.open_counter()
    counter = house.counter.presenter
    until(lambda: _typed_in(counter), "the names")
    counter.entrance.sign_in.signed.emit("hien", "một con trâu trắng")
    now, report = counter.lists.page_now, counter.reports.page
    until(lambda: now.isVisible() and bool(now.queues), "the first page")
    counter.go("calls")
    counter.go("report")
    read = []
    counter.stage.act(lambda _: None, read.append)
    until(lambda: bool(read), "whatever was asked for before")
    assert report.isVisible()
    counter.lists.typed("Vàng")
    counter.go("now")
    counter.lists.search()
    counter.go("report")
    counter.stage.act(lambda _: None, read.append)
    until(lambda: len(read) == 2, "whatever was asked for before")
    assert report.isVisible()


def _at_the_list(house):
    """An officer has signed in and gone on to the dossiers."""
    house.rooms.store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN)
    house.open_counter()
    counter = house.counter.presenter
    until(lambda: _typed_in(counter), "the names")
    counter.entrance.sign_in.signed.emit("pao", PIN)
    now = counter.lists.page_now
    until(lambda: now.isVisible() and bool(now.queues), "the first page")
    counter.go("dossiers")
    until(counter.lists.page_find.isVisible, "the list")
    return counter


def test_who_comes_next_begins_with_nothing_of_the_last_officers(house, qtbot) -> None:
    counter = _at_the_list(house)
    now = counter.lists.page_now
    counter.entrance.sign_out()
    assert counter.stage.frame.pages.currentWidget() is now and not now.queues


def test_a_pin_that_is_typed_before_the_names_are_read_anew_stays(house, qtbot) -> None:
    for name, person in (("pao", "Hoàng Văn Páo"), ("may", "Lý Thị Mẩy")):
        house.rooms.store.staff.add(name, StaffRole.OFFICER, person, PIN)
    house.open_counter()
    counter = house.counter.presenter
    until(lambda: _typed_in(counter), "the names")
    page = counter.entrance.sign_in
    counter.entrance.open()
    before = page.pin
    QTest.keyClick(before, Qt.Key.Key_Down)
    QTest.keyClicks(before, PIN)
    until(lambda: page.pin is not before, "the names once more")
    assert page.pin.text() == PIN
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    until(lambda: counter.stage.session is not None, "the counter")
    assert counter.stage.session.person == "Lý Thị Mẩy"


def test_a_page_that_comes_late_takes_the_keys_from_nobody_who_types_meanwhile(house, qtbot) -> None:
    counter = _at_the_list(house)
    now, search = counter.lists.page_now, counter.stage.frame.search
    search.setFocus()
    counter.go("now")
    assert house.window.focusWidget() is not search, "a digit is a key from now on"
    search.setFocus()
    until(now.isVisible, "the first page again")
    assert house.window.focusWidget() is search
