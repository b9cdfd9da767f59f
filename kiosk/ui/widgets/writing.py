"""What is written into, by the keyboard on the glass or a physical one: text, caret, and what was refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.arrows import steer
from kiosk.ui.widgets.base import SPOKEN, Pressable
from kiosk.ui.widgets.shown_timer import ShownTimer
from kiosk.ui.widgets.written import PhysicalTyping, TypingRefusal, WrittenText

ANNOUNCED = 15
"""From so many letters before its end on, a field says how many it still takes."""


class WritingField(Pressable):
    """``edited(str)`` (the text is another), ``submitted`` (Enter), ``refused(TypingRefusal)``, ``caret_moved`` (the
    text is as before). The keyboard writes through ``replace_around``. While it is written in, a touch puts the caret.
    Subclasses paint."""

    role = AccessRole.ENTRY

    edited = Signal(str)
    submitted = Signal()
    refused = Signal(object)
    caret_moved = Signal()

    def __init__(
        self,
        look: Look,
        strings: Strings,
        value: str,
        limit: int,
        accepts: Callable[[str], bool] | None,
        parent: QWidget | None,
    ) -> None:
        super().__init__(look, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._strings = strings
        self._text = WrittenText(value, limit, accepts)
        self._typing: PhysicalTyping | None = None
        self._refusal: TypingRefusal | None = None
        self._editing, self._caret_shown = False, True
        self.digits = False  # it takes figures: what is left is counted in them
        self._blink = ShownTimer(self, 530, self._toggle_caret)

    # --- value ---

    @property
    def value(self) -> str:
        return self._text.value

    @property
    def caret(self) -> int:
        return self._text.caret

    def set_value(self, value: str) -> None:
        """Set the text from outside; ``edited`` is for the person's own changes and stays silent."""
        self._text.set(value)
        self._refusal = None
        self.retranslate()

    def insert(self, text: str) -> None:
        self.paste(text)

    def backspace(self) -> None:
        self.replace_around(1, "")

    def clear(self) -> None:
        self._text.caret = len(self._text.value)
        self.replace_around(self._text.caret, "")

    def before(self) -> str:
        """The text before the caret: what composition looks at."""
        return self._text.before()

    def after(self) -> str:
        return self._text.after()

    def replace_around(self, count: int, text: str, ahead: int = 0, tail: str = "") -> None:
        """Put ``text`` in place of ``count`` letters before the caret, ``tail`` in place of ``ahead`` after it. What is
        refused is said."""
        old, caret = self._text.value, self._text.caret
        self._changed_from(self._text.replace(count, text, ahead, tail), old, caret)

    def paste(self, text: str) -> None:
        old, caret = self._text.value, self._text.caret
        self._changed_from(self._text.paste(text), old, caret)

    def _changed_from(self, refusal: TypingRefusal | None, old: str, caret: int) -> None:
        self._refusal = refusal
        self._show_caret()
        if self._text.value != old:
            self._say_written()
            self.edited.emit(self._text.value)
        elif self._text.caret != caret:
            self.caret_moved.emit()
        if refusal is not None:
            self.refused.emit(refusal)
            self.retranslate()

    def _say_written(self) -> None:
        """The text is another, and the field as large as before."""
        self.setAccessibleName(self.spoken())
        self.update()

    def move_caret(self, by: int) -> None:
        """So many letters to the right; to the left where it is less than nothing."""
        self._text.move(by)
        self._show_caret()
        self.caret_moved.emit()

    def set_typing(self, typing: PhysicalTyping | None) -> None:
        self._typing = typing

    # --- state ---

    @property
    def editing(self) -> bool:
        return self._editing

    def set_editing(self, editing: bool) -> None:
        self._editing = editing
        self._caret_shown = True
        if editing and not self.look.reduced_motion:
            self._blink.begin()
        else:
            self._blink.end()
        self.update()

    def notice(self) -> str:
        """What the chip in the field says: what was refused, or how much room is left once that is little."""
        if self._refusal is not None:
            digits = self.digits and self._refusal is TypingRefusal.FULL
            return self._strings.say(
                "widget.refused.full_digits" if digits else f"widget.refused.{self._refusal.value}"
            )
        left = self._text.left
        if not self._editing or left > ANNOUNCED or left >= self._text.limit:
            return ""
        return self._strings.say("widget.digits_left" if self.digits else "widget.letters_left", n=left)

    def _show_caret(self) -> None:
        self._caret_shown = True
        self.update()

    def _toggle_caret(self) -> None:
        self._caret_shown = not self._caret_shown
        self.update()

    # --- physical keys, and a finger on the text ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not self._editing:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif key == Qt.Key.Key_Backspace:
            self._typing.erase() if self._typing else self.backspace()
        elif key == Qt.Key.Key_Delete:
            self._delete()
        elif key in SPOKEN and key != Qt.Key.Key_Space:
            self.submitted.emit()
        elif plain and text and text.isprintable():
            self._typing.letter(text) if self._typing else self.insert(text)
        elif not self._moved_caret(key) and not steer(self, key):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._editing:
            event.accept()
        else:
            super().keyReleaseEvent(event)

    def _delete(self) -> None:
        if self.after():
            self._text.move(1)
            self.backspace()

    def _moved_caret(self, key: Qt.Key) -> bool:
        here, end = self._text.caret, len(self._text.value)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -here, Qt.Key.Key_End: end - here}
        if key not in steps:
            return False
        self.move_caret(steps[key])
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._editing and event.commitString():
            self.insert(event.commitString())
        event.accept()

    def release(self, at: QPointF) -> None:
        """A finger on the text puts the caret where it is nearest; the field is touched all the same."""
        if self._grasped and self._editing:
            self._text.place(self.letter_at(at.x()))
            self._show_caret()
            self.caret_moved.emit()
        super().release(at)

    def letter_at(self, x: float) -> int:
        """Between which two letters a finger at ``x`` means."""
        return len(self.value)
