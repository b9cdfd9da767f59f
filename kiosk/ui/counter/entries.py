"""Fields that an officer answers by keyboard: Vietnamese by Telex or VNI, choices by digit, lists as one types.

What may be chosen stands beneath the field, in the page itself: nothing is ever a window of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit

from kiosk.domain.unmarked import without_marks
from kiosk.ui.counter.parts import StaffButton, StaffKit, emptied
from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.keyboard.syllables import Style
from kiosk.ui.widgets.rooted import Rooted, RootedShowing

METHODS = (InputMethod.TELEX, InputMethod.VNI, InputMethod.KEYS)
"""In the order that one key goes through them; the last lets an input method of the computer's own write."""

SHOWN = 6  # suggestions beneath a field

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class StaffEntry(RootedShowing, QLineEdit):
    """One line. ``method``: how marks are written; letters that a computer's own input method commits stay as they
    are. ``given``: it was left, or Enter, with another text than it had."""

    given = Signal(str)

    def __init__(self, text: str = "", method: InputMethod = InputMethod.KEYS) -> None:
        super().__init__(text)
        self.method = method
        self.known = text  # what is kept
        self.setCursorPosition(0)
        self.editingFinished.connect(self._finished)

    def show_text(self, text: str) -> None:
        """What is kept now; what somebody is writing stays."""
        if not self.hasFocus() or self.text() == self.known:
            self.setText(text)
            self.setCursorPosition(0)
        self.known = text

    def _finished(self) -> None:
        if self.text() != self.known:
            self.known = self.text()
            self.given.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = len(typed) == 1 and typed.isascii() and typed.isalnum() and not event.modifiers() & _COMMANDS
        if self.method is InputMethod.KEYS or not plain or self.hasSelectedText() or self.isReadOnly():
            super().keyPressEvent(event)
            return
        text, at = self.text(), self.cursorPosition()
        edit = self.method.composer(text[:at], typed, Style.OLD, text[at:])
        self.setText(edit.applied(text[:at], text[at:]))
        self.setCursorPosition(at - edit.count + len(edit.text))
        self.textEdited.emit(self.text())
        event.accept()


class SuggestingEntry(Rooted):
    """A line with what it may be beneath it while it is written in: Down goes through them, Enter or Tab takes one.

    ``choices``: value and label; ``only``: nothing else is taken. ``asked``: what is typed, for who knows more
    (``suggest``). ``given``: a value.
    """

    given = Signal(str)
    asked = Signal(str)

    def __init__(
        self, kit: StaffKit, choices: Sequence[tuple[str, str]], value: str, method: InputMethod, *, only: bool
    ) -> None:
        super().__init__()
        self._kit, self._choices, self._only = kit, tuple(choices), only
        self.entry = StaffEntry(self._label(value), method)
        self.setFocusProxy(self.entry)
        self.entry.textEdited.connect(self._edited)
        self.entry.given.connect(self._take)
        self.entry.installEventFilter(self)
        box = kit.column(self, gap=4)
        box.addWidget(self.entry)
        self._list = kit.column(gap=4)
        box.addLayout(self._list)
        self._lines: list[tuple[str, str]] = []
        self._buttons: list[StaffButton] = []
        self._at = 0

    def show_text(self, value: str) -> None:
        self.entry.show_text(self._label(value))

    def suggest(self, lines: Sequence[tuple[str, str]]) -> None:
        """Value and label of what it may be; none: there is nothing to choose from."""
        emptied(self._list)
        self._lines, self._at = list(lines[:SHOWN]) if self.entry.hasFocus() else [], 0
        self._buttons = []
        for at, (_, label) in enumerate(self._lines):
            button = self._kit.button(label, partial(self._choose, at), role="option")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a touch on it must not leave the line first
            button.setCheckable(True)
            button.setChecked(at == 0)
            self._buttons.append(button)
            self._list.addWidget(button)

    def choose(self, digit: int) -> None:
        """Nothing is a digit where something is typed."""

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, lambda: self.suggest(()))
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._key(event.key()):
            return True
        return False

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down and not self._lines:
            self.suggest(self._matching(""))
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._lines:
            self._at = (self._at + (1 if key == Qt.Key.Key_Down else -1)) % len(self._lines)
            for at, button in enumerate(self._buttons):
                button.setChecked(at == self._at)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._lines:
            self._choose(self._at)
            return True
        return False

    def _label(self, value: str) -> str:
        return dict(self._choices).get(value, value)

    def _matching(self, text: str) -> list[tuple[str, str]]:
        """Those that begin so first; marks or none."""
        wanted = _plain(text)
        hits = [one for one in self._choices if wanted in _plain(one[1])]
        return sorted(hits, key=lambda one: not _plain(one[1]).startswith(wanted))

    def _edited(self, text: str) -> None:
        if self._choices:
            self.suggest(self._matching(text))
        self.asked.emit(text)

    def _choose(self, at: int) -> None:
        value, label = self._lines[at]
        self.suggest(())
        self.entry.setText(label)
        self.entry.known = label
        self.given.emit(value)

    def settle(self) -> None:
        """As if it were left now."""
        self._take(self.entry.text())

    def _take(self, text: str) -> None:
        """It was left: what was meant is the chosen suggestion, or what stands there where that may be."""
        exact = next((value for value, label in self._choices if _plain(label) == _plain(text)), None)
        if exact is not None or not self._only:
            self.given.emit(exact if exact is not None else text)
        elif self._lines and text.strip():
            self._choose(self._at)
        else:
            self.entry.setText("")
            self.entry.known = ""
            self.given.emit("")


class ChoiceRow(Rooted):
    """A few answers beside each other, each behind its digit. ``given``: a value."""

    given = Signal(str)

    def __init__(self, kit: StaffKit, choices: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__()
        self._values = [one for one, _ in choices]
        line = kit.row(self, gap=8)
        self._group = QButtonGroup(self)
        for at, (one, label) in enumerate(choices):
            button = kit.button(label, partial(self.given.emit, one), role="view", key=str(at + 1))
            button.setCheckable(True)
            self._group.addButton(button, at)
            line.addWidget(button)
        line.addStretch(1)
        self.setFocusProxy(self._group.button(0))
        self.show_text(value)

    def show_text(self, value: str) -> None:
        for at, one in enumerate(self._values):
            self._group.button(at).setChecked(one == value)

    def choose(self, digit: int) -> None:
        """By its digit."""
        if 1 <= digit <= len(self._values):
            self._group.button(digit - 1).setChecked(True)
            self.given.emit(self._values[digit - 1])


def _plain(text: str) -> str:
    return without_marks(text.strip().lower())


class NumberEntry(RootedShowing, QLineEdit):
    """A whole number, grouped while it is typed; empty is 0."""

    def __init__(self, kit: StaffKit, digits: int, value: int, changed: Callable[[], object]) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._kit, self._digits = kit, digits
        self.set_value(value)
        self.textEdited.connect(lambda _: self._group(changed))

    def value(self) -> int:
        return int("".join(filter(str.isdecimal, self.text()))[: self._digits] or 0)

    def set_value(self, value: int) -> None:
        self.setText(self._kit.number(value))

    def _group(self, changed: Callable[[], object]) -> None:
        self.set_value(self.value())
        changed()
