"""What goes wrong at the counter ends as a known error in the officer's words: nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import CHIEFS, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kiosk.devices.simulated.page_printer import FolderPagePrinter
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.ui.counter.dialogs import AskForm
from kiosk.ui.counter.writing import WordsForm
from kiosk.words import words

VIETQR = "00020101021238570010A00000072701270006970436011301110001234560208QRIBFTTA53037045802VN6304ABCD"
CARD = "999162001234|162001234|Vàng Thị Mỷ|08031962|Nữ|Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang|20072022"


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def said(officer: OfficerHands, code: str) -> bool:
    """Whether the line above the page says this error's remedy, as an officer reads it."""
    texts = words().texts
    text = texts.get(f"error.{code}.staff", texts[f"error.{code}.remedy"])
    return text.split("{")[0] in officer.counter.stage.frame.fault.text()


def printed(officer: OfficerHands, code: str) -> int:
    return sum(one.kind is DossierEventKind.PRINTED for one in officer.store.dossier_book.events(code))


def test_a_printer_out_of_paper_prints_and_counts_once_when_it_has_some(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F9)
    page, desk = officer.counter.dossiers.print, officer.counter.stage.desks.papers
    until(lambda: page.isVisible() and not page.page_picture.picture.isNull(), "the page")
    tray = desk._printer
    assert isinstance(tray, FolderPagePrinter)
    tray.out_of_paper = True
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: said(officer, "device.paper"), "that there is no paper")
    assert page.isVisible() and printed(officer, code) == 0 and desk.copies(code, page.form) == 0
    tray.out_of_paper = False
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: printed(officer, code) == 1, "that it is printed")
    assert desk.copies(code, page.form) == 2


def test_too_little_money_is_said_and_what_was_exempted_stands(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    cash = officer.open_bill()
    assert cash.bill is not None and cash.bill.amount == 16_000
    officer.type("15", cash.entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: said(officer, "counter.short"), "that it is too little")
    assert officer.store.cash.of(code) == ()
    cash.reason.setText("hộ nghèo")
    cash.ground.setText("Giấy xác nhận hộ nghèo số 41")
    cash._exempt()
    until(lambda: cash.bill is not None and cash.bill.amount == 0, "the exemption")
    officer.store.dossier_book.hold(code, 99, over=True)  # a colleague has it for a moment
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: bool(officer.counter.stage.frame.fault.text()), "that a colleague has it")
    assert cash.bill is not None and cash.bill.amount == 0, "what was exempted"
    officer.store.dossier_book.release(99)
    officer.open_dossier(code)  # as it says: the dossier is looked at again
    officer.key(Qt.Key.Key_F7)
    until(lambda: cash.isVisible() and cash.bill is not None and cash.bill.amount == 16_000, "the bill anew")
    cash.reason.setText("hộ nghèo")
    cash.ground.setText("Giấy xác nhận hộ nghèo số 41")
    cash._exempt()
    until(lambda: cash.bill is not None and cash.bill.amount == 0, "the exemption")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: bool(officer.store.cash.of(code)), "the receipt")
    (receipt,) = officer.store.cash.of(code)
    assert receipt.amount == 0 and "hộ nghèo" in receipt.facts["exempt"]


def test_a_sum_that_is_no_money_is_said_and_a_slip_of_the_hand_is_asked_about(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F7)
    cash, say = officer.counter.money.cash, officer.counter.stage.kit.strings.say
    until(lambda: cash.isVisible() and cash.bill is not None, "the bill")
    officer.type("20003", cash.entry)
    assert cash.entry.text() == "20.003"
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: said(officer, "counter.odd-sum"), "that it is no money in use")
    cash.entry.clear()
    officer.type("160", cash.entry)  # 160.000 for 16.000
    officer.key(Qt.Key.Key_Return, ctrl=True)
    form = officer.dialog(AskForm)
    assert any("144.000 đồng" in one.text() for one in form.findChildren(QLabel))
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    assert officer.store.cash.of(code) == () and cash.entry.text() == "160"
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.dialog(AskForm)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: bool(officer.store.cash.of(code)), "the receipt")
    officer.no_dialog()
    assert officer.store.cash.of(code)[0].facts["tendered"] == "160000"
    until(lambda: cash.bill is not None and not cash.bill.charges, "that nothing is owed")
    assert officer.button(say("counter.receipt.again")).isVisible() and not cash.entry.isVisible()


def test_a_code_of_somebody_else_is_said_and_a_cards_finds_its_holder(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.dossier("Giàng A Chứ", "999148000271")
    officer.come_in()
    officer.key(Qt.Key.Key_2, ctrl=True)
    page, search = officer.counter.lists.page_find, officer.counter.stage.frame.search
    until(lambda: len(page.rows) == 2, "both dossiers")
    search.setFocus()
    officer.type(VIETQR, search)
    until(lambda: said(officer, "counter.foreign-code"), "that it is none of ours")
    assert len(page.rows) == 2
    search.clear()
    officer.type(CARD, search)
    until(lambda: [one.code for one in page.rows] == [code], "the holder's dossier")
    search.clear()
    officer.type(officer.store.outbox.get(code).receipt, search)
    until(lambda: [one.code for one in page.rows] == [code], "the slip's dossier")


def test_a_receipt_that_did_not_come_out_is_said_and_printed_once_there_is_paper(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F7)
    cash, frame = officer.counter.money.cash, officer.counter.stage.frame
    until(lambda: cash.isVisible() and cash.bill is not None, "the bill")
    tray = officer.counter.stage.desks.papers._printer
    assert isinstance(tray, FolderPagePrinter)
    tray.out_of_paper = True
    officer.type("20", cash.entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: "chưa in được" in frame.fault.text(), "that its paper did not come out")
    (receipt,) = officer.store.cash.of(code)
    assert receipt.name in frame.fault.text() and cash.bill is not None and not cash.bill.amount
    frame.show_fault("")
    officer.key(Qt.Key.Key_F9)
    until(lambda: "chưa in được" in frame.fault.text(), "still none")
    tray.out_of_paper = False
    officer.key(Qt.Key.Key_F9)
    until(lambda: "Đã in" in frame.fault.text(), "the receipt")
    assert officer.store.cash.of(code) == (receipt,)
    assert len(list((officer.house.rooms.services.config.data / "papers").glob("*.pdf"))) == 1


def test_a_dossier_that_a_colleague_left_open_is_taken_over_by_the_chief_alone(officer: OfficerHands) -> None:
    code = officer.dossier()
    may = next(one.number for one in officer.store.staff.list() if one.name == "may")
    officer.store.dossier_book.hold(code, may)
    officer.come_in()
    officer.open_dossier(code)
    page = officer.counter.dossiers.page
    assert page.sheet is not None and page.sheet.holder == "Lý Thị Mẩy"
    officer.key(Qt.Key.Key_H, ctrl=True)
    officer.key(Qt.Key.Key_F6)
    note = officer.dialog(WordsForm)
    officer.type("gọi lại bà", note.entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: said(officer, "counter.held"), "that a colleague has it")
    assert note.entry.toPlainText() == "gọi lại bà" and not officer.store.dossier_book.events(code)
    officer.key(Qt.Key.Key_Escape)
    officer.leave()
    officer.counter.entrance.sign_in.signed.emit("hien", CHIEFS)
    until(lambda: officer.counter.stage.session is not None, "the chief")
    until(officer.counter.lists.page_now.isVisible, "the first page")
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_H, ctrl=True)
    until(lambda: page.sheet is not None and page.sheet.holder == "Lục Thị Hiền", "that the chief has it")
    assert [one.kind for one in officer.store.dossier_book.events(code)] == [DossierEventKind.TAKEN_OVER]
