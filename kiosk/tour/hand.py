"""The hand that fills a form: it touches tiles, keys, days and one-touch answers, as a person would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint

from kiosk.tour.answers import Answer, Choose, Count, Date, Leave, Suggested, Type
from kiosk.tour.finger import Finger, NotSeen, until
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident import FormScreen
from kiosk.ui.resident.answers import AnswerRow
from kiosk.ui.resident.editors import ChoiceEditor, DateEditor, ListEditor, NumberEditor
from kiosk.ui.resident.text_editor import TextEditor
from kiosk.ui.widgets import DatePart

_TONES = {"\u0301": "sac", "\u0300": "huyen", "\u0309": "hoi", "\u0303": "nga", "\u0323": "nang"}


def touches(text: str) -> Iterator[str]:
    """The keys for ``text``: letters with their own marks, and the tone after the syllable, as one speaks it."""
    for index, word in enumerate(text.split(" ")):
        if index:
            yield " "
        plain, tone = _without_tone(word)
        yield from plain
        if tone:
            yield f"keyboard.tone.{tone}"


def _without_tone(word: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)), tone


class Hand:
    """Fills the page that ``form`` shows."""

    def __init__(self, finger: Finger, form: FormScreen) -> None:
        self._finger, self._form = finger, form

    def fill(self, answer: Answer) -> None:
        """Give one answer; of a group, its row is opened first and closed again."""
        if isinstance(answer, Leave):
            return
        in_group = self._form.open_field is None
        if in_group:
            self._open(answer.field)
        self._give(answer)
        if in_group:
            if not self._form.going_on:
                self._finger.touch(self._form.main)
            until(lambda: self._form.open_field is None, "the group came back")

    def _open(self, key: str) -> None:
        for row in self._form.findChildren(AnswerRow):
            if row.key == key:
                self._finger.touch(row)
                until(lambda: self._form.open_field == key, f"{key} opened")
                return
        raise NotSeen(f"no row for {key}")

    def _give(self, answer: Answer) -> None:
        match answer:
            case Choose(_, value):
                self._choose(value)
            case Type(_, text):
                self._type(text)
            case Suggested():
                self._take_offer()
            case Date(_, day):
                self._pick(day)
            case Count(_, number):
                self._count(number)

    def _choose(self, value: str) -> None:
        editor = self._form.editor
        if isinstance(editor, ChoiceEditor):
            self._finger.touch(editor.tiles[value])
        elif isinstance(editor, ListEditor):
            self._finger.touch(self._finger.button(value))
        until(lambda: self._form.editor is not None and self._form.editor.value == value, f"{value} is chosen")

    def _take_offer(self) -> None:
        editor = self._form.editor
        assert editor is not None
        wanted = editor.view.suggestions[0]
        self._finger.touch(self._finger.button(wanted))
        until(lambda: self._form.editor is not None and self._form.editor.value == wanted, "the offer is taken")

    def _type(self, text: str) -> None:
        editor = self._form.editor
        assert isinstance(editor, TextEditor)
        keyboard = self._finger.named(Keyboard)
        for key in touches(text):
            self._finger.key(keyboard, self._key(keyboard, key))
        until(lambda: editor.value.casefold() == text.casefold(), f"{editor.value!r} reads {text!r}")

    def _pick(self, day: date) -> None:
        editor = self._form.editor
        assert isinstance(editor, DateEditor)
        for part, number in ((DatePart.DAY, day.day), (DatePart.MONTH, day.month), (DatePart.YEAR, day.year)):
            self._finger.touch(editor.picker.choice(part, number))
        until(lambda: editor.picker.value == day, "the day is chosen")

    def _count(self, number: int) -> None:
        editor = self._form.editor
        assert isinstance(editor, NumberEditor)
        while editor.stepper.value < number:
            before = editor.stepper.value
            self._finger.touch(editor.stepper.more)
            until(partial(_above, editor, before), "one more")

    def _key(self, keyboard: Keyboard, key: str) -> QPoint:
        """Where the key stands; at 200 % the rare letters come on a key of their own."""
        try:
            return keyboard.centre_of(key)
        except KeyError:
            self._finger.key(keyboard, keyboard.centre_of("keyboard.rare"))
            return keyboard.centre_of(key)


def _above(editor: NumberEditor, number: int) -> bool:
    return editor.stepper.value > number
