"""A field that is written in: the keyboard under it, answers that need one touch only, and how marks are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from kiosk.domain.money import Money
from kiosk.domain.procedure import FieldType, FormField
from kiosk.ui.keyboard import Keyboard, Mode, allowed, figure
from kiosk.ui.resident.editor import OFFERED, Editor, Writing
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import live
from kiosk.ui.resident.views import FieldView
from kiosk.ui.resident.writing_ways import WritingWays
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import AnswerField, Button, ButtonKind, Label, Note
from kiosk.ui.widgets.text import beginning

_PADS = {
    **dict.fromkeys((FieldType.ID_NUMBER, FieldType.PHONE, FieldType.NUMBER, FieldType.MONEY), ""),
    **{FieldType.TAX_CODE: "-", FieldType.TIME: ":"},
}
"""What is written by figures alone, and one more sign on their pad."""

_COUNTED = (FieldType.ID_NUMBER, FieldType.PHONE, FieldType.NUMBER, FieldType.MONEY, FieldType.TAX_CODE)
"""Of which one says how many digits are left."""

_CODES = (FieldType.EMAIL, FieldType.PAPER_NUMBER)
_HINTED = (*_CODES, FieldType.MONEY, FieldType.TIME, FieldType.TAX_CODE, FieldType.NUMBER)


def _pad_of(item: FormField) -> str | None:
    return "" if item.shape else _PADS.get(item.type)


def _of_time(mark: str) -> bool:
    return figure(mark) or mark in ":."


def _of_tax_code(mark: str) -> bool:
    return figure(mark) or mark == "-"


def _of_code(mark: str) -> bool:
    return mark.isascii() and mark.isprintable() and mark != " "


def _of_phone(mark: str) -> bool:
    return figure(mark) or mark in "+ ."


_ACCEPTED: Mapping[FieldType, Callable[[str], bool]] = {
    FieldType.NAME: allowed,
    FieldType.ID_NUMBER: figure,
    FieldType.NUMBER: figure,
    FieldType.MONEY: figure,
    FieldType.TIME: _of_time,
    FieldType.TAX_CODE: _of_tax_code,
    FieldType.EMAIL: _of_code,
    FieldType.PAPER_NUMBER: _of_code,
    FieldType.PHONE: _of_phone,
}


class TextEditor(Editor):
    """A field with the keyboard under it, and answers that need one touch only."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        item = view.field
        long = item.type in (FieldType.ADDRESS, FieldType.TEXT)  # it shall be seen whole
        kind = item.type
        example: Text = strings.phrase("form.example", text=item.example) if item.example else ""
        if not item.example and kind in _HINTED:
            example = strings.phrase(f"form.kind.{kind.value}")
        self.field = AnswerField(
            look,
            strings,
            value=value,
            placeholder=example,
            large=not (long or look.large),
            limit=item.max_length,
            accepts=_ACCEPTED.get(kind),
        )
        self.field.digits = kind in _COUNTED or bool(item.shape)
        self._sum = Note(look, "coin", "", "ink") if kind is FieldType.MONEY else None
        self._ways = WritingWays(look, strings, _pad_of(item) is None and kind not in _CODES, view.names)
        self._ways.refolded.connect(self.refolded)
        self.field.caret_moved.connect(self._ways.refresh)
        self._writing = self._wrong = False
        self._mend = Button(
            look, strings.phrase("form.mend"), ButtonKind.SECONDARY, "pencil", height=104, role=TextRole.SMALL_BUTTON
        )
        self._mend.clicked.connect(self._write_again)
        self.field.clicked.connect(self._write_again)
        self.field.edited.connect(lambda _: self._typed())
        self.field.submitted.connect(self.submitted)
        self._offers = [self._offer(text) for text in view.suggestions]
        self._choose = Label(look, strings.phrase("form.or_choose"), TextRole.LEAD, "ink2")
        self.write(not self._offers)
        self._mark()

    @property
    def value(self) -> str:
        text = self.field.value.strip()
        if text == self._first.strip():  # from a card, or typed before: nobody has touched it
            return self._first
        return " ".join(text.split()) if self.view.field.type is FieldType.NAME else text

    def write_with(self, keyboard: Keyboard) -> None:
        """By this keyboard."""
        self._ways.attach(keyboard)

    def keyboard_attached(self) -> None:
        self._ways.refresh()

    def write(self, on: bool) -> None:
        """Bring the keyboard. Where an answer can be touched instead, it comes only when the field is."""
        self._writing = on
        self.field.set_editing(on)
        for widget in (self._choose, *self._offers):
            widget.setProperty("folded", on)
        self._mend.setProperty("folded", on or not self._wrong)
        self._ways.show(on)
        self.wants_keyboard.emit(on)

    def give_way(self) -> None:
        """What is wrong finds no room beside the keyboard: it is read first, and the keyboard comes when it is asked
        for again. Nothing happens where nothing is wrong."""
        if self._writing and self._wrong:
            self.write(False)

    def _write_again(self) -> None:
        if self._wrong and not self._writing:
            self.set_error(None)  # it was read
        self.write(True)

    @property
    def writing(self) -> Writing | None:
        if not self._writing:
            return None
        kind = self.view.field.type
        extra = _pad_of(self.view.field)
        if kind in _CODES:
            return Writing(self.field, Mode.CODES)
        if extra is not None:
            return Writing(self.field, Mode.NUMBERS, extra=extra)
        return Writing(self.field, names=kind is FieldType.NAME)

    def blocks(self) -> list[QWidget | LeafRow]:
        offers = LeafRow(tuple(self._offers))
        more = [LeafRow((self._choose,), keep=True, air=12), offers] if self._offers else []
        return [self.field, *([self._sum] if self._sum else []), self._mend, *more, *self._ways.blocks()]

    def set_error(self, sentence: Text | None, *, calm: bool = False) -> None:
        self._wrong = sentence is not None
        self.field.set_error(sentence, calm=calm)

    def _offer(self, text: str) -> Button:
        words = beginning(text, OFFERED)
        button = Button(self.look, words, ButtonKind.SECONDARY, height=112, role=TextRole.SMALL_BUTTON)
        button.clicked.connect(lambda: self._take(text))
        return button

    def _take(self, text: str) -> None:
        self.field.set_value(text)
        self.field.set_error(None)
        self._mark()
        self.picked.emit(text)

    def _typed(self) -> None:
        self._wrong = False  # the field lets go of its sentence with the first letter
        self._mark()
        self._ways.refresh()
        self.typed.emit()
        if self._sum is not None:
            self.refolded.emit()

    def _tell_sum(self) -> None:
        """A sum of money with its groups, and in words: what a nought too many comes to is seen at once."""
        if self._sum is None:
            return
        money = Money.parse(self.field.value)
        self._sum.setProperty("folded", money is None)
        if money is not None:
            words = live(self.strings, lambda now: f"**{money.text}**. {money.in_words(now.language)}")
            self._sum.set_text(words)

    def _mark(self) -> None:
        self._tell_sum()
        for button, text in zip(self._offers, self.view.suggestions, strict=True):
            button.set_text(beginning(text, OFFERED), "check" if text == self.field.value else "")
            button.set_selected(text == self.field.value)
