"""A dossier is in one officer's hand for as long as it is shown; left by any way, it is its colleagues' at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands, counter_kiosk, until
from PySide6.QtCore import QSize, Qt

from kiosk.ui.counter.key_list import KEYS, KeyList
from kiosk.ui.counter.mending import MendForm


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def holder(officer: OfficerHands, code: str) -> int:
    return officer.store.dossier_book.head(code).holder


def test_it_is_free_as_soon_as_another_page_is_asked_for(officer: OfficerHands) -> None:
    first, second = officer.dossier(), officer.dossier("Giàng A Chứ", "999148000271")
    officer.come_in()
    pao = officer.counter.stage.session.number
    officer.open_dossier(first)
    assert holder(officer, first) == pao
    officer.key(Qt.Key.Key_F7)
    until(officer.counter.money.cash.isVisible, "its bill")
    assert holder(officer, first) == pao, "what is done with it is shown"
    officer.key(Qt.Key.Key_1, ctrl=True)
    until(lambda: holder(officer, first) == 0, "that it is free")
    officer.open_dossier(second)
    officer.key(Qt.Key.Key_F3)
    officer.type(first, officer.counter.stage.frame.search)
    until(lambda: holder(officer, second) == 0, "that it is free: another one is looked for")
    officer.key(Qt.Key.Key_Return)
    until(lambda: holder(officer, first) == pao, "the other one")
    officer.counter.dossiers.open_dossier(second)
    until(lambda: (holder(officer, first), holder(officer, second)) == (0, pao), "one in hand at a time")


def test_one_that_was_asked_for_and_not_waited_for_is_free(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.come_in()
    officer.counter.dossiers.open_dossier(code)
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(officer.counter.calls.page.isVisible, "the calls")
    done: list[None] = []
    officer.counter.stage.act(lambda _: None, done.append)
    until(lambda: bool(done), "whatever was asked for before")
    assert holder(officer, code) == 0


def test_a_key_of_the_dialog_is_not_one_of_the_page_beneath(tmp_path: Path, qapp: object) -> None:
    """Upright, Alt and a digit show a leaf of the dossier; in a dialog over it they choose."""
    with counter_kiosk(tmp_path, QSize(810, 1440)) as officer:
        officer.staff()
        code = officer.dossier()
        officer.come_in()
        officer.open_dossier(code)
        leaves = officer.counter.dossiers.page.leaves
        officer.key(Qt.Key.Key_F2)
        form = officer.dialog(MendForm)
        officer.key(Qt.Key.Key_2, alt=True)
        assert form.options.chosen == "differs"
        officer.key(Qt.Key.Key_Escape)
        officer.no_dialog()
        officer.key(Qt.Key.Key_2, alt=True)
        assert [one.isChecked() for one in leaves.names] == [False, True, False]


def test_every_key_stands_in_the_list_of_f1(officer: OfficerHands) -> None:
    officer.come_in()
    officer.key(Qt.Key.Key_F1)
    officer.dialog(KeyList)
    names = {"↑": "Up", "↓": "Down", "PgDn": "PgDown"}
    listed = {
        "Ctrl+Return",
        *(f"Ctrl+{one}" for one in (*range(1, 9), "Up", "Down")),
        *map(str, range(10)),
        *(names.get(key, key) for group in KEYS.values() for key, _ in group),
    }
    assert set(officer.counter.keys.table()) <= listed
