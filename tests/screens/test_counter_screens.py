"""Every page of the counter, on a kiosk's glass and on an officer's screen: no word is cut, nothing leaves its window,
targets are large enough for a finger."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from counter_board import CounterBoard, counter_board, settle
from hall_board import HallBoard, hall_board
from painted_text import watched_text
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QWidget
from sampling import current
from staff_rules import SLACK, cut_cells, cut_words
from staff_rules import faults as staff_faults

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import Rooted

UPRIGHT = ("up-light-100-vi", "up-contrast-150-en", "up-dark-200-vi")
LYING = (
    *("lying-light-150-en", "lying-contrast-200-vi", "lying-dark-100-en"),
    *("small-light-200-en", "small-contrast-100-vi", "small-dark-150-vi"),
)
"""Glass, theme, letters, language: every two values that can meet do so in one of them."""

VALUES = (("up", "lying", "small"), ("light", "contrast", "dark"), ("100", "150", "200"), ("vi", "en"))


def chosen(table: str) -> list[str]:
    """One upright and one lying in a sample, others by each commit."""
    sample = current()
    return [*sample.of(f"{table} upright", UPRIGHT, 1), *sample.of(f"{table} lying", LYING, 1)]


def test_every_two_settings_meet() -> None:
    def pairs(rows: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
        return {pair for one in rows for pair in itertools.combinations(one, 2)}

    assert pairs(one.split("-") for one in (*UPRIGHT, *LYING)) == pairs(itertools.product(*VALUES))


@pytest.mark.parametrize("setting", chosen("counter pages"))
def test_every_page_stands_whole(setting: str, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = []
    with watched_text(monkeypatch) as painted, counter_board(tmp_path, setting) as board:
        for page in board.pages():
            board.window.grab()
            wrong += [f"{page}: {one}" for one in faults(board)]
    assert wrong == [] and painted.faults == []


@pytest.mark.parametrize("setting", chosen("counter strangers"))
def test_names_of_80_letters_push_nothing(
    setting: str, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Officer, chief, applicant, child and mother alike."""
    wrong = []
    with watched_text(monkeypatch) as painted, counter_board(tmp_path, f"{setting}-long") as board:
        for page in board.pages():
            board.window.grab()
            wrong += [f"{page}: {one}" for one in faults(board)]
    assert wrong == [] and painted.faults == []


@pytest.mark.parametrize("setting", current().of("hall pages", LYING, 2))
def test_the_halls_own_pages_stand_whole(
    setting: str, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = []
    with watched_text(monkeypatch) as painted, hall_board(tmp_path, setting) as board:
        for page in board.pages():
            board.window.grab()
            wrong += [f"{page}: {one}" for one in faults(board)]
    assert wrong == [] and painted.faults == []


def faults(board: CounterBoard | HallBoard) -> Iterator[str]:
    """What is wrong with what is shown now."""
    window = board.window
    if window.minimumSizeHint().width() > board.size.width() or window.size() != board.size:
        yield f"the window is {window.width()} x {window.height()}, wants {window.minimumSizeHint().width()} at least"
    yield from staff_faults(window, board.kit)
    for one in window.findChildren(QWidget):
        if one.isVisible() and isinstance(one, StaffTable):
            yield from cut_heads(one)
        elif one.isVisible() and isinstance(one, QCheckBox):
            yield from cut_check(one)


def cut_heads(table: StaffTable) -> Iterator[str]:
    head = table.horizontalHeader()
    for place in range(table.columnCount() if not head.isHidden() else 0):
        if head.sectionSizeHint(place) > head.sectionSize(place) + SLACK:
            yield f"a head {table.horizontalHeaderItem(place).text()!r} has {head.sectionSize(place)}"


def cut_check(check: QCheckBox) -> Iterator[str]:
    wanted = check.sizeHint()
    if wanted.width() > check.width() + SLACK or wanted.height() > check.height() + SLACK:
        yield f"{check.text()!r} wants {wanted.toTuple()}, has {check.size().toTuple()}"


def test_what_is_cut_is_seen(qapp: QApplication) -> None:
    """A name in a label that is too small for it, and one in a cell."""
    kit = StaffKit(Look(), Strings("vi"))
    holder = Rooted()
    holder.stand_alone()
    label = kit.label("Nguyễn Thị Ngữ Ẩn", "chip-info")
    label.setParent(holder)
    label.setGeometry(0, 0, 60, 12)
    table = StaffTable(kit, ["Tên"], (120,), high=30)
    table.setParent(holder)
    table.fill([["<b>Nguyễn Thị Ngữ Ẩn Nghiêng</b>"]])
    holder.show()
    settle()
    table.setRowHeight(0, 20)
    assert len(list(cut_words(label))) == 2 and len(list(cut_cells(table))) == 1
    holder.hide()


ARROWS = {"↓": "Down", "↑": "Up", "PgDn": "PgDown"}
OF_QT = {"Enter", "Space"}
"""Keys that Qt's own widgets hear: a table, a line, a button."""


def dead_keys(board: CounterBoard) -> Iterator[str]:
    """Keys that stand on a button which is shown, and mean nothing where it is."""
    window, keys = board.window, board.counter.keys
    own = {one.key().toString() for one in window.findChildren(QShortcut) if _heard(one)}
    for button in window.findChildren(QAbstractButton):
        own.add(button.shortcut().toString() if button.isVisible() else "")
    for hint in window.findChildren(QLabel):
        if not hint.isVisible() or not str(hint.property("role")).startswith("kbd") or not _in_button(hint):
            continue
        key = hint.text()
        for sign, name in ARROWS.items():
            key = key.replace(sign, name)
        if key not in OF_QT and not (
            keys.means(key) or (key in own and not key.isdecimal() and key not in keys.table())
        ):
            yield f"{key!r} does nothing here"


def _heard(shortcut: QShortcut) -> bool:
    parent = shortcut.parent()
    return isinstance(parent, QWidget) and parent.isVisible()


def _in_button(hint: QLabel) -> bool:
    parent = hint.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractButton):
        parent = parent.parentWidget()
    return parent is not None


def test_a_key_that_stands_on_a_button_does_something(tmp_path: Path, qapp: object) -> None:
    with counter_board(tmp_path, "small-light-100-vi") as board:
        dead = [f"{page}: {one}" for page in board.pages() for one in dead_keys(board)]
    assert dead == []
