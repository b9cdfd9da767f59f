"""What stands between a field and the keyboard: how marks are written, and the two spellings of Thúy."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.name_parts import NameParts
from kiosk.ui.keyboard import InputMethod, Keyboard
from kiosk.ui.keyboard.syllables import tone_index
from kiosk.ui.keyboard.target import Target
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.name_offers import NameOffers
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, Label, Note, Segmented
from kiosk.ui.widgets.layouts import Row
from kiosk.ui.widgets.options import Stack

_METHODS = tuple(InputMethod)


class Spellings(Stack):
    """Thúy or Thuý: both are right, and only the paper knows."""

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, spacing=10)
        self.buttons = [Button(look, "", ButtonKind.CHOICE, role=TextRole.VALUE) for _ in range(2)]
        row = Row(look, spacing=20, equal=True)
        for button in self.buttons:
            row.addWidget(button, 1)
        self.column.put(Label(look, strings.phrase("keyboard.spelling"), TextRole.LABEL, "ink2"))
        self.column.addLayout(row)

    def show_words(self, words: tuple[str, str], present: str) -> None:
        """Both, always in the same order; ``present`` is the one that stands in the field."""
        for button, word in zip(self.buttons, words, strict=True):
            button.set_text(word, "check" if word == present else "")
            button.set_selected(word == present)


class WritingWays(QObject):
    """``letters``: there are marks to write. Where there is no room for it, the keyboard has it behind a key."""

    refolded = Signal()

    def __init__(self, look: Look, strings: Strings, letters: bool, names: NameParts | None = None) -> None:
        super().__init__()
        self._name_parts, self.offers = names, NameOffers(look) if names is not None else None
        if self.offers is not None:
            self.offers.taken.connect(self._complete)
        self._strings, self._letters = strings, letters
        self._keyboard: Keyboard | None = None
        self._shown = False
        method_names = [strings.phrase(f"keyboard.method.{one.value}") for one in _METHODS]
        self.methods = Segmented(look, strings.phrase("keyboard.method_title"), method_names)
        self.methods.chosen.connect(self._choose)
        self.hint = Note(look, "info-circle", "")
        self.spellings = Spellings(look, strings)
        for index, button in enumerate(self.spellings.buttons):
            button.clicked.connect(self._first if index == 0 else self._second)
        self._fold()

    def blocks(self) -> list[QWidget | LeafRow]:
        offers = [LeafRow((self.offers,), optional=True)] if self.offers is not None else []
        ways = (self.methods, self.spellings, self.hint)
        return [*offers, *(LeafRow((one,), optional=True, first_to_go=bool(offers)) for one in ways)]

    def attach(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard
        keyboard.method_chosen.connect(self.refresh)
        self.refresh()

    def show(self, on: bool) -> None:
        self._shown = on
        self.refresh()

    def refresh(self) -> None:
        """After a letter, a move of the caret, another choice."""
        if self._keyboard is not None:
            method = self._keyboard.method
            self.methods.set_chosen(_METHODS.index(method))
            self.hint.set_text(self._strings.phrase(f"keyboard.method_hint.{method.value}"))
            if words := self._words():
                self.spellings.show_words((words[0], words[1]), words[2])
            self._show_offers(self._keyboard.typist.target)
        self._fold()

    def _show_offers(self, target: Target | None) -> None:
        """At the end of what is written; nothing in the middle of a word."""
        if self.offers is not None and self._name_parts is not None:
            ends = target is not None and not target.after()
            self.offers.show_syllables(self._name_parts.offers(target.before()) if target is not None and ends else ())

    def _complete(self, syllable: str) -> None:
        if self._keyboard is not None:
            self._keyboard.typist.complete(syllable)

    def _words(self) -> tuple[str, str, str] | None:
        """The two spellings in their order, and the one that stands there."""
        spelling = self._keyboard.typist.other_spelling if self._keyboard else None
        if spelling is None:
            return None
        first, second = sorted(spelling, key=lambda word: tone_index(word) or 0)
        return first, second, spelling[0]

    def _fold(self) -> None:
        shown = self._shown and self._letters
        asked = shown and self._words() is not None
        folds: dict[QWidget, bool] = {
            self.methods: not shown,
            self.spellings: not asked,
            self.hint: not shown or asked,
        }
        if self.offers is not None:
            folds[self.offers] = not shown
        if all(widget.property("folded") is folded for widget, folded in folds.items()):
            return
        for widget, folded in folds.items():
            widget.setProperty("folded", folded)
        self.refolded.emit()

    def _choose(self, index: int) -> None:
        if self._keyboard is not None:
            self._keyboard.set_method(_METHODS[index])

    def _first(self) -> None:
        self._respell(0)

    def _second(self) -> None:
        self._respell(1)

    def _respell(self, index: int) -> None:
        words = self._words()
        if self._keyboard is not None and words is not None:
            self._keyboard.typist.respell(words[index])
