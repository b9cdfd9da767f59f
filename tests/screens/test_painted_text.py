"""Words as they are painted, where the sizes of widgets alone told nothing: they leave no widget."""

from __future__ import annotations

import pytest
import resident_board as board
from painted_text import watched_text
from PySide6.QtWidgets import QWidget

from kiosk.ui import resident as r
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import DatePart, Label

LOOKED_AT = [
    ("03b-reading", "up-contrast-200-vi"),
    ("03b-reading", "lying-light-200-vi"),
    ("03-identify-laid", "up-contrast-200-vi"),
    ("06-birth", "small-light-100-vi"),
    ("06-name-telex", "up-light-150-vi"),
    ("06-name-spellings", "small-light-100-vi"),
    ("06-signs", "up-contrast-200-vi"),
    ("08-review-open", "up-contrast-200-vi"),
    ("08-review-open", "small-light-100-vi"),
    ("09-received", "up-contrast-200-vi"),
    ("10-track-fee", "up-contrast-200-vi"),
]


@pytest.mark.parametrize(("name", "setting"), LOOKED_AT)
def test_no_painted_word_is_cut(name: str, setting: str, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched_text(monkeypatch) as seen:
        for shell, _ in board.shown(name, setting):
            shell.grab()
    assert seen.faults == []


@pytest.mark.parametrize("setting", ["small-light-100-vi", "lying-light-200-vi", "up-contrast-200-vi"])
def test_no_year_is_cut(setting: str, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched_text(monkeypatch) as seen:
        for shell, made in board.shown("06-birth", setting):
            assert isinstance(made.screen, r.FormScreen)
            picker = made.screen.editor.picker  # type: ignore[union-attr]
            for part in DatePart:
                picker.open(part)
                board.settle()
                shell.grab()
            picker._show_decades()
            board.settle()
            shell.grab()
    assert seen.faults == []


def test_what_is_cut_is_seen(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word in a widget that is too small for it."""
    holder, look = QWidget(), Look()
    label = Label(look, "Nguyễn Thị Ngữ Ẩn", TextRole.H1)
    label.setParent(holder)
    label.setGeometry(0, 0, 400, 30)
    with watched_text(monkeypatch) as seen:
        holder.grab()
    assert seen.faults and str(Strings("vi").language) == "vi"
