"""Every page of the counter upright: no word is cut, nothing leaves its window, targets are
large enough for a finger."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter_board import counter_board, settle
from painted_text import watched_text
from PySide6.QtWidgets import QApplication
from sampling import current
from staff_rules import cut_cells, cut_words, faults

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import Rooted

SETTINGS = ("up-light-100-vi", "up-contrast-150-en")
"""Glass, theme, letters, language: those that were played; counter_board.py paints any other, to be looked at."""


def chosen() -> list[str]:
    """One of them in a sample, another by each commit."""
    return current().of("counter pages", SETTINGS, 1)


@pytest.mark.parametrize("setting", chosen())
def test_every_page_stands_whole(setting: str, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = []
    with watched_text(monkeypatch) as painted, counter_board(tmp_path, setting) as board:
        for page in board.pages():
            board.window.grab()
            wrong += [f"{page}: {one}" for one in faults(board.window, board.counter.stage.kit)]
    assert wrong == [] and painted.faults == []


def test_what_is_cut_is_seen(qapp: QApplication) -> None:
    """A name in a label that is too small for it, and one in a cell."""
    kit = StaffKit(Look(), Strings("vi"))
    holder = Rooted()
    holder.stand_alone()
    label = kit.label("Nguyễn Thị Ngữ Ẩn", "h1")
    label.setParent(holder)
    label.setGeometry(0, 0, 60, 12)
    table = StaffTable(kit, ["Tên"], (120,), high=30)
    table.setParent(holder)
    table.fill([["<b>Nguyễn Thị Ngữ Ẩn Nghiêng</b>"]])
    holder.show()
    settle()
    assert len(list(cut_words(label))) == 2 and len(list(cut_cells(table))) == 1
    holder.hide()
