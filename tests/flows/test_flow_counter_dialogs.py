"""A dialog over a page: keys beneath it are silent, what is typed goes into it, and the hand finds its place again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

from kiosk.domain.desk_calls import CallKind
from kiosk.domain.submission import Legal
from kiosk.ui.counter.call_form import CallForm
from kiosk.ui.counter.dialogs import AskForm
from kiosk.ui.counter.key_list import KeyList
from kiosk.ui.counter.writing import WordsForm

SAID = "đã gọi bà"
OTHERS = (
    *(Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9),
    *(Qt.Key.Key_F10, Qt.Key.Key_F11),
)
"""Keys of a dossier, each of which would open another page or another dialog."""


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def settled(officer: OfficerHands) -> None:
    """Whatever was asked for by the keys before has come."""
    done: list[None] = []
    officer.counter.stage.act(lambda _: None, done.append, lambda _: None)
    until(lambda: bool(done), "whatever was asked for")


def noting(officer: OfficerHands) -> WordsForm:
    officer.key(Qt.Key.Key_F6)
    note = officer.dialog(WordsForm)
    officer.type(SAID, note.entry)
    return note


def test_no_key_turns_the_page_beneath_a_dialog_or_takes_what_is_written(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    note, frame, page = noting(officer), officer.counter.stage.frame, officer.counter.dossiers.page
    for digit in range(1, 9):
        officer.key(Qt.Key(Qt.Key.Key_0 + digit), ctrl=True)
    for key in OTHERS:
        officer.key(key)
    for key in (Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_Down):
        officer.key(key, ctrl=True)
    settled(officer)
    assert frame.pages.currentWidget() is page and page.sheet is not None and page.sheet.head.code == code
    assert officer.dialog(WordsForm) is note and note.entry.toPlainText() == SAID
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(officer.counter.calls.page.isVisible, "the calls, by the same key")


def test_a_key_that_was_off_before_a_dialog_is_off_after_it(officer: OfficerHands) -> None:
    officer.come_in()
    frame = officer.counter.stage.frame
    off = next(one for one in frame.pages.findChildren(QShortcut))
    off.setEnabled(False)
    officer.key(Qt.Key.Key_F1)
    officer.dialog(KeyList)
    on = [one for one in frame.findChildren(QShortcut) if one.isEnabled()]
    assert {one.key().toString() for one in on} <= {"Esc", "Ctrl+Return", "Ctrl+Enter", "Ctrl+L"}
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    assert [one for one in frame.findChildren(QShortcut) if not one.isEnabled()] == [off]


def test_who_comes_for_a_result_is_not_changed_beneath_a_dialog(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.store.outbox.set_legal(code, Legal.FINISHED)
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F10)
    page = officer.counter.giving.page
    until(lambda: page.isVisible() and bool(page.columns), "who comes")
    (column,) = page.columns
    officer.key(Qt.Key.Key_F1)
    officer.dialog(KeyList)
    officer.key(Qt.Key.Key_2, alt=True)
    assert page.columns == [column]
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    officer.key(Qt.Key.Key_2, alt=True)
    assert page.columns != [column], "the one who is authorised"


def test_arrows_go_on_where_they_were_before_a_dialog(officer: OfficerHands) -> None:
    now, add = officer.house.rooms.services.clock(), officer.store.calls.add
    for name in ("Giàng A Chứ", "Lò Văn Sìn"):
        add(CallKind.CALL_BACK, "", name, "0900 000 271", "số tài khoản", now)
    officer.come_in()
    page = officer.counter.calls.page
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(lambda: page.isVisible() and page.table.currentRow() == 0, "the calls")
    officer.key(Qt.Key.Key_N, ctrl=True)
    officer.dialog(CallForm)
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    officer.key(Qt.Key.Key_Down)
    assert page.table.currentRow() == 1


def test_what_is_typed_under_a_question_changes_nothing_beneath_it(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    cash = officer.open_bill()
    officer.type("160", cash.entry)  # 160.000 for 16.000
    officer.key(Qt.Key.Key_Return, ctrl=True)
    form = officer.dialog(AskForm)
    focused = officer.house.window.focusWidget()
    assert focused is not None and form.isAncestorOf(focused)
    officer.type("7")
    assert cash.entry.text() == "160"
    officer.key(Qt.Key.Key_Escape)
    officer.no_dialog()
    officer.key(Qt.Key.Key_Backspace)
    assert cash.entry.text() == "16", "the hand is at the sum again"
