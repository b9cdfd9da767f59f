"""Shortcuts that are heard by one widget alone.

PySide takes ``context=`` beside a function without a word and leaves it out: such a key is then heard in the whole
window, presses nothing that has the focus, and means nothing where another one has the same key.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_in(widget: QWidget, key: str, act: Callable[[], object]) -> None:
    """``key`` does that while ``widget`` itself has the focus: elsewhere the space bar presses what has it, and Enter
    ends a line."""
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(act)
