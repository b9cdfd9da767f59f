"""Every page of the counter upright: no word is cut, nothing leaves its window, targets are
large enough for a finger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_board import CounterBoard, counter_board, settle
from painted_text import watched_text
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from sampling import current

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import Rooted

SETTINGS = ("up-light-100-vi", "up-contrast-150-en")
"""Glass, theme, letters, language: those that were played; counter_board.py paints any other, to be looked at."""

SLACK = 3  # pixels: a letter leans over its edge by as much
LEAST = 46  # pixels of a window 1080 high: what a finger hits


def chosen() -> list[str]:
    """One of them in a sample, another by each commit."""
    return current().of("counter pages", SETTINGS, 1)


@pytest.mark.parametrize("setting", chosen())
def test_every_page_stands_whole(setting: str, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = []
    with watched_text(monkeypatch) as painted, counter_board(tmp_path, setting) as board:
        for page in board.pages():
            board.window.grab()
            wrong += [f"{page}: {one}" for one in faults(board)]
    assert wrong == [] and painted.faults == []


def faults(board: CounterBoard) -> Iterator[str]:
    """What is wrong with what is shown now."""
    kit, window = board.counter.stage.kit, board.window
    for one in window.findChildren(QWidget):
        if not one.isVisible() or one.width() <= 0:
            continue
        if isinstance(one, QLabel):
            yield from cut_words(one)
        elif isinstance(one, StaffTable):
            yield from cut_cells(one)
        elif isinstance(one, QScrollArea):
            yield from too_wide(one)
        elif isinstance(one, QAbstractButton):
            yield from too_small(one, kit)
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            yield from outside(one, window)


def cut_words(label: QLabel) -> Iterator[str]:
    if not label.text() or not label.pixmap().isNull():
        return
    if label.wordWrap():
        high = label.heightForWidth(label.width())
        least = max((label.fontMetrics().horizontalAdvance(one) for one in _plain(label).split()), default=0)
        if least > label.contentsRect().width() + SLACK:
            yield f"a word of {label.text()!r} is wider than {label.width()}"
    else:
        high = label.sizeHint().height()
        if label.sizeHint().width() > label.width() + SLACK:
            yield f"{label.text()!r} wants {label.sizeHint().width()}, has {label.width()}"
    if high > label.height() + SLACK and label.property("role") not in ("kbd", "kbd-on"):
        yield f"{label.text()!r} is {high} high, in {label.height()}"


def _plain(label: QLabel) -> str:
    return "" if label.textFormat() is Qt.TextFormat.RichText else label.text()


def cut_cells(table: StaffTable) -> Iterator[str]:
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            item = table.item(row, column)
            if item is None or not item.text():
                continue
            wide, high = table.columnWidth(column), table.rowHeight(row)
            document = table.document(item.text(), wide)
            if document.height() > high + SLACK or document.width() > wide + SLACK:
                yield f"a cell {item.text()[:60]!r} wants {document.width()} x {document.height()}, has {wide} x {high}"


def too_wide(area: QScrollArea) -> Iterator[str]:
    inner = area.widget()
    if inner is not None and inner.width() > area.viewport().width() + SLACK:
        names = ", ".join(type(one).__name__ for one in inner.findChildren(QWidget) if one.width() > area.width())
        yield f"{inner.objectName() or 'a page'} is {inner.width()} wide in {area.viewport().width()}: {names}"


def too_small(button: QAbstractButton, kit: StaffKit) -> Iterator[str]:
    if min(button.width(), button.height()) < kit.px(LEAST) - SLACK and button.isEnabled():
        yield f"{button.accessibleName() or button.text()!r} is {button.width()} x {button.height()}"


def outside(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Past the edge of what holds it, but for what is scrolled up and down."""
    place, parent = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()), widget.parentWidget()
    if place.left() < -SLACK or place.right() > window.width() + SLACK:
        yield f"{_name(widget)} leaves the window: {place.getRect()}"
    while parent is not None and parent is not window:
        if isinstance(parent.parentWidget(), QScrollArea):
            return
        parent = parent.parentWidget()
    if place.bottom() > window.height() + SLACK or place.top() < -SLACK:
        yield f"{_name(widget)} leaves the window: {place.getRect()}"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text!r}"


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
