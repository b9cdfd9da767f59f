"""The hand that fills a form: it touches tiles, keys, days and one-touch answers, as a person would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.tour.answers import Answer, Choose, Commune, Count, Date, HalfDay, Leave, Suggested, Type
from kiosk.tour.finger import Finger, NotSeen, until
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident import FormScreen
from kiosk.ui.resident.address_editor import AddressEditor, AddressStage
from kiosk.ui.resident.answers import AnswerRow
from kiosk.ui.resident.editors import ChoiceEditor, DateEditor, ListEditor, NumberEditor
from kiosk.ui.resident.name_offers import NameOffers
from kiosk.ui.resident.slot_editor import SlotEditor
from kiosk.ui.resident.text_editor import TextEditor
from kiosk.ui.widgets import DatePart, DatePicker, HalfKnownDatePicker
from kiosk.ui.widgets.options import plain

_TONES = {"\u0301": "sac", "\u0300": "huyen", "\u0309": "hoi", "\u0303": "nga", "\u0323": "nang"}

PAGES_TURNED = 5
"""Of a list, before one rather looks for it by its letters."""

_TURNS = ("", "keyboard.rare", "keyboard.letters", "keyboard.common", "keyboard.rare", "keyboard.symbols")
"""The keys that bring other keys, in the order in which one looks; those that are not there are passed over."""

WORTH_A_TOUCH = 3
"""Keys that an offered syllable must save: for fewer, nobody looks up from the keyboard."""


def touches(text: str) -> Iterator[str]:
    """The keys for ``text``: letters with their own marks, and the tone after the syllable, as one speaks it."""
    for word in re.findall(r"[^\W\d_]+|.", text):
        plain, tone = _without_tone(word)
        for letter in plain:
            if letter.isupper():
                yield "keyboard.shift"
            yield letter.lower()
        if tone:
            yield f"keyboard.tone.{tone}"


def _without_tone(word: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)), tone


class OutOfReach(NotSeen):
    """Plus and minus end before the number that was wanted."""


class Hand:
    """Fills the page that ``form`` shows."""

    def __init__(self, finger: Finger, form: FormScreen) -> None:
        self._finger, self._form = finger, form

    def fill(self, answer: Answer) -> None:
        """Give one answer; of a group, its row is opened first and closed again."""
        if isinstance(answer, Leave):
            return
        until(lambda: not self._form.going_on, "what an answer before led to")
        in_group = self._form.open_field is None
        if in_group:
            self._open(answer.field)
        elif self._form.open_field != answer.field:
            raise NotSeen(f"{answer.field}: {self._form.open_field} is asked")
        self._give(answer)
        if in_group:
            if self._form.open_field == answer.field and not self._form.going_on:  # else it has gone on by itself
                self._finger.touch(self._form.main)
            # back to the group, or on to the one question that is left of it
            until(lambda: self._form.open_field != answer.field, "the group came back")

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
            case Suggested(_, text):
                self._take_offer(text)
            case Commune():
                self._find_commune(answer)
            case Date(_, day):
                self._pick(day if isinstance(day, HalfKnownDate) else HalfKnownDate.of(day))
            case Count(_, number):
                self._count(number)
            case HalfDay(_, day, half):
                self._slot(f"{day} {half}")

    def _choose(self, value: str) -> None:
        editor = self._form.editor
        assert editor is not None
        if isinstance(editor, ChoiceEditor):
            self._finger.touch(editor.tiles[value])
        elif isinstance(editor, ListEditor):
            self._find_in_list(editor, value)
        until(lambda: self._form.editor is not editor or editor.value == value, f"{value} is chosen")

    def _find_in_list(self, editor: ListEditor, value: str) -> None:
        """By turning a few pages; of a list that is longer, by the first letters of what it says."""
        after = editor.list.pager.after
        for _ in range(PAGES_TURNED):
            if editor.list.button_of(value) is not None or not (after.isVisible() and after.isEnabled()):
                break
            self._finger.touch(after)
        if editor.list.button_of(value) is None:
            self._search_list(editor, value)
        button = editor.list.button_of(value)
        if button is None:
            raise NotSeen(f"{value} in the list")
        self._finger.touch(button)

    def _search_list(self, editor: ListEditor, value: str) -> None:
        option = editor.list.option(value)
        if option is None or not editor.list.search.isVisible():
            return
        self._finger.touch(editor.list.search)
        until(lambda: self._finger.named(Keyboard).isVisible(), "the keyboard")
        for letter in plain(str(option.label)):
            if editor.list.button_of(value) is not None:
                return
            self._write(letter)

    def _take_offer(self, text: str) -> None:
        editor = self._form.editor
        assert editor is not None
        wanted = text or editor.view.suggestions[0]
        self._finger.touch(self._finger.button(wanted))
        until(lambda: self._form.editor is not editor or editor.value == wanted, "the offer is taken")

    def _find_commune(self, wanted: Commune) -> None:
        editor = self._form.editor
        assert isinstance(editor, AddressEditor)
        if editor.stage in (AddressStage.OFFERS, AddressStage.LINE):
            self._finger.touch(editor.to_commune)
        elif editor.stage is AddressStage.DETAIL:
            self._finger.touch(editor.chosen)
        until(lambda: editor.stage is AddressStage.COMMUNE and editor.rows[0].isVisible(), "the communes")
        if _row_of(editor, wanted.unit) is None:
            self._finger.touch(editor.search)
            self._write(wanted.name)
        until(lambda: _row_of(editor, wanted.unit) is not None, f"the commune {wanted.name}")
        row = _row_of(editor, wanted.unit)
        assert row is not None
        self._finger.touch(row)
        until(lambda: editor.stage is AddressStage.DETAIL and editor.detail.isVisible(), "what stands before it")
        self._write(wanted.detail)
        until(lambda: editor.detail.value.casefold() == wanted.detail.casefold(), f"{editor.detail.value!r}")

    def _type(self, text: str) -> None:
        editor = self._form.editor
        assert isinstance(editor, TextEditor)
        self._bring_keyboard(editor)
        if editor.value:
            self._write("", "keyboard.clear")
        if editor.view.names is not None:
            self._spell(text)
        else:
            self._write(text)
        until(lambda: editor.value.casefold() == text.casefold(), f"{editor.value!r} reads {text!r}")

    def _bring_keyboard(self, editor: TextEditor) -> None:
        """Where answers can be touched instead, it comes when the field is."""
        if isinstance(editor, AddressEditor) and editor.stage is AddressStage.COMMUNE:
            self._finger.touch(editor.to_line)
        for _ in range(2):  # where something is wrong, it may give way once, to be read
            if editor.writing is None:
                self._finger.touch(editor.field)
            until(lambda: editor.writing is None or self._finger.named(Keyboard).isVisible(), "the keyboard")
        until(lambda: self._finger.named(Keyboard).isVisible(), "the keyboard")

    def _write(self, text: str, *first: str) -> None:
        keyboard = self._finger.named(Keyboard)
        for key in (*first, *touches(text)):
            self._finger.key(keyboard, self._key(keyboard, key))

    def _spell(self, text: str) -> None:
        """A name, syllable by syllable: as soon as one is offered, it is touched instead of its other letters."""
        keyboard, words = self._finger.named(Keyboard), text.split(" ")
        for index, word in enumerate(words):
            keys = [*touches(word), *([" "] if index + 1 < len(words) else [])]
            while keys and not (len(keys) >= WORTH_A_TOUCH and self._offered(word)):
                self._finger.key(keyboard, self._key(keyboard, keys.pop(0)))

    def _offered(self, word: str) -> bool:
        """Whether that syllable was there to touch, and was touched."""
        for offers in self._form.findChildren(NameOffers):
            for button in offers.buttons:
                if button.isVisible() and button.spoken().casefold() == word.casefold():
                    self._finger.touch(button)
                    return True
        return False

    def _pick(self, day: HalfKnownDate) -> None:
        editor = self._form.editor
        assert isinstance(editor, DateEditor)
        picker = editor.picker
        if isinstance(picker, HalfKnownDatePicker) and day.day is None:
            self._finger.touch(picker.only_year if day.month is None else picker.no_day)
        for part, number in zip(DatePart, (day.day, day.month, day.year), strict=True):
            if number is not None:
                if part is DatePart.YEAR:
                    self._turn_to_decade(picker, number)
                self._finger.touch(picker.choice(part, number))
        until(lambda: editor.value == day.text, "the day is chosen")

    def _turn_to_decade(self, picker: DatePicker, year: int) -> None:
        """A year that is not on the page that is shown is looked for by its decade."""
        if not picker.shows(year):
            self._finger.touch(picker.by_decade)
            self._finger.touch(picker.decade(year))

    def _slot(self, wanted: str) -> None:
        editor = self._form.editor
        assert isinstance(editor, SlotEditor)
        free = [value for value, button in editor.buttons.items() if not button.waiting]
        taken = wanted if wanted in free else free[0]
        self._finger.touch(editor.buttons[taken])
        until(lambda: self._form.editor is not editor or editor.value == taken, "the half of a day")

    def _count(self, number: int) -> None:
        editor = self._form.editor
        if isinstance(editor, TextEditor):  # too far to go by touches of plus
            self._type(str(number))
            return
        assert isinstance(editor, NumberEditor)
        while (before := editor.stepper.value) != number:
            button = editor.stepper.more if before is None or before < number else editor.stepper.less
            if not button.isEnabled():
                raise OutOfReach(str(number))
            self._finger.touch(button)
            until(partial(_counted, editor, before), "one more or less")

    def _key(self, keyboard: Keyboard, key: str) -> QPoint:
        """Where the key stands; figures and, at 200 %, rare letters come on a key of their own."""
        for turn in _TURNS:
            if turn and _there(keyboard, turn):
                self._finger.key(keyboard, keyboard.centre_of(turn))
            if _there(keyboard, key):
                return keyboard.centre_of(key)
        raise NotSeen(f"no key {key}")


def _there(keyboard: Keyboard, key: str) -> bool:
    try:
        keyboard.centre_of(key)
    except KeyError:
        return False
    return True


def _counted(editor: NumberEditor, before: int | None) -> bool:
    return editor.stepper.value != before


def _row_of(editor: AddressEditor, unit: str) -> QWidget | None:
    """The row that offers this commune, on this leaf or the next."""
    rows = (row for row in editor.rows if row.place is not None and row.place.unit == unit)
    return next(rows, None)
