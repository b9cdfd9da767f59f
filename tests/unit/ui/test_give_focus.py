"""Keys go to what was just laid out, from the moment on that it is there."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.staff.focus import give_focus
from kiosk.ui.widgets.rooted import Rooted


def test_what_was_just_laid_out_has_it_at_once_and_keeps_it(qapp: object, qtbot: object) -> None:
    window = Rooted()
    box = QVBoxLayout(window)
    window.stand_alone()
    page, button, entry, away = QWidget(window), QPushButton(), QLineEdit(), QLineEdit()
    inner = QVBoxLayout(page)
    for one in (button, away, entry):
        inner.addWidget(one)
    away.hide()
    box.addWidget(page)
    assert not entry.isVisible(), "Qt shows it later"
    give_focus(entry)
    assert entry.isVisible() and window.focusWidget() is entry
    qapp.processEvents()  # type: ignore[attr-defined]
    assert window.focusWidget() is entry and not away.isVisible()


def test_no_window_is_opened_by_it(qapp: object) -> None:
    entry = QLineEdit()
    give_focus(entry)
    assert not entry.isVisible()
