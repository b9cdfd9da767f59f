"""How each kind of field is answered: by letters, by figures, by a touch. An editor gives blocks for the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.domain.checks import parse_date
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.procedure import FieldType
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.address_editor import AddressEditor
from kiosk.ui.resident.editor import Editor, Writing
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import live_text
from kiosk.ui.resident.slot_editor import SlotEditor
from kiosk.ui.resident.text_editor import TextEditor
from kiosk.ui.resident.views import FieldView
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    Banner,
    ChipTone,
    DateFault,
    DatePicker,
    HalfKnownDatePicker,
    Note,
    NumberStepper,
    Option,
    OptionList,
    Tile,
)
from kiosk.ui.widgets.dates import DateParts


class ChoiceEditor(Editor):
    """A few answers as tiles; the whole tile is the target."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        self._value = value
        drawn = all(choice.icon for choice in view.field.choices)  # without pictures two rows, no large empty tiles
        self._pair = len(view.field.choices) == 2 and drawn and look.text_percent <= 125
        self.tiles: dict[str, Tile] = {}
        labels = tuple(live_text(strings, choice.label) for choice in view.field.choices)
        for choice in view.field.choices:
            label, note = live_text(strings, choice.label), live_text(strings, choice.note)
            tile = Tile(look, choice.icon, label, note, flat=not self._pair)
            tile.clicked.connect(lambda value=choice.value: self._take(value))
            tile.set_beside(labels if self._pair else ())
            self.tiles[choice.value] = tile
        self._mark()

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | LeafRow]:
        columns = 2 if self._pair else 1
        grow = 2.6 if self._pair else 1.5
        tiles = tuple(self.tiles.values())
        return [self._error, LeafRow(tiles, columns=columns, wide=2, grow=grow, wide_grow=2.6 if self._pair else 1.9)]

    def _take(self, value: str) -> None:
        self._value = value
        self.set_error(None)
        self._mark()
        self.picked.emit(value)

    def _mark(self) -> None:
        for value, tile in self.tiles.items():
            tile.set_selected(value == self._value)


class ListEditor(Editor):
    """A choice among many; the keyboard comes when one touches the search."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        coded = [
            Option(one.value, live_text(strings, one.label), live_text(strings, one.note)) for one in view.field.choices
        ]
        options = coded or [Option(name, name) for name in view.options]
        self._long = bool(coded)  # names of a whole line stand beneath each other
        columns, most = (1, 6) if coded else (2, 10)
        common = (*view.suggestions, value)
        self.list = OptionList(look, strings, options, common, columns=columns, value=value, per_page=most)
        self.list.chosen.connect(self._take)
        self.list.search.clicked.connect(lambda: self._search(True))
        self._searching = False
        look.changed.connect(self._fit)
        self._fit()

    @property
    def value(self) -> str:
        return self.list.value or ""

    @property
    def writing(self) -> Writing | None:
        return Writing(self.list.search) if self._searching else None

    def blocks(self) -> list[QWidget | LeafRow]:
        return [self._error, self.list]

    @property
    def listing(self) -> bool:
        return True

    def set_lying(self, lying: bool) -> None:
        self._lying = lying
        self._fit()

    def _fit(self) -> None:
        lying, large = getattr(self, "_lying", False), self.look.large
        self.list.search.setVisible(not (lying and large))  # there, the pages alone have room
        if self._long:
            larger = self.look.text_percent > 125
            few = _few(searching=self._searching, lying=lying, large=large, larger=larger)
            self.list.set_per_page(few, pages=not (self._searching and lying))
        elif self._searching:
            self.list.set_per_page((1 if large else 2) if lying else (1 if large else 6))
        else:
            self.list.set_per_page(5 if large else 10)

    def _search(self, on: bool) -> None:
        if on and self.list.search.isHidden():
            return
        self._searching = on
        self.list.search.set_editing(on)
        self._fit()
        self.wants_keyboard.emit(on)

    def _take(self, value: str) -> None:
        self._search(False)
        self.picked.emit(value)


def _few(*, searching: bool, lying: bool, large: bool, larger: bool) -> int:
    """How many names of a whole line find room."""
    if searching:
        return 1 if larger or lying else 2
    if lying:
        return 2 if large else 3 if larger else 4
    return 3 if large else 5 if larger else 6


FIRST_DAY = date(1900, 1, 1)


class DateEditor(Editor):
    """Day, month and year by touch; the date as the sheet spells it; and a kind word that follows from it."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        self.picker = _picker(look, strings, view, value)
        self._value = value
        self.picker.chosen.connect(self._take)
        self.picker.refused.connect(self._refused)
        self._words = Note(look, "calendar-event", "", "ink")
        self._remark = Banner(look, ChipTone.NETWORK, "", icon="heart-handshake")
        self._tell()

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | LeafRow]:
        return [
            self._error,
            self.picker,
            LeafRow((self._words,), optional=True),
            LeafRow((self._remark,), optional=True),
        ]

    def refresh(self, view: FieldView, value: str) -> None:
        super().refresh(view, value)
        self._tell()

    def _tell(self) -> None:
        self._words.set_text(self.strings.phrase("form.spelled", words=self.view.words))
        self._words.setProperty("folded", not self.view.words)
        remark = live_text(self.strings, self.view.remark or {})
        self._remark.set_state(ChipTone.NETWORK, remark, icon="heart-handshake")
        self._remark.setProperty("folded", not self.view.remark)

    def _take(self, day: date | HalfKnownDate) -> None:
        self._value = (day if isinstance(day, HalfKnownDate) else HalfKnownDate.of(day)).text
        self.set_error(None)
        self.picked.emit(self._value)

    def _refused(self, fault: DateFault) -> None:
        self._value = ""
        self.set_error(self.strings.phrase(f"form.problem.{fault.key}", **fault.values))
        self.typed.emit()
        self.refolded.emit()

    @property
    def unfinished(self) -> object | None:
        parts = self.picker.parts
        return parts if any(parts) and not self._value else None

    def take_up(self, unfinished: object) -> None:
        self.picker.set_parts(cast(DateParts, unfinished))


def _picker(look: Look, strings: Strings, view: FieldView, value: str) -> DatePicker:
    if view.field.type is FieldType.YEAR_OR_DATE:
        known = HalfKnownDate.parse(value)
        return HalfKnownDatePicker(look, strings, FIRST_DAY, view.latest, known, view.near)
    return DatePicker(look, strings, FIRST_DAY, view.latest, parse_date(value), near=view.near)


class NumberEditor(Editor):
    """Plus and minus, and what it comes to. Without a default nothing stands there until one is touched."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        least, most = view.field.range or (1, 20)
        number = int(value) if value.isdecimal() else None
        self.stepper = NumberStepper(look, strings, number, least, most, clearable=not view.field.required)
        self.stepper.changed.connect(self._count)
        self._tell(self.stepper.value)

    @property
    def value(self) -> str:
        return "" if self.stepper.value is None else str(self.stepper.value)

    def blocks(self) -> list[QWidget | LeafRow]:
        return [self._error, LeafRow((self.stepper,), grow=1.4)]

    def _count(self, number: int | None) -> None:
        self.set_error(None)
        self._tell(number)
        self.picked.emit(self.value)

    def _tell(self, number: int | None) -> None:
        if number is None:
            self.stepper.set_line("")
        elif self.view.price:
            amount = spoken_times.money(self.strings, number * self.view.price)
            self.stepper.set_line(self.strings.phrase("form.comes_to", count=number, amount=amount))


MOST_STEPS = 99
"""A number that may be more is written, not counted up to."""

_EDITORS: Mapping[FieldType, type[Editor]] = {
    FieldType.CHOICE: ChoiceEditor,
    FieldType.LIST: ListEditor,
    FieldType.DATE: DateEditor,
    FieldType.YEAR_OR_DATE: DateEditor,
    FieldType.NUMBER: NumberEditor,
}


def editor_for(look: Look, strings: Strings, view: FieldView, value: str) -> Editor:
    if view.slots:
        return SlotEditor(look, strings, view, value)
    if view.field.type is FieldType.ADDRESS and view.places is not None:
        return AddressEditor(look, strings, view, value)
    if view.field.type is FieldType.NUMBER and view.field.range and view.field.range[1] > MOST_STEPS:
        return TextEditor(look, strings, view, value)
    return _EDITORS.get(view.field.type, TextEditor)(look, strings, view, value)
