"""A date by touching: the day, the month, the year, each from a grid where all there is to see is on the glass.

Spoken Vietnamese says day, month, year, and so the three boxes stand and are filled in that order. Nothing is turned,
dragged or typed. What is chosen goes to its box at once, and the next empty box opens by itself.
"""

from __future__ import annotations

import calendar
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Phrase, Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.layouts import Grid, Row
from kiosk.ui.widgets.options import Stack

YEARS_A_PAGE = 20
LEAP = 2024

DateParts = tuple[int | None, int | None, int | None]
"""Day, month, year, as far as they are known."""


@dataclass(frozen=True)
class DateFault:
    """Why day, month and year make no date: a word under ``form.problem``, and what it names."""

    key: str
    values: Mapping[str, int]


class DatePart(enum.Enum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DatePicker(Stack):
    """``chosen(date)`` once day, month and year make a date; ``refused(DateFault)`` when they cannot.

    Years run from ``earliest`` to ``latest``; a page around ``near`` (else with ``latest``) is shown first, and those
    long ago are found by their decade.
    """

    chosen = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        look: Look,
        strings: Strings,
        earliest: date,
        latest: date,
        value: date | None = None,
        parent: QWidget | None = None,
        *,
        near: date | None = None,
    ) -> None:
        super().__init__(look, spacing=24, parent=parent)
        self._strings, self._earliest, self._latest = strings, earliest, latest
        self._parts: dict[DatePart, int | None] = dict.fromkeys(DatePart)
        self._last_year = latest.year  # of the page of years that is shown
        if near is not None:
            self._last_year = min(latest.year, near.year + YEARS_A_PAGE // 2)
        self._open = DatePart.DAY
        self.boxes = {part: self._box(part) for part in DatePart}
        row = Row(look, spacing=20, equal=True)
        for part, box in self.boxes.items():
            row.addWidget(box, 3 if part is DatePart.YEAR else 2)
        self.choices: list[Button] = []
        self._grids = {part: self._grid(part) for part in DatePart}
        self._earlier = self._turner("date.earlier", "chevron-left", 1)
        self._later = self._turner("date.later", "chevron-right", -1)
        self.by_decade = Button(look, strings.phrase("date.by_decade"), ButtonKind.QUIET)
        self.by_decade.clicked.connect(self._show_decades)
        turners = Row(look, spacing=20, equal=True)
        for turner in (self._earlier, self.by_decade, self._later):
            turners.addWidget(turner, 1)
        self._decades, self._decade_buttons = self._decade_grid()
        self.column.put(row, *(holder for holder, _ in self._grids.values()), self._decades, turners)
        self.set_value(value)

    # --- value ---

    @property
    def value(self) -> date | None:
        """The date, or None while a part is missing or the three make none within the bounds."""
        day, month, year = (self._parts[part] for part in DatePart)
        if day is None or month is None or year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
        day_chosen = date(year, month, day)
        return day_chosen if self._earliest <= day_chosen <= self._latest else None

    def set_value(self, value: date | None) -> None:
        self.set_parts((value.day, value.month, value.year) if value else (None, None, None))

    @property
    def parts(self) -> DateParts:
        """Day, month and year as far as they were chosen."""
        day, month, year = (self._parts[part] for part in DatePart)
        return day, month, year

    def set_parts(self, parts: DateParts) -> None:
        """Take up what was chosen before; the first that is missing is asked."""
        self._parts = dict(zip(DatePart, parts, strict=True))
        year = self._parts[DatePart.YEAR]
        if year is not None:
            self._last_year = self._page_end(year)
        self.open(self._missing() or DatePart.DAY)

    def _missing(self) -> DatePart | None:
        """The first part that is still to be asked."""
        return next((part for part in DatePart if self._parts[part] is None), None)

    def _page_end(self, year: int) -> int:
        """The last year of the page on which ``year`` stands."""
        return self._latest.year - (self._latest.year - year) // YEARS_A_PAGE * YEARS_A_PAGE

    @property
    def complete(self) -> bool:
        return all(number is not None for number in self._parts.values())

    def choice(self, part: DatePart, number: int) -> Button:
        """The button of one day, month or year; a year must be on the page shown."""
        return self._grids[part][1][number - self._number(part, 0)]

    def shows(self, year: int) -> bool:
        """Whether it is on the page of years that is shown."""
        return self._first_year() <= year <= self._last_year

    def decade(self, year: int) -> Button:
        """The button of the decade of ``year``."""
        return self._decade_buttons[(year - self._first_decade()) // 10]

    # --- how it goes ---

    def open(self, part: DatePart) -> None:
        """Show the grid of one part."""
        self._open = part
        for other, (holder, _) in self._grids.items():
            holder.setVisible(other is part)
        self._decades.hide()
        for turner in (self._earlier, self.by_decade, self._later):
            turner.setVisible(part is DatePart.YEAR)
        self._refresh()

    def _show_decades(self) -> None:
        """All decades there are, in place of the years."""
        self._grids[DatePart.YEAR][0].hide()
        self._decades.show()
        for turner in (self._earlier, self.by_decade, self._later):
            turner.hide()

    def _take_decade(self, index: int) -> None:
        self._last_year = self._first_decade() + 10 * index + YEARS_A_PAGE - 1
        self.open(DatePart.YEAR)

    def _take(self, part: DatePart, index: int) -> None:
        self._parts[part] = self._number(part, index)
        self.open(self._missing() or part)
        self._settle()

    def _settle(self) -> None:
        """Say what the parts come to, as soon as all are there."""
        if self.value:
            self.chosen.emit(self.value)
        elif self.complete:
            fault = self._fault()
            self.open(DatePart.DAY if fault.key.startswith("no-such-day") else DatePart.YEAR)
            self.refused.emit(fault)

    def _fault(self) -> DateFault:
        """What exactly is wrong with the three."""
        day, month, year = (self._parts[part] or 1 for part in DatePart)
        if day > calendar.monthrange(LEAP, month)[1]:
            return DateFault("no-such-day", {"day": day, "month": month})
        if day > calendar.monthrange(year, month)[1]:
            return DateFault("no-such-day-that-year", {"day": day, "month": month, "year": year})
        return DateFault("future" if date(year, month, day) > self._latest else "long-ago", {})

    def _turn(self, by: int) -> None:
        oldest = self._earliest.year + YEARS_A_PAGE - 1
        self._last_year = max(oldest, min(self._latest.year, self._last_year - by * YEARS_A_PAGE))
        self._refresh()

    def _number(self, part: DatePart, index: int) -> int:
        return self._first_year() + index if part is DatePart.YEAR else index + 1

    def _first_year(self) -> int:
        return self._last_year - YEARS_A_PAGE + 1

    def _first_decade(self) -> int:
        return self._earliest.year // 10 * 10

    # --- what it shows ---

    def _box(self, part: DatePart) -> Button:
        box = Button(
            self.look, self._strings.phrase(f"date.{part.value}"), ButtonKind.SECONDARY, height=144, role=TextRole.VALUE
        )
        box.clicked.connect(lambda: self.open(part))
        return box

    def _grid(self, part: DatePart) -> tuple[QWidget, list[Button]]:
        count, columns, large = {
            DatePart.DAY: (31, 7, 7),
            DatePart.MONTH: (12, 3, 2),
            DatePart.YEAR: (YEARS_A_PAGE, 5, 4),
        }[part]
        holder = Stack(self.look, spacing=0)
        buttons = [Button(self.look, "", ButtonKind.CHOICE, role=TextRole.VALUE) for _ in range(count)]
        for index, button in enumerate(buttons):
            button.clicked.connect(lambda index=index: self._take(part, index))
        grid = Grid(self.look, columns=columns, spacing=14, large_columns=large).fill(buttons)
        self._fill_up(part, grid)
        holder.column.put(grid)
        return holder, buttons

    def _fill_up(self, part: DatePart, grid: Grid) -> None:
        """What else may stand in the free cells of a grid: nothing here."""

    def _decade_grid(self) -> tuple[QWidget, list[Button]]:
        holder, first = Stack(self.look, spacing=0), self._first_decade()
        count = (self._latest.year - first) // 10 + 1
        buttons = []
        for index in range(count):
            words = self._strings.phrase("date.decade", first=first + 10 * index, last=first + 10 * index + 9)
            button = Button(self.look, words, ButtonKind.CHOICE, role=TextRole.SMALL_BUTTON)
            button.clicked.connect(lambda index=index: self._take_decade(index))
            buttons.append(button)
        holder.column.put(Grid(self.look, columns=3, spacing=14, large_columns=2).fill(buttons))
        holder.hide()
        return holder, buttons

    def _turner(self, key: str, icon: str, by: int) -> Button:
        button = Button(self.look, self._strings.phrase(key), ButtonKind.QUIET, icon, icon_after=by < 0)
        button.repeats = True
        button.clicked.connect(lambda: self._turn(by))
        return button

    def _refresh(self) -> None:
        for part, box in self.boxes.items():
            box.set_text(self._box_text(part))
            box.set_selected(part is self._open)
        for part, (_, buttons) in self._grids.items():
            for index, button in enumerate(buttons):
                self._refresh_choice(part, index, button)
        self._earlier.setEnabled(self._first_year() > self._earliest.year)
        self._later.setEnabled(self._last_year < self._latest.year)

    def _refresh_choice(self, part: DatePart, index: int, button: Button) -> None:
        number = self._number(part, index)
        button.set_text(self._strings.phrase("date.month_n", n=number) if part is DatePart.MONTH else str(number))
        button.set_selected(number == self._parts[part])
        if part is DatePart.YEAR:
            button.setEnabled(self._earliest.year <= number <= self._latest.year)
        elif part is DatePart.DAY:
            button.setEnabled(number <= self._longest_month())

    def _longest_month(self) -> int:
        """How many days the chosen month can have; 31 while it is open."""
        month, year = self._parts[DatePart.MONTH], self._parts[DatePart.YEAR]
        return calendar.monthrange(year or LEAP, month)[1] if month else 31

    def _box_text(self, part: DatePart) -> Text:
        number = self._parts[part]
        if number is None:
            return self._strings.phrase(f"date.{part.value}")
        if self.look.text_percent > 125:
            return str(number)
        return Phrase(self._strings, f"date.{part.value}_is", {"n": number})
