"""One dossier at the counter by keys and mouse: exception, seal, a page cut anew, a paper added, money given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import CHIEFS, OfficerHands, counter_kiosk, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.domain.cash import CashKind
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.ui.counter.dialogs import ChoiceForm, RefundForm
from kiosk.ui.counter.paper_view import PaperView
from kiosk.ui.counter.writing import WordsForm


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def kinds(officer: OfficerHands, code: str) -> list[DossierEventKind]:
    return [one.kind for one in officer.store.dossier_book.events(code)]


def test_a_page_is_cut_anew_a_paper_added_and_money_given_back(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    (old,) = officer.open_dossier(code).papers
    page = officer.counter.papers.page

    officer.key(Qt.Key.Key_F5)
    until(lambda: len(officer.counter.papers._shots) == 1, "the stored page")
    officer.key(Qt.Key.Key_F5)
    until(lambda: page.is_cutting, "the corners")
    before = page.corners.corners
    for _ in range(9):
        QTest.keyClick(page.corners, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.corners, Qt.Key.Key_Tab)
    window = page.corners.window()
    at, handle = page.corners.mapTo(window, page.corners.on_glass(1).toPoint()), window.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(handle, at + QPoint(0, 20))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at + QPoint(0, 20))
    assert page.corners.corners[0][1] == before[0][1] + 90 and page.corners.corners[1][1] > before[1][1]
    officer.key(Qt.Key.Key_F5)
    until(lambda: not page.is_cutting, "the page as it will be kept")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(officer.counter.stage.frame.fault.isVisible, "that a reason is wanted")
    page.reason.setFocus()
    officer.type("cắt sát mép giấy")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: kinds(officer, code) == [DossierEventKind.PAPER], "the paper")
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    facts = officer.store.dossier_book.events(code)[0].facts
    assert facts["replaces"] == old.sha256 and officer.store.documents.get(
        facts["sha256"]
    ) != officer.store.documents.get(old.sha256)

    officer.bench.put_paper("good")
    officer.press("Thêm giấy")
    officer.press("Chụp")
    until(lambda: len(officer.counter.papers._shots) == 1, "the photograph")
    page.reason.setFocus()
    officer.type("bà mang đến sau")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: len(kinds(officer, code)) == 2, "the second paper")
    until(officer.counter.dossiers.page.isVisible, "the dossier")

    officer.key(Qt.Key.Key_F7)
    cash = officer.counter.money.cash
    until(lambda: cash.isVisible() and cash.bill is not None and cash.bill.amount == 16_000, "the bill")
    QTest.keyClicks(cash.entry, "20")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: cash.bill is not None and bool(cash.bill.paid), "the receipt")
    officer.key(Qt.Key.Key_F8)
    form = officer.dialog(RefundForm)
    form.amount.selectAll()
    QTest.keyClicks(form.amount, "8000")
    QTest.keyClicks(form.reason, " - ")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(officer.counter.stage.frame.fault.isVisible, "that a reason is wanted")
    officer.type("lấy thừa một bản", form.reason)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    first, back = officer.store.cash.of(code)
    assert (back.kind, back.amount, back.sequence) == (CashKind.REFUND, 8_000, first.sequence + 1)


def test_a_paper_that_is_no_pdf_leaves_the_rest_of_its_dossier_open(officer: OfficerHands) -> None:
    """Kept as it came, by a program of another day or from another kiosk: what is not seen is said, and mended."""
    code = officer.dossier(notice=b"%PDF-1.7\n" + b"no page at all " * 40)
    officer.come_in()
    sheet = officer.open_dossier(code)
    page = officer.counter.dossiers.page
    shown = page.findChild(PaperView)
    assert shown is not None and shown.picture.isNull()
    assert "không mở ra xem được" in shown.accessibleName() and any(one.value for one in sheet.fields)
    officer.key(Qt.Key.Key_E, ctrl=True)
    officer.dialog(ChoiceForm)


def test_an_exception_has_a_reason_and_a_seal_is_the_chiefs(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_K, ctrl=True)
    assert officer.counter.stage.frame.dialog is None
    officer.key(Qt.Key.Key_E, ctrl=True)
    form = officer.dialog(ChoiceForm)
    officer.key(Qt.Key.Key_2, alt=True)
    officer.type("giấy gốc phai, cấp 1987", form.entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    (event,) = officer.store.dossier_book.events(code)
    assert event.kind is DossierEventKind.EXCEPTION and event.facts["rule"].startswith("Giữ ảnh mờ")
    officer.leave()

    officer.counter.entrance.close()
    officer.come_in("hien", CHIEFS)
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_K, ctrl=True)
    officer.type("con nuôi", officer.dialog(WordsForm).entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    assert officer.store.dossier_book.head(code).sealed == "con nuôi"
    officer.leave()

    officer.counter.entrance.close()
    officer.come_in()
    officer.key(Qt.Key.Key_F3)
    QTest.keyClicks(officer.counter.stage.frame.search, code)
    until(lambda: len(officer.counter.lists.page_find.rows) == 1, "the row")
    QTest.keyClick(officer.counter.stage.frame.search, Qt.Key.Key_Return)
    until(officer.counter.stage.frame.fault.isVisible, "that it is sealed")
    assert officer.counter.lists.page_find.rows[0].applicant == ""
