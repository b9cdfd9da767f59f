"""Cells of a page: how high one has to be, and what happens to the focus before one goes."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget


def let_go(widget: QWidget) -> None:
    """Take the focus from ``widget`` before it is hidden, or Qt would hand it on as if Tab had been pressed."""
    focused = QApplication.focusWidget()
    if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
        focused.clearFocus()


def height_of(widget: QWidget, width: int, *, anew: bool = True) -> int:
    """What ``widget`` needs at ``width``; ``anew``: not what Qt remembers of it."""
    layout = widget.layout() if anew else None
    if layout is not None:
        layout.invalidate()
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
