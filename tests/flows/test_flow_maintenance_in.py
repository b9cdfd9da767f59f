"""Into maintenance and out again: the hidden ways, the right, the lock, and that nothing stays."""

from __future__ import annotations

import weakref

import pytest
from maintenance_stage import NAME, PERSON, SECRET, click, kiosk_house, signed_in
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.devices.keyboards import has_keyboard
from kiosk.devices.simulated import person
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.events import EventKind
from kiosk.domain.machine_health import CellState
from kiosk.domain.staff import StaffRole
from kiosk.tour.finger import Finger, pump, until
from kiosk.ui.counter.parts import StaffButton
from kiosk.ui.maintenance.rail import PLACES


@pytest.fixture
def house(tmp_path, qapp):
    with kiosk_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def inside(house):
    presenter = signed_in(house)
    yield presenter
    if house.maintenance.is_open:
        house.maintenance.presenter.close()


def _touch_corner(house, times: int, at: QPoint | None = None) -> None:
    finger = Finger(house.window, 0.0)
    for _ in range(times):
        finger._tap(house.shell, at or QPoint(12, 12))


def test_five_touches_at_the_corner_open_it_and_four_do_not(house) -> None:
    _touch_corner(house, 4)
    _touch_corner(house, 1, QPoint(600, 740))  # elsewhere: the count begins anew
    _touch_corner(house, 1)
    assert not house.maintenance.is_open
    house.flow.leave("left")
    _touch_corner(house, 1, QPoint(200, 740))
    _touch_corner(house, 5)
    until(lambda: house.maintenance.is_open, "maintenance")
    assert not house.shell.isVisible()
    QTest.keyClick(house.window, Qt.Key.Key_Escape)
    until(lambda: not house.maintenance.is_open, "the start")
    assert house.shell.isVisible()


def test_a_visit_is_never_disturbed(house) -> None:
    house.flow.begin_visit()
    pump()
    house.open_maintenance()
    assert not house.maintenance.is_open
    house.flow.leave("left")


def test_only_technicians_are_listed_and_an_officer_has_no_right(house) -> None:
    house.rooms.store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", "482159")
    house.open_maintenance()
    presenter = house.maintenance.presenter
    until(lambda: presenter.sign_in.pin.isVisible() is True, "the names")
    shown = " ".join(one.text() for one in presenter.sign_in.findChildren(QLabel))
    assert PERSON in shown and "Páo" not in shown
    presenter.sign_in.signed.emit("pao", "482159")
    until(presenter.sign_in.fault.isVisible, "why not")
    assert presenter.stage.session is None and not presenter.stage.frame.isVisible()
    assert EventKind.STAFF_DENIED in {one.entry.kind for one in house.rooms.store.journal.entries()}
    presenter.close()


def test_the_overview_says_every_part_and_what_to_mend_first(inside) -> None:
    until(lambda: inside.home.page.board is not None, "the board")
    board = inside.home.page.board
    assert board.serves and len(board.cells) == len(inside.home.page.cells) == 20
    assert board.cell("card-reader").state is CellState.GOOD and board.cell("line").since is not None
    assert board.to_mend[0].key in {one.key for one in board.cells}
    assert inside.stage.frame.command.text() == "kiosk doctor --json"


def test_every_place_of_the_rail_has_its_section_and_the_key_leads_to_the_keys(inside) -> None:
    assert tuple(inside.sections) == tuple(PLACES)
    until(lambda: "key" in inside.home.page.cells, "the cells")
    click(inside.home.page.cells["key"])
    until(inside.keys.page.isVisible, "the keys")


def test_a_part_that_breaks_is_first_and_says_since_when(inside, house) -> None:
    until(lambda: inside.home.page.board is not None, "the board")
    before = inside.home.page.board
    house.rooms.services.reader.unplug()
    click(inside.home.page.again)
    until(lambda: inside.home.page.board is not before, "the board again")
    board = inside.home.page.board
    assert not board.serves and board.to_mend[0].key == "card-reader" and board.to_mend[0].remedy
    assert board.to_mend[0].since > board.cell("clock").since
    house.rooms.services.reader.plug()
    click(inside.home.page.again)
    until(lambda: inside.home.page.board.serves, "the reader again")


def test_a_desk_that_nobody_touches_shows_residents_that_it_is_maintained(inside) -> None:
    sessions = inside.stage.desks.sessions
    sessions._idle = 0.0
    until(inside.away.isVisible, "the lock")
    assert not inside.stage.frame.isVisible()
    sessions._idle = 3600.0
    QTest.keyClicks(inside.away.pin, "000000")
    QTest.keyClick(inside.away.pin, Qt.Key.Key_Return)
    until(inside.away.fault.isVisible, "what went wrong")
    QTest.keyClicks(inside.away.pin, SECRET)
    QTest.keyClick(inside.away.pin, Qt.Key.Key_Return)
    until(inside.stage.frame.isVisible, "maintenance again")


def test_leaving_wipes_and_the_journal_says_who(inside, house) -> None:
    frame = weakref.ref(inside.stage.frame)
    click(inside.stage.frame.done_button)
    until(lambda: not house.maintenance.is_open, "the start")
    assert house.shell.isVisible() and inside.stage.session is None
    until(lambda: house.rooms.store.journal.entries()[-1].entry.kind is EventKind.STAFF_LEFT, "the end in the journal")
    acts = [one.entry for one in house.rooms.store.journal.entries() if one.entry.kind is EventKind.MACHINE_ACT]
    assert acts[-1].facts["what"] == "maintenance-began" and acts[-1].about.startswith("CB-")
    assert NAME not in str(acts) and PERSON not in str(acts)
    del frame


# --- by card, and with no keyboard ----------------------------------------------------------------------------------


def _sign_in_of(house):
    house.open_maintenance()
    presenter = house.maintenance.presenter
    until(lambda: presenter.sign_in.pin.isVisible() is True, "the names")
    return presenter


def lay(presenter, bench, name: str) -> None:
    """Show the card's code, then lay it down."""
    bench.show_card(name)
    until(lambda: presenter._card._card.stage.value in ("seen", "reading"), "that the code was seen")
    bench.camera.take_away()
    bench.reader.lay(VirtualCard(person.person(name)))


def _typed_on_the_glass(presenter, text: str) -> None:
    keyboard = presenter.glass_keys.keyboard
    for letter in text:
        at = keyboard.centre_of("keyboard.space" if letter == " " else letter)
        keyboard._released.clear()  # no finger comes back to a key so fast, and its bounce is none here
        QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, pos=at)


def test_a_technicians_card_and_secret_open_it_and_the_reader_is_let_go(tmp_path, qapp) -> None:
    with kiosk_house(tmp_path) as house:
        bench, store = house.rooms.bench(), house.rooms.store
        store.staff.add("say", StaffRole.TECHNICIAN, "Giàng Thị Say", SECRET, "999199002468")
        store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", "482159", "999096004321")
        presenter = _sign_in_of(house)
        waits = presenter.sign_in.card.title.text()
        lay(presenter, bench, "sung-mi-lu")
        until(lambda: "chưa gắn" in presenter.sign_in.card.title.text(), "an officer's card opens nothing here")
        assert presenter._card.number == "" and "Páo" not in presenter.sign_in.card.title.text()
        bench.lift_card()
        until(lambda: presenter.sign_in.card.title.text() == waits, "that it waits again")
        lay(presenter, bench, "giang-thi-say")
        until(lambda: "Giàng Thị Say" in presenter.sign_in.card.title.text(), "whose card it is")
        QTest.keyClicks(presenter.sign_in.pin, SECRET)
        QTest.keyClick(presenter.sign_in.pin, Qt.Key.Key_Return)
        until(presenter.stage.frame.isVisible, "maintenance's pages")
        assert presenter.stage.session.name == "say" and presenter._card.number == ""
        assert presenter._card.holder is None, "the reader is free to be tried"
        bench.lift_card()
        presenter.close()
        until(lambda: not house.maintenance.is_open, "the start")


def test_where_no_keyboard_is_plugged_a_touch_brings_one_and_it_writes_what_was_meant(house, monkeypatch) -> None:
    monkeypatch.setattr("kiosk.app.maintenance.has_keyboard", lambda: False)
    presenter = _sign_in_of(house)
    glass, pin = presenter.glass_keys, presenter.sign_in.pin
    assert not glass.isVisible()
    QTest.mouseClick(pin, Qt.MouseButton.LeftButton)
    assert glass.isVisible() and glass.keyboard.height() < house.window.height() / 2
    _typed_on_the_glass(presenter, SECRET)
    assert pin.text() == SECRET and pin.hasFocus()
    QTest.keyClick(pin, Qt.Key.Key_Return)
    until(presenter.stage.frame.isVisible, "maintenance's pages")
    assert not glass.isVisible()
    presenter.lock_now()
    until(presenter.away.isVisible, "the lock")
    QTest.mouseClick(presenter.away.pin, Qt.MouseButton.LeftButton)
    _typed_on_the_glass(presenter, SECRET)
    assert presenter.away.pin.text() == SECRET
    presenter.close()
    until(lambda: not house.maintenance.is_open, "the start")


def test_with_a_keyboard_it_comes_by_its_button_alone(house, monkeypatch) -> None:
    monkeypatch.setattr("kiosk.app.maintenance.has_keyboard", lambda: True)
    presenter = _sign_in_of(house)
    QTest.mouseClick(presenter.sign_in.pin, Qt.MouseButton.LeftButton)
    assert not presenter.glass_keys.isVisible()
    (button,) = [one for one in presenter.sign_in.findChildren(StaffButton) if one.words.text() == "Bàn phím"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert presenter.glass_keys.isVisible()
    _typed_on_the_glass(presenter, "ha")
    keyboard = presenter.glass_keys.keyboard
    QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, pos=keyboard.centre_of("keyboard.erase"))
    assert presenter.sign_in.pin.text() == "h"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not presenter.glass_keys.isVisible()
    presenter.close()
    until(lambda: not house.maintenance.is_open, "the start")


@pytest.mark.parametrize(
    ("keys", "is_one"),
    [
        ("402000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe", True),  # a keyboard, as a real one says
        ("10000000000000 0", False),  # a power button
        ("70000 0 0 0 0", False),  # a touch screen
        ("", False),
    ],
)
def test_a_keyboard_is_what_letters_can_be_typed_on(tmp_path, keys: str, is_one: bool) -> None:
    folder = tmp_path / "input3" / "capabilities"
    folder.mkdir(parents=True)
    (folder / "key").write_text(f"{keys}\n")
    assert has_keyboard(tmp_path) is is_one
    assert not has_keyboard(tmp_path / "none")
