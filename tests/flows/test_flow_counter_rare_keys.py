"""The rarer acts by the keyboard alone, and how many strokes each costs (docs/counter.md): Tab is one too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from counter_hands import CHIEFS, PIN, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.submission import ALIKE, Legal, OfficerNote
from kiosk.ui.counter.call_form import CallForm
from kiosk.ui.counter.dialogs import ChoiceForm, RefundForm
from kiosk.ui.counter.filing_list import FilingBeginForm
from kiosk.ui.counter.writing import WordsForm

DOCS = Path(__file__).parents[2] / "docs" / "counter.md"
FARTHEST = 60  # tabs: more means that the keyboard does not get there


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def written() -> dict[str, int]:
    """The second table of keystrokes, as the page has it."""
    rarer = DOCS.read_text("utf-8").partition("| rarer act |")[2].partition("\n\n")[0]
    return {name: int(count) for name, count in re.findall(r"^\| ([a-z ,'-]+) \| .* \| (\d+) \|$", rarer, flags=re.M)}


class Counted:
    """What each act costs, less the letters of names, sums and words."""

    def __init__(self, officer: OfficerHands) -> None:
        self._officer, self._letters = officer, 0
        self.costs: dict[str, int] = {}

    def act(self, name: str, do: Callable[[], object]) -> None:
        before, self._letters = self._officer.strokes, 0
        do()
        self.costs[name] = self._officer.strokes - before - self._letters

    def write(self, text: str) -> None:
        self._officer.type(text)
        self._letters += len(text)

    def tab_to(self, widget: QWidget, *, back: bool = False) -> None:
        for _ in range(FARTHEST):
            if widget.hasFocus():
                return
            self._officer.key(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        raise AssertionError(f"no Tab comes to {widget.accessibleName() or type(widget).__name__}")


def focus(officer: OfficerHands) -> QWidget | None:
    return officer.house.window.focusWidget()


def do(officer: OfficerHands) -> None:
    officer.key(Qt.Key.Key_Return, ctrl=True)


def shown(officer: OfficerHands, page: QWidget) -> None:
    """Nothing went wrong on the way to it."""
    fault = officer.counter.stage.frame.fault
    until(lambda: page.isVisible() or (fault.isVisible() and fault.property("role") == "fault"), "the page")
    assert page.isVisible(), fault.text()


def kinds(officer: OfficerHands, code: str) -> list[DossierEventKind]:
    return [one.kind for one in officer.store.dossier_book.events(code)]


def test_what_an_officer_does_now_and_then(officer: OfficerHands) -> None:
    code, counted = officer.dossier(), Counted(officer)
    note = (OfficerNote(ALIKE, "Giống hồ sơ nộp sáng nay"),)
    twins = [officer.dossier("Lò Văn Sìn", f"99918000027{at}", notes=note, alike=("lo thi din",)) for at in (2, 3)]
    officer.house.rooms.calls.call("capture")
    officer.come_in()
    counter, page = officer.counter, officer.counter.dossiers.page
    counted.act("go to the kiosk that calls", lambda: officer.key(Qt.Key.Key_F4))
    until(lambda: officer.house.rooms.calls.open is None, "the officer on the way")
    until(counter.lists.page_now.isVisible, "the first page")

    def queue() -> None:
        officer.key(Qt.Key.Key_1)
        until(counter.lists.page_find.isVisible, "the queue")

    counted.act("open a queue", queue)
    officer.open_dossier(code)

    def exception() -> None:
        officer.key(Qt.Key.Key_E, ctrl=True)
        officer.dialog(ChoiceForm)
        officer.key(Qt.Key.Key_3, alt=True)
        counted.write("Bà ở xa, mang giấy đến sáng mai")
        do(officer)
        officer.no_dialog()

    counted.act("go on against a rule", exception)

    def recut() -> None:
        papers = counter.papers
        officer.key(Qt.Key.Key_F5)
        until(lambda: papers.page.isVisible() and papers.page.pages == 1, "the stored page")
        officer.key(Qt.Key.Key_F5)
        until(lambda: papers.page.is_cutting, "the corners")
        officer.key(Qt.Key.Key_Right)
        officer.key(Qt.Key.Key_F5)
        until(lambda: not papers.page.is_cutting, "the page, cut anew")
        counted.tab_to(papers.page.reason)
        counted.write("cắt lại cho khỏi mép bàn")
        do(officer)
        until(page.isVisible, "the dossier")

    counted.act("cut a paper anew", recut)

    def waive() -> None:
        officer.key(Qt.Key.Key_F7)
        cash = counter.money.cash
        until(lambda: cash.isVisible() and cash.bill is not None, "the bill")
        counted.tab_to(cash.reason, back=True)
        counted.write("hộ nghèo")
        officer.key(Qt.Key.Key_Tab)
        counted.write("giấy số 41")
        officer.key(Qt.Key.Key_Return)
        until(lambda: cash.bill is not None and cash.bill.amount == 0, "the exemption")

    counted.act("waive a fee", waive)
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F7)
    cash = counter.money.cash
    until(lambda: cash.isVisible() and cash.bill is not None and cash.bill.amount == 16_000, "the bill anew")
    officer.type("16")
    do(officer)
    until(lambda: cash.bill is not None and bool(cash.bill.paid), "the receipt")

    def refund() -> None:
        officer.key(Qt.Key.Key_F8)
        officer.dialog(RefundForm)
        counted.write("bà không lấy bản sao")
        do(officer)
        officer.no_dialog()

    counted.act("give money back", refund)
    officer.open_dossier(twins[0])

    def compare() -> None:
        officer.key(Qt.Key.Key_F11)
        twice = counter.twice.page
        until(lambda: twice.isVisible() and twice.pair is not None, "the pair")
        officer.key(Qt.Key.Key_2)
        counted.tab_to(twice.reason)
        counted.write("hai việc khác nhau")
        do(officer)
        until(page.isVisible, "the dossier")

    counted.act("settle what looks filed twice", compare)
    officer.store.outbox.set_legal(code, Legal.FINISHED)
    officer.open_dossier(code)

    def correct() -> None:
        officer.key(Qt.Key.Key_F12)
        correcting = counter.correcting.page
        until(lambda: correcting.isVisible() and bool(correcting.entries), "the lines")
        officer.key(Qt.Key.Key_A, ctrl=True)
        counted.write("SÙNG MINH KHUÊ ANH")
        counted.tab_to(correcting.paper)
        counted.write("giấy chứng sinh số 137")
        officer.key(Qt.Key.Key_Tab)
        counted.write("gõ thiếu một chữ")
        assert correcting.changes, [(key, one.focusProxy()) for key, one in correcting.entries.items()]
        do(officer)
        shown(officer, page)

    counted.act("ask for a correction", correct)

    def log() -> None:
        officer.key(Qt.Key.Key_3, ctrl=True)
        until(counter.calls.page.isVisible, "the calls")
        officer.key(Qt.Key.Key_N, ctrl=True)
        officer.dialog(CallForm)
        for words in ("Nông Thị Hà", "0900 000 273", "hỏi ngày trả kết quả"):
            counted.write(words)
            officer.key(Qt.Key.Key_Tab)
        do(officer)
        officer.no_dialog()

    counted.act("log who called in", log)
    officer.key(Qt.Key.Key_2, ctrl=True)
    until(counter.lists.page_find.isVisible, "the list")

    def file_for() -> None:
        officer.key(Qt.Key.Key_N, ctrl=True)
        form = officer.dialog(FilingBeginForm)
        counted.write("khai sinh cho cháu")
        officer.key(Qt.Key.Key_Return)
        officer.key(Qt.Key.Key_3, alt=True)
        counted.tab_to(form.giver)
        counted.write("Trạm Y tế xã Đồng Văn")
        do(officer)
        until(lambda: counter.filings.page.isVisible() and counter.filings.page.form is not None, "the form")

    counted.act("begin a form for somebody", file_for)

    def aside() -> None:
        officer.key(Qt.Key.Key_Escape)
        until(counter.filings.waiting.page.isVisible, "the list")

    counted.act("put it aside", aside)

    def close() -> None:
        officer.key(Qt.Key.Key_5, ctrl=True)
        closing = counter.money.closing
        until(lambda: closing.isVisible() and closing.day is not None, "the day")
        counted.tab_to(closing.opening)
        officer.key(Qt.Key.Key_A, ctrl=True)
        counted.write("0")
        do(officer)
        until(lambda: closing.day is not None and closing.day.closing is not None, "that it is closed")

    counted.act("close an empty drawer", close)
    officer.key(Qt.Key.Key_L, ctrl=True)
    until(counter.entrance.lock.isVisible, "the lock")

    def unlock() -> None:
        officer.type(PIN)
        officer.key(Qt.Key.Key_Return)
        until(counter.stage.frame.isVisible, "the desk again")

    counted.act("unlock the desk", unlock)
    assert kinds(officer, code) == [
        DossierEventKind.EXCEPTION,
        DossierEventKind.PAPER,
        DossierEventKind.PAID,
        DossierEventKind.REFUNDED,
        DossierEventKind.CORRECTION_ASKED,
    ]
    assert counted.costs == {name: count for name, count in written().items() if name in counted.costs}
    assert set(written()) == {*counted.costs, *CHIEF_ACTS}


CHIEF_ACTS = ("seal a dossier", "print the month before")


def test_what_the_chief_does(officer: OfficerHands) -> None:
    code, counted = officer.dossier(), Counted(officer)
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F6)
    officer.dialog(WordsForm)
    officer.type("đã gọi bà")
    do(officer)
    officer.no_dialog()
    officer.key(Qt.Key.Key_E, ctrl=True)
    officer.dialog(ChoiceForm)
    officer.type("bà ở xa")
    do(officer)
    officer.no_dialog()
    officer.key(Qt.Key.Key_5, ctrl=True)
    closing = officer.counter.money.closing
    until(lambda: closing.isVisible() and closing.day is not None, "the day")
    closing.opening.set_value(0)
    closing._sum()
    do(officer)
    until(lambda: closing.day is not None and closing.day.closing is not None, "that it is closed")
    officer.leave()
    page = officer.counter.entrance.sign_in
    for _ in range(page.names.index("hien")):
        officer.key(Qt.Key.Key_Down)
    officer.type(CHIEFS)
    officer.key(Qt.Key.Key_Return)
    counter = officer.counter
    until(lambda: counter.stage.session is not None, "the chief")
    until(counter.lists.page_now.isVisible, "the first page")
    officer.open_dossier(code)

    def seal() -> None:
        officer.key(Qt.Key.Key_K, ctrl=True)
        officer.dialog(WordsForm)
        counted.write("chờ công an xác minh")
        do(officer)
        officer.no_dialog()

    counted.act("seal a dossier", seal)
    review = counter.review.page

    def approve() -> None:
        officer.key(Qt.Key.Key_6, ctrl=True)
        until(lambda: review.isVisible() and bool(review.items), "what waits")
        counted.tab_to(review.pin)
        counted.write(CHIEFS)
        do(officer)
        until(lambda: not review.items, "that all is approved")

    approve()

    def sign() -> None:
        assert review.day is not None and review.day.ready and review.day.unsigned, review.day
        counted.tab_to(review.pin)
        counted.write(CHIEFS)
        do(officer)
        fault = officer.counter.stage.frame.fault
        until(lambda: (review.day is not None and not review.day.unsigned) or fault.isVisible(), "that it is signed")
        assert review.day is not None and not review.day.unsigned, (fault.text(), review.day)

    sign()

    def month() -> None:
        officer.key(Qt.Key.Key_7, ctrl=True)
        reports = counter.reports.page
        until(lambda: reports.isVisible() and reports.figures is not None, "the figures")
        since = reports.since
        officer.key(Qt.Key.Key_Up, ctrl=True)
        until(lambda: reports.figures is not None and reports.figures.until < since, "the month before")
        do(officer)
        until(lambda: bool(counter.stage.frame.fault.text()), "that it is printed")

    counted.act("print the month before", month)
    assert counted.costs == {name: count for name, count in written().items() if name in CHIEF_ACTS}
