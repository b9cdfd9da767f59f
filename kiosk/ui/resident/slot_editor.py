"""An appointment by touch: the days that come, each with its halves; what cannot be is said, not hidden."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.domain.appointment_slots import BETWEEN, SlotDay, SlotHalf
from kiosk.ui.resident.editor import Editor
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import live_text
from kiosk.ui.resident.views import FieldView
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, Label, Note

AT_ONCE = 5  # days on one page


class SlotEditor(Editor):
    """``value``: the day, and its half after ``BETWEEN``."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        self._value = next((_slot_of(day, half) for day in view.slots for half in day.halves if half.chosen), "")
        chosen = next((n for n, day in enumerate(view.slots) if self._value.startswith(_written(day))), 0)
        self._from = chosen // AT_ONCE * AT_ONCE
        self.buttons: dict[str, Button] = {}
        self.more = Button(look, strings.phrase("form.slots_more"), ButtonKind.QUIET, "calendar-event", height=104)
        self.more.clicked.connect(self._turn)

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | LeafRow]:
        days = self.view.slots[self._from : self._from + AT_ONCE]
        self.buttons = {_slot_of(day, half): self._button(day, half) for day in days for half in day.halves}
        rows = [self._row(day) for day in days]
        note = Note(self.look, "info-circle", self.strings.phrase("form.slots_note"))
        more = [LeafRow((self.more,))] if len(self.view.slots) > AT_ONCE else []
        return [self._error, *rows, *more, LeafRow((note,))]

    def _row(self, day: SlotDay) -> LeafRow:
        weekday = self.strings.phrase(f"said.weekday.{day.day.isoweekday()}")
        name = self.strings.phrase("said.day", weekday=weekday, day=f"{day.day:%d/%m}")
        cells = (Label(self.look, name, TextRole.TITLE), *(self.buttons[_slot_of(day, half)] for half in day.halves))
        return LeafRow(cells, columns=len(cells), wide=len(cells), large=1)

    def _button(self, day: SlotDay, half: SlotHalf) -> Button:
        label = live_text(self.strings, half.label)
        text = label if half.free else self.strings.phrase("form.slots_closed")
        button = Button(self.look, text, ButtonKind.CHOICE, height=112)
        if half.free:
            slot = _slot_of(day, half)
            button.clicked.connect(lambda: self._take(slot))
            button.set_selected(slot == self._value)
        else:
            button.set_waiting(text)
        return button

    def _take(self, value: str) -> None:
        self._value = value
        self.set_error(None)
        for slot, button in self.buttons.items():
            button.set_selected(slot == value)
        self.picked.emit(value)

    def _turn(self) -> None:
        self._from = (self._from + AT_ONCE) % max(1, len(self.view.slots))
        self._from -= self._from % AT_ONCE
        self.refolded.emit()


def _written(day: SlotDay) -> str:
    return f"{day.day:%d/%m/%Y}"


def _slot_of(day: SlotDay, half: SlotHalf) -> str:
    return f"{_written(day)}{BETWEEN}{half.value}"
