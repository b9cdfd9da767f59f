"""What holds for every page of staff's: no word is cut, nothing leaves its window, targets are large enough."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable

SLACK = 3  # pixels: a letter leans over its edge by as much
LEAST = 46  # pixels of a window 1080 high: what a finger hits


def faults(window: QWidget, kit: StaffKit) -> Iterator[str]:
    """What is wrong with what is shown now."""
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
        least = max((label.fontMetrics().horizontalAdvance(one) for one in _words(_plain(label))), default=0)
        if least > label.contentsRect().width() + SLACK:
            yield f"a word of {label.text()!r} is wider than {label.width()}"
    else:
        high = label.sizeHint().height()
        if label.sizeHint().width() > label.width() + SLACK:
            yield f"{label.text()!r} wants {label.sizeHint().width()}, has {label.width()}"
    if high > label.height() + SLACK and label.property("role") not in ("kbd", "kbd-on"):
        yield f"{label.text()!r} is {high} high, in {label.height()}"


def _words(text: str) -> list[str]:
    """What a line never ends within: a zero-width space lets it."""
    return text.replace("\u200b", " ").split()


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
