"""Said twice is done once: a key that is pressed again, or kept down, before the answer is here; and an answer that
comes late turns no page and takes no dialog away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from counter_hands import OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

from kiosk.domain.cash import CashKind
from kiosk.domain.desk_calls import CallKind
from kiosk.ui.counter.call_form import CallForm
from kiosk.ui.counter.dialogs import RefundForm
from kiosk.ui.counter.filing_list import FilingBeginForm, PersonForm
from kiosk.ui.counter.writing import WordsForm


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        hands.come_in()
        yield hands


@contextmanager
def slow(officer: OfficerHands) -> Iterator[None]:
    """Nothing is answered before the end of it, as from a kiosk at the far end of a bad line."""
    answers = Event()
    officer.counter.stage.tasks.run("store", lambda _: answers.wait(30))
    try:
        yield
    finally:
        answers.set()


def settled(officer: OfficerHands) -> None:
    done: list[None] = []
    officer.counter.stage.act(lambda _: None, done.append, lambda _: None)
    until(lambda: bool(done), "whatever was asked for")


def do(officer: OfficerHands) -> None:
    officer.key(Qt.Key.Key_Return, ctrl=True)


def note(officer: OfficerHands, text: str) -> WordsForm:
    officer.key(Qt.Key.Key_F6)
    form = officer.dialog(WordsForm)
    officer.type(text, form.entry)
    return form


def remarks(officer: OfficerHands, code: str) -> list[str]:
    return [one.facts["text"] for one in officer.store.dossier_book.events(code)]


def test_money_is_given_back_once(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    cash = officer.open_bill()
    officer.type("20", cash.entry)
    do(officer)
    do(officer)
    until(lambda: cash.bill is not None and bool(cash.bill.paid), "the receipt")
    settled(officer)
    assert not officer.counter.stage.frame.fault.isVisible(), officer.counter.stage.frame.fault.text()
    officer.key(Qt.Key.Key_F8)
    form = officer.dialog(RefundForm)
    form.amount.setText("5000")
    form.reason.setText("thu nhầm một bản")
    do(officer)
    do(officer)
    officer.no_dialog()
    settled(officer)
    assert [(one.kind, one.amount) for one in officer.store.cash.of(code)] == [
        (CashKind.TAKE, 16_000),
        (CashKind.REFUND, 5_000),
    ]


def test_a_call_and_who_called_in_are_noted_once(officer: OfficerHands) -> None:
    now, add = officer.house.rooms.services.clock(), officer.store.calls.add
    first = add(CallKind.CALL_BACK, "", "Giàng A Chứ", "0900 000 271", "số tài khoản", now)
    page = officer.counter.calls.page
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(lambda: page.isVisible() and page.call is not None, "the call")
    do(officer)
    do(officer)
    until(lambda: len(page.lists.done) == 1, "that it is noted")
    settled(officer)
    (done,) = [one for one in officer.store.calls.closed() if one.number == first.number]
    assert len(done.attempts) == 1
    officer.key(Qt.Key.Key_N, ctrl=True)
    form = officer.dialog(CallForm)
    for entry, text in zip(form.entries, ("Lò Văn Sìn", "0900 000 272", "hỏi giấy", ""), strict=True):
        entry.setText(text)
    do(officer)
    do(officer)
    officer.no_dialog()
    settled(officer)
    assert [one.person for one in officer.store.calls.open()] == ["Lò Văn Sìn"]


def test_a_note_is_written_once_and_nobody_is_blamed_for_it(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    note(officer, "đã gọi bà")
    do(officer)
    do(officer)
    officer.no_dialog()
    settled(officer)
    assert remarks(officer, code) == ["đã gọi bà"]
    assert not officer.counter.stage.frame.fault.isVisible(), officer.counter.stage.frame.fault.text()


def test_a_key_kept_down_is_one_press(officer: OfficerHands) -> None:
    keys = [one for one in officer.counter.stage.frame.findChildren(QShortcut) if one.parent() is not None]
    own = [one for one in keys if one.parent() is officer.counter.stage.frame]
    assert own and [one.key().toString() for one in own if one.autoRepeat()] == []


def test_an_answer_that_comes_late_leaves_the_page_that_was_asked_for_since(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    note(officer, "đã gọi bà")
    with slow(officer):
        do(officer)
        officer.key(Qt.Key.Key_Escape)
        officer.key(Qt.Key.Key_3, ctrl=True)
    until(officer.counter.calls.page.isVisible, "the calls")
    settled(officer)
    assert officer.counter.calls.page.isVisible() and remarks(officer, code) == ["đã gọi bà"]


def test_an_answer_that_comes_late_leaves_the_dialog_that_is_written_in(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    note(officer, "đã gọi bà")
    with slow(officer):
        do(officer)
        officer.key(Qt.Key.Key_Escape)
        second = note(officer, "bà sẽ đến chiều")
    settled(officer)
    assert officer.dialog(WordsForm) is second and second.entry.hasFocus()
    do(officer)
    officer.no_dialog()
    assert remarks(officer, code) == ["đã gọi bà", "bà sẽ đến chiều"]
    assert not officer.counter.stage.frame.fault.isVisible(), "no colleague changed it"


def test_a_question_that_comes_late_takes_no_dialogs_place(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    with slow(officer):
        officer.key(Qt.Key.Key_N, ctrl=True)
        written = note(officer, "đã gọi bà")
    settled(officer)
    frame = officer.counter.stage.frame
    assert officer.dialog(WordsForm) is written and written.entry.toPlainText() == "đã gọi bà"
    assert frame.dialog is not None and not frame.dialog.findChildren(FilingBeginForm)


def test_an_answer_that_does_not_come_is_said_to_be_waited_for(
    officer: OfficerHands,
) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    frame, stage = officer.counter.stage.frame, officer.counter.stage
    stage._slow.setInterval(1)
    note(officer, "đã gọi bà")
    with slow(officer):
        do(officer)
        until(frame.wait_chip.isVisible, "that it is said")
        assert frame.dialog is not None and frame.dialog.wait.isVisible()
    officer.no_dialog()
    until(lambda: not frame.wait_chip.isVisible(), "that nothing is waited for any more")
    with slow(officer):
        officer.key(Qt.Key.Key_3, ctrl=True)
        until(frame.wait_chip.isVisible, "that it is said of a page too")
    until(officer.counter.calls.page.isVisible, "the calls")
    assert not frame.wait_chip.isVisible()


def test_a_person_named_while_an_answer_is_on_its_way_is_named_after_it(officer: OfficerHands) -> None:
    filings = officer.counter.filings
    filings.waiting._begin("1.001193", "notice", "Trạm Y tế xã Đồng Văn", "")
    until(lambda: filings.page.isVisible() and filings.page.form is not None, "the form")
    officer.key(Qt.Key.Key_F2)
    form = officer.dialog(PersonForm)
    person = {"full_name": "Vàng Thị Mỷ", "id_number": "999162001234", "birth_date": "08/03/1962"}
    for key, text in (person | {"residence": "Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang"}).items():
        form.entries[key].setText(text)
    form.agreed.setChecked(True)
    with slow(officer):
        filings.page.given.emit("child.name", "sừng minh khuê")
        do(officer)
    officer.no_dialog()
    assert filings.page.form is not None and filings.page.form.person == "Vàng Thị Mỷ"
