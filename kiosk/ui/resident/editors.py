"""How each kind of field is answered: by letters, by figures, by a touch. An editor gives blocks for the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.domain.checks import parse_date
from kiosk.domain.procedure import FieldType
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.editor import Editor, Writing
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import live_text
from kiosk.ui.resident.text_editor import TextEditor
from kiosk.ui.resident.views import FieldView
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    Banner,
    ChipTone,
    DateFault,
    DatePicker,
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
        self._pair = len(view.field.choices) == 2 and look.text_percent <= 125
        self.tiles: dict[str, Tile] = {}
        for choice in view.field.choices:
            icon, label, note = (
                choice.icon or "check",
                live_text(strings, choice.label),
                live_text(strings, choice.note),
            )
            tile = Tile(look, icon, label, note, flat=not self._pair)
            tile.clicked.connect(lambda value=choice.value: self._take(value))
            self.tiles[choice.value] = tile
        self._mark()

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | LeafRow]:
        columns = 2 if self._pair else 1
        grow = 1.8 if self._pair else 1.5
        tiles = tuple(self.tiles.values())
        return [self._error, LeafRow(tiles, columns=columns, wide=2, grow=grow, wide_grow=3.0 if self._pair else 1.9)]

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
        options = [Option(name, name) for name in view.options]
        self.list = OptionList(look, strings, options, common=(*view.suggestions, value), value=value, per_page=10)
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

    def set_lying(self, lying: bool) -> None:
        self._lying = lying
        self._fit()

    def _fit(self) -> None:
        lying, large = getattr(self, "_lying", False), self.look.large
        self.list.search.setVisible(not (lying and large))  # there, the pages alone have room
        if self._searching:
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


class DateEditor(Editor):
    """Day, month and year by touch; the date as the sheet spells it; and a kind word where it is late."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        day = parse_date(value)
        self.picker = DatePicker(look, strings, date(1900, 1, 1), view.latest, day)
        self._value = value
        self.picker.chosen.connect(self._take)
        self.picker.refused.connect(self._refused)
        self._words = Note(look, "calendar-event", "", "ink")
        self._late = Banner(
            look, ChipTone.NETWORK, strings.phrase("form.late"), strings.phrase("form.late_line"), "heart-handshake"
        )
        self._tell()

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | LeafRow]:
        return [self._error, self.picker, LeafRow((self._words,), optional=True), LeafRow((self._late,), optional=True)]

    def refresh(self, view: FieldView, value: str) -> None:
        super().refresh(view, value)
        self._tell()

    def _tell(self) -> None:
        self._words.set_text(self.strings.phrase("form.spelled", words=self.view.words))
        self._words.setProperty("folded", not self.view.words)
        self._late.setProperty("folded", not self.view.late)

    def _take(self, day: date) -> None:
        self._value = f"{day:%d/%m/%Y}"
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
        return parts if any(parts) and self.picker.value is None else None

    def take_up(self, unfinished: object) -> None:
        self.picker.set_parts(cast(DateParts, unfinished))


class NumberEditor(Editor):
    """Plus and minus, and what it comes to."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        self.stepper = NumberStepper(look, strings, int(value) if value.isdecimal() else 1, 1, 20)
        self.stepper.changed.connect(self._count)
        self._tell(self.stepper.value)

    @property
    def value(self) -> str:
        return str(self.stepper.value)

    def blocks(self) -> list[QWidget | LeafRow]:
        return [self._error, LeafRow((self.stepper,), grow=1.4)]

    def _count(self, number: int) -> None:
        self._tell(number)
        self.picked.emit(str(number))

    def _tell(self, number: int) -> None:
        if self.view.price:
            amount = spoken_times.money(self.strings, number * self.view.price)
            self.stepper.set_line(self.strings.phrase("form.comes_to", count=number, amount=amount))


_EDITORS: Mapping[FieldType, type[Editor]] = {
    FieldType.CHOICE: ChoiceEditor,
    FieldType.LIST: ListEditor,
    FieldType.DATE: DateEditor,
    FieldType.NUMBER: NumberEditor,
}


def editor_for(look: Look, strings: Strings, view: FieldView, value: str) -> Editor:
    return _EDITORS.get(view.field.type, TextEditor)(look, strings, view, value)
