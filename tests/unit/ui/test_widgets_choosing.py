"""Choosing without scrolling: dates, long lists, pages."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_hands import Clock, Show, touch

from kiosk.domain.citizen import Address
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    Button,
    ButtonKind,
    DateFault,
    DatePart,
    DatePicker,
    HalfKnownDatePicker,
    Label,
    Option,
    OptionList,
    Paged,
    plain,
    ranked,
)


def button_saying(picker: DatePicker, text: str) -> Button:
    return next(b for b in picker.findChildren(Button) if b.isVisible() and b.text() == text)


@pytest.fixture
def picker(look: Look, strings: Strings) -> DatePicker:
    return DatePicker(look, strings, date(1900, 1, 1), date(2026, 11, 23))


def test_day_month_year_by_touch(picker: DatePicker, show: Show, finger: QPointingDevice, clock: Clock) -> None:
    window = show(picker)
    heard: list[date] = []
    picker.chosen.connect(heard.append)
    for text in ("18", "Tháng 11", "2026"):
        clock.now += 1
        touch(window, finger, button_saying(picker, text))
        QApplication.processEvents()
    assert heard == [date(2026, 11, 18)] and picker.value == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("touches", "fault"),
    [
        (("31", "Tháng 2", "2026"), DateFault("no-such-day", {"day": 31, "month": 2})),
        (("31", "Tháng 4", "2026"), DateFault("no-such-day", {"day": 31, "month": 4})),
        (("29", "Tháng 2", "2026"), DateFault("no-such-day-that-year", {"day": 29, "month": 2, "year": 2026})),
        (("24", "Tháng 11", "2026"), DateFault("future", {})),
    ],
)
def test_what_is_wrong_with_a_day_is_said_exactly(
    touches: tuple[str, ...], fault: DateFault, picker: DatePicker, show: Show, finger: QPointingDevice, clock: Clock
) -> None:
    window = show(picker)
    refused: list[DateFault] = []
    picker.refused.connect(refused.append)
    for text in touches:
        clock.now += 1
        touch(window, finger, button_saying(picker, text))
        QApplication.processEvents()
    assert refused == [fault] and picker.value is None and picker.complete


def test_a_year_long_ago_is_found_by_its_decade(
    picker: DatePicker, show: Show, finger: QPointingDevice, clock: Clock
) -> None:
    window, touched = show(picker), 0
    for text in ("8", "Tháng 3", "Theo mười năm", "1930–1939", "1938"):
        clock.now += 1
        touch(window, finger, button_saying(picker, text))
        QApplication.processEvents()
        touched += 1
    assert picker.value == date(1938, 3, 8) and touched == 5  # page by page it were seven


def test_half_a_day_is_taken_up_again(look: Look, strings: Strings, show: Show, clock: Clock) -> None:
    picker = DatePicker(look, strings, date(1900, 1, 1), date(2026, 11, 23))
    show(picker)
    picker.set_parts((18, 11, None))
    assert picker.value is None and button_saying(picker, "2026").isVisible()
    button_saying(picker, "2026").click()
    assert picker.value == date(2026, 11, 18)


def test_tomorrow_lies_outside(picker: DatePicker, show: Show, clock: Clock) -> None:
    show(picker)
    for text in ("24", "Tháng 11", "2026"):
        clock.now += 1
        button_saying(picker, text).click()
    assert picker.value is None


def test_years_are_paged_and_a_given_year_is_shown(picker: DatePicker, show: Show) -> None:
    show(picker)
    picker.set_value(date(1962, 3, 8))
    picker.open(DatePart.YEAR)
    assert button_saying(picker, "1962").selected
    for _ in range(2):
        button_saying(picker, "Các năm trước").click()
    assert button_saying(picker, "1922").isEnabled()


def test_a_day_to_come_is_on_the_first_page_of_years(look: Look, strings: Strings, show: Show, clock: Clock) -> None:
    """Of years up to 2046 those around today stand there first: a stay until 2028 needs no turning."""
    picker = DatePicker(look, strings, date(1900, 1, 1), date(2046, 12, 31), near=date(2026, 11, 30))
    show(picker)
    for text in ("30", "Tháng 11", "2028"):
        clock.now += 1
        button_saying(picker, text).click()
    assert picker.value == date(2028, 11, 30)


@pytest.fixture
def half_known(look: Look, strings: Strings) -> HalfKnownDatePicker:
    return HalfKnownDatePicker(look, strings, date(1900, 1, 1), date(2026, 11, 23), None, date(1996, 11, 23))


@pytest.mark.parametrize(
    ("touches", "known"),
    [
        (("20", "Tháng 7", "1996"), HalfKnownDate(1996, 7, 20)),
        (("Chỉ nhớ năm", "1996"), HalfKnownDate(1996)),
        (("Không nhớ ngày", "Tháng 7", "1996"), HalfKnownDate(1996, 7)),
        (("Không nhớ ngày", "không rõ", "Chỉ nhớ năm", "1996"), HalfKnownDate(1996)),
        (("Chỉ nhớ năm", "1996", "không rõ", "20", "Tháng 7"), HalfKnownDate(1996, 7, 20)),  # it came to mind
    ],
)
def test_as_much_of_a_day_as_is_known(
    touches: tuple[str, ...],
    known: HalfKnownDate,
    half_known: HalfKnownDatePicker,
    show: Show,
    finger: QPointingDevice,
    clock: Clock,
) -> None:
    window, heard = show(half_known), list[HalfKnownDate]()
    half_known.chosen.connect(heard.append)
    for text in touches:
        clock.now += 1
        touch(window, finger, button_saying(half_known, text))
        QApplication.processEvents()
    assert heard[-1] == known == half_known.known


def test_a_half_known_day_to_come_is_refused_and_the_year_asked_again(
    half_known: HalfKnownDatePicker, show: Show, clock: Clock
) -> None:
    show(half_known)
    refused: list[DateFault] = []
    half_known.refused.connect(refused.append)
    half_known.set_parts((24, 11, None))
    half_known.choice(DatePart.YEAR, 2006).click()
    half_known.open(DatePart.YEAR)
    button_saying(half_known, "Các năm sau").click()
    clock.now += 1
    button_saying(half_known, "2026").click()
    assert refused == [DateFault("future", {})] and half_known.known is None


ETHNIC = [Option(name, name) for name in ("Kinh", "Tày", "Thái", "Mường", "Mông", "Đan Lai", "Ba Na", "Ê Đê", "Lô Lô")]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("mong", ["Mông"]), ("Đ", ["Đan Lai", "Ê Đê"]), ("lo", ["Lô Lô"]), ("na", ["Ba Na"]), ("xyz", [])],
)
def test_search_ignores_diacritics(typed: str, wanted: list[str]) -> None:
    assert [option.value for option in ranked(ETHNIC, typed)] == wanted


def test_plain() -> None:
    assert plain("  Đồng Văn ") == "dong van" == plain("đồng văn")


def test_a_long_list_is_paged_with_the_common_first(look: Look, strings: Strings, show: Show, clock: Clock) -> None:
    options = OptionList(look, strings, ETHNIC, common=("Mông",), per_page=4)
    show(options)
    assert [option.value for option in options.shown()] == ["Mông", "Kinh", "Tày", "Thái"]
    options.pager.after.click()
    assert [option.value for option in options.shown()] == ["Mường", "Đan Lai", "Ba Na", "Ê Đê"]
    heard: list[str] = []
    options.chosen.connect(heard.append)
    options.search.insert("lô")
    clock.now += 1
    next(b for b in options.findChildren(Button) if b.isVisible() and b.text() == "Lô Lô").click()
    assert heard == ["Lô Lô"] and options.value == "Lô Lô"


def paged(look: Look, strings: Strings, show: Show, count: int) -> Paged:
    view = Paged(look, strings)
    for index in range(count):
        view.body.put(Button(look, f"Nút {index}", ButtonKind.SECONDARY))
    window = show()
    layout = window.layout()
    assert layout is not None
    layout.insertWidget(0, view, 10)  # type: ignore[attr-defined]
    QApplication.processEvents()
    return view


def test_what_fits_has_no_pager(look: Look, strings: Strings, show: Show) -> None:
    view = paged(look, strings, show, 3)
    assert view.pages == 1 and not view.pager.isVisible()


def test_a_page_never_cuts_a_thing(look: Look, strings: Strings, show: Show) -> None:
    view = paged(look, strings, show, 30)
    assert view.pages > 1 and view.pager.isVisible()
    seen: set[str] = set()
    for page in range(view.pages):
        view.turn(page)
        glass = view.port.mask().boundingRect()
        for button in view.content.findChildren(Button):
            area = QRect(button.mapTo(view.port, QPoint(0, 0)), button.size())
            assert glass.contains(area) or not glass.intersects(area), button.text()
            seen |= {button.text()} if glass.contains(area) else set()
    assert len(seen) == 30


def test_keys_turn_to_the_page_of_what_they_reach(look: Look, strings: Strings, show: Show) -> None:
    view = paged(look, strings, show, 30)
    buttons = view.content.findChildren(Button)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert view.page > 0
    top = focused.mapTo(view, QPoint(0, 0)).y()
    assert 0 <= top <= view.pager.y() - focused.height()


def test_words_follow_language_and_address(look: Look, strings: Strings, show: Show) -> None:
    label = Label(look, strings.phrase("widget.nothing_found"))
    show(label)
    assert "Ông bà" in label.text() and "Ông bà" in label.accessibleName()
    strings.set_address(Address.GRANDMOTHER)
    assert " Bà " in label.text() and label.accessibleName() == label.text()
    strings.set_language("en")
    assert label.text().startswith("Nothing found")
