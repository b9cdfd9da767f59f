"""Days on which offices rest by law (Bộ luật Lao động 45/2019/QH14, Điều 112): assets/values/holidays.toml.

Of a year that has been announced the file says every day. Of any other it says those that stand in the calendar, and
what is given in lieu of them on the next working day (Điều 111 khoản 3); the moon's days are somebody else's estimate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from kiosk.domain.calendar import is_weekend, next_working_day
from kiosk.domain.certainty import Certainty
from kiosk.forms.decode import decode
from kiosk.forms.effects import OpenFactSpec
from kiosk.forms.elements import Checked
from kiosk.forms.slips import Slip, SlipsFound, SourcePlace

HOLIDAYS = "holidays"
"""The file's name below ``assets/values``."""


@dataclass(frozen=True)
class FixedHoliday:
    """The same day each year; ``since``: the first year, 0 for always."""

    month: int
    day: int
    name: str
    name_en: str
    source: str
    place: SourcePlace = field(repr=False, compare=False)
    since: int = field(default=0, metadata={"key": "from"})
    sure: Certainty = Certainty.SEEN

    def of(self, year: int) -> date | None:
        return date(year, self.month, self.day) if year >= self.since else None


@dataclass(frozen=True)
class DaysOff:
    """From the first to the last day, both included."""

    name: str
    name_en: str
    since: date = field(metadata={"key": "from"})
    until: date
    place: SourcePlace = field(repr=False, compare=False)


@dataclass(frozen=True)
class AnnouncedYear:
    year: int
    source: str
    days: tuple[DaysOff, ...]
    place: SourcePlace = field(repr=False, compare=False)
    sure: Certainty = Certainty.SEEN


@dataclass(frozen=True)
class HolidayFile:
    source: str
    checked: Checked
    fixed: tuple[FixedHoliday, ...]
    years: tuple[AnnouncedYear, ...] = ()
    open: tuple[OpenFactSpec, ...] = ()


def _no_estimate(day: date) -> bool:
    return False


class HolidayCalendar:
    """``estimated``: whether a day of a year that nobody has announced is expected to be a holiday."""

    def __init__(self, file: HolidayFile, estimated: Callable[[date], bool] = _no_estimate) -> None:
        self.file = file
        self._years = {one.year: one for one in file.years}
        self._estimated = estimated
        self._by_law = lru_cache(maxsize=8)(self._fixed_days)

    def is_holiday(self, day: date) -> bool:
        if day in self._by_law(day.year):
            return True
        year = self._years.get(day.year)
        return any(one.since <= day <= one.until for one in year.days) if year else self._estimated(day)

    def is_announced(self, year: int) -> bool:
        """Whether the days of that year are known; else some are estimates."""
        return year in self._years

    def _fixed_days(self, year: int) -> frozenset[date]:
        fixed = frozenset(day for one in self.file.fixed if (day := one.of(year)) is not None)
        return fixed if year in self._years else fixed | frozenset(_in_lieu(fixed))


def _in_lieu(fixed: frozenset[date]) -> Iterator[date]:
    """The working day after each that falls on a weekend; of two, one after the other."""
    taken = set(fixed)
    for day in sorted(fixed):
        if is_weekend(day):
            free = next_working_day(day, taken.__contains__)
            taken.add(free)
            yield free


def holiday_file(text: str, name: str = f"values/{HOLIDAYS}.toml") -> HolidayFile:
    """SlipsFound: what in it is out of shape, or no day."""
    file = decode(text, name, HolidayFile)
    if slips := tuple(_slips(file)):
        raise SlipsFound(slips)
    return file


def _slips(file: HolidayFile) -> Iterator[Slip]:
    for fixed in file.fixed:
        try:
            date(2027, fixed.month, fixed.day)  # no leap year
        except ValueError:
            yield Slip(fixed.place, "holiday-no-day", {"day": fixed.day, "month": fixed.month})
    years: set[int] = set()
    for year in file.years:
        if year.year in years:
            yield Slip(year.place.at("year"), "holiday-year-twice", {"year": year.year})
        years.add(year.year)
        for one in year.days:
            if one.until < one.since:
                yield Slip(one.place, "ends-before-it-begins")
            elif {one.since.year, one.until.year} != {year.year} or one.until - one.since > timedelta(days=14):
                yield Slip(one.place, "holiday-other-year", {"year": year.year})
