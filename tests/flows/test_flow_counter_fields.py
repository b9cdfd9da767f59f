"""Every field of a dossier that can be mended is reached by arrows and F2; the paper that is looked at is the one that
is named; what is printed was seen, and with this dossier's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from counter_hands import OfficerHands, bound_notice, counter_kiosk, until
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton

from kiosk.catalogue import is_holiday
from kiosk.domain.calendar import next_working_day
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.resources import demo_asset
from kiosk.services.filing import BoundDocument
from kiosk.services.form_files import bound_file
from kiosk.ui.counter.mending import MendForm
from kiosk.ui.counter.papers import PrintPage
from kiosk.ui.counter.writing import WordsForm


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def mendable(officer: OfficerHands) -> list[str]:
    sheet = officer.counter.dossiers.page.sheet
    assert sheet is not None
    return [one.key for one in sheet.fields if one.mendable and one.value]


def asked(officer: OfficerHands) -> str:
    """Which value the dialog of F2 is about; it is left again."""
    officer.key(Qt.Key.Key_F2)
    value = officer.dialog(MendForm).value.text()
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    return value


def test_arrows_and_f2_reach_every_field(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    page, keys = officer.counter.dossiers.page, mendable(officer)
    assert page.sheet is not None and len(keys) > 3
    values = {one.key: one.value for one in page.sheet.fields}
    seen = [asked(officer)]
    for _ in keys[1:]:
        officer.key(Qt.Key.Key_Down)
        seen.append(asked(officer))
    assert seen == [values[one] for one in keys]
    officer.key(Qt.Key.Key_Down)
    assert page.fields.marked == keys[-1], "after the last there is none"
    officer.key(Qt.Key.Key_Up)
    assert asked(officer) == values[keys[-2]]


def test_the_mark_is_in_sight_and_stays_after_a_field_was_mended(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    fields, keys = officer.counter.dossiers.page.fields, mendable(officer)
    for _ in keys[1:]:
        officer.key(Qt.Key.Key_Down)
    line = fields._lines[keys[-1]]
    until(lambda: not line.visibleRegion().isEmpty(), "the mark in sight")
    assert line.property("role") == "field-marked"
    officer.key(Qt.Key.Key_F2)
    officer.dialog(MendForm)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    frame = officer.counter.stage.frame
    until(lambda: frame.dialog is None or frame.dialog.fault.isVisible(), "that it was heard")
    frame.end_dialog()
    officer.counter.dossiers.reopen()
    until(lambda: fields._lines[keys[-1]] is not line, "the dossier anew")
    assert fields.marked == keys[-1] and fields._lines[keys[-1]].property("role") == "field-marked"


def test_upright_the_arrows_bring_the_form_to_sight(tmp_path: Path, qapp: object) -> None:
    with counter_kiosk(tmp_path, QSize(810, 1440)) as officer:
        officer.staff()
        code = officer.dossier()
        officer.come_in()
        officer.open_dossier(code)
        page = officer.counter.dossiers.page
        officer.key(Qt.Key.Key_3, alt=True)
        assert not page.fields.isVisible()
        page.setFocus()
        officer.key(Qt.Key.Key_Down)
        assert page.fields.isVisible() and page.fields.marked == mendable(officer)[1]


def second_paper(officer: OfficerHands, code: str) -> str:
    """A second paper that looks otherwise; its SHA-256."""
    desk, session = officer.counter.stage.desks.dossiers, officer.counter.stage.session
    assert session is not None
    pdf = bound_file("giay_chung_sinh", demo_asset("papers", "birth-notice-dark.jpg")).pdf
    sheet = desk.open(session, code)
    sheet = desk.add_paper(
        session, code, sheet.head.revision, BoundDocument("giay_chung_sinh", pdf), reason="bà mang đến sau"
    )
    return sheet.papers[-1].sha256


def picture(officer: OfficerHands) -> QImage:
    return officer.counter.dossiers.page._picture.picture.toImage()


def chosen(officer: OfficerHands) -> list[int]:
    strip = officer.counter.dossiers.page._strip
    items = [strip.itemAt(at) for at in range(strip.count())]
    buttons = [one.widget() for one in items if one is not None]
    return [at for at, one in enumerate(buttons) if isinstance(one, QPushButton) and one.isChecked()]


def test_the_paper_that_is_marked_is_the_one_that_is_seen(officer: OfficerHands) -> None:
    code, other = officer.dossier(), officer.dossier("Giàng A Chứ", "999148000271", notice=bound_notice())
    officer.come_in()
    sha256 = second_paper(officer, code)
    officer.open_dossier(code)
    page, first = officer.counter.dossiers.page, picture(officer)
    page.paper.emit(sha256)
    until(lambda: not picture(officer).isNull() and picture(officer) != first, "the second paper")
    second = picture(officer)
    officer.key(Qt.Key.Key_F6)
    officer.type("đã gọi bà", officer.dialog(WordsForm).entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    assert chosen(officer) == [1] and picture(officer) == second
    officer.open_dossier(other)
    assert chosen(officer) == [0] and picture(officer) == first


def test_what_was_written_of_one_dossier_is_printed_of_no_other(officer: OfficerHands) -> None:
    first, second = officer.dossier(), officer.dossier("Giàng A Chứ", "999148000271")
    officer.come_in()
    page = officer.counter.dossiers.print
    officer.open_dossier(first)
    officer.key(Qt.Key.Key_F8)
    until(lambda: page.isVisible() and page.form == "mau-02" and not page.print_button.isEnabled(), "what it lacks")
    officer.type("thiếu giấy kết hôn", page._reason)
    officer.key(Qt.Key.Key_Return)
    until(page.print_button.isEnabled, "the page")
    officer.key(Qt.Key.Key_Escape)
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    officer.key(Qt.Key.Key_F8)
    assert page.details.reason == "thiếu giấy kết hôn", "the same dossier's"
    officer.key(Qt.Key.Key_Escape)
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    officer.open_dossier(second)
    officer.key(Qt.Key.Key_F8)
    assert page.details.reason == ""
    until(lambda: not page.print_button.isEnabled() and page.isVisible(), "what it lacks")


def at_printing(officer: OfficerHands, code: str) -> PrintPage:
    """That dossier in hand, its first paper seen before it is printed."""
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F9)
    page = officer.counter.dossiers.print
    until(page.print_button.isEnabled, "the first paper")
    return page


def test_an_apology_with_a_new_day_is_printed_at_the_screen(officer: OfficerHands) -> None:
    code = officer.dossier()
    page = at_printing(officer, code)
    assert not page._until.isVisible()
    page.setFocus()
    officer.key(Qt.Key.Key_4)
    until(lambda: page.form == "mau-04" and page._until.isVisible() and page._reason.hasFocus(), "what it lacks")
    officer.type("chờ xác minh", page._reason)
    officer.key(Qt.Key.Key_Tab)
    assert page._until.hasFocus()
    opens = next_working_day(officer.house.rooms.services.clock().date(), is_holiday)
    closed = opens + timedelta(days=5 - opens.weekday())
    officer.type(f"14:00 {closed:%d/%m/%Y}")
    officer.key(Qt.Key.Key_Return)
    following = f"{next_working_day(closed, is_holiday):%d/%m/%Y}"
    until(lambda: following in page.page_picture.accessibleName(), "when it is open again")
    assert not page.print_button.isEnabled()
    page._until.clear()
    officer.type(f"14:00 {opens:%d/%m/%Y}", page._until)
    officer.key(Qt.Key.Key_Return)
    until(page.print_button.isEnabled, "the page")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    events = officer.store.dossier_book.events
    until(lambda: [one.kind for one in events(code)] == [DossierEventKind.PRINTED], "that it is printed")


def test_a_paper_is_not_printed_before_its_page_is_seen(officer: OfficerHands) -> None:
    page = at_printing(officer, officer.dossier())
    before = page.page_picture.picture.toImage()
    page.setFocus()
    officer.key(Qt.Key.Key_6)
    assert not page.print_button.isEnabled() and page.page_picture.picture.isNull()
    until(page.print_button.isEnabled, "the sixth paper")
    assert page.page_picture.picture.toImage() != before
