"""A date of which the day, or day and month, may not be known: old papers have only the year."""

from __future__ import annotations

from datetime import date

from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.dates import DatePart, DatePicker
from kiosk.ui.widgets.layouts import Grid

_FREE_CELLS = (4, 3, 1, 4)
"""Row, column, rows, columns: beside 29, 30 and 31."""


class HalfKnownDatePicker(DatePicker):
    """``chosen(HalfKnownDate)`` once what is known makes one. The ways round a day stand beside the days."""

    def __init__(
        self, look: Look, strings: Strings, earliest: date, latest: date, value: HalfKnownDate | None, near: date | None
    ) -> None:
        self._unknown: frozenset[DatePart] = frozenset()
        self.no_day, self.only_year = (
            Button(look, strings.phrase(key), ButtonKind.QUIET, height=96, role=TextRole.SMALL_BUTTON)
            for key in ("date.no_day", "date.only_year")
        )
        super().__init__(look, strings, earliest, latest, near=near)
        self.column.put(self.no_day)
        self.no_day.clicked.connect(lambda: self._leave_out(DatePart.DAY))
        self.only_year.clicked.connect(lambda: self._leave_out(DatePart.DAY, DatePart.MONTH))
        if value is not None:
            parts = dict(zip(DatePart, (value.day, value.month, value.year), strict=True))
            self._unknown = frozenset(part for part, number in parts.items() if number is None)
            self.set_parts((value.day, value.month, value.year))

    @property
    def known(self) -> HalfKnownDate | None:
        """What the parts come to; None while one is missing, or where there is no such day within the bounds."""
        day, month, year = self.parts
        if self._missing() is not None or year is None:
            return None
        try:
            known = HalfKnownDate(year, month, day)
        except ValueError:
            return None
        return known if self._earliest <= known.latest and known.earliest <= self._latest else None

    def open(self, part: DatePart) -> None:
        super().open(part)
        self.no_day.setVisible(part is DatePart.DAY and not self.look.large)  # with large letters there is no room

    def _fill_up(self, part: DatePart, grid: Grid) -> None:
        if part is DatePart.DAY:
            grid.addWidget(self.only_year, *_FREE_CELLS)

    def _missing(self) -> DatePart | None:
        asked = (part for part in DatePart if part not in self._unknown)
        return next((part for part in asked if self._parts[part] is None), None)

    def _leave_out(self, *parts: DatePart) -> None:
        self._unknown = frozenset(parts)
        self._parts |= dict.fromkeys(parts)
        self.open(self._missing() or DatePart.YEAR)
        self._settle()

    def _take(self, part: DatePart, index: int) -> None:
        self._unknown = frozenset() if part is DatePart.DAY else self._unknown - {part}
        super()._take(part, index)

    def _settle(self) -> None:
        if self._missing() is None and self.known is not None:
            self.chosen.emit(self.known)
        elif self._missing() is None:
            fault = self._fault()
            self.open(DatePart.DAY if fault.key.startswith("no-such-day") else DatePart.YEAR)
            self.refused.emit(fault)

    def _box_text(self, part: DatePart) -> Text:
        return self._strings.phrase("date.not_known") if part in self._unknown else super()._box_text(part)
