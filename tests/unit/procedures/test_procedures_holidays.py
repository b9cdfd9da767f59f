"""Days off by law: announced years by the file, others by the calendar; rules and sentences know them."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk import catalogue
from kiosk.forms.case import NoPlaces
from kiosk.forms.evaluation import compiled
from kiosk.forms.parser import parse
from kiosk.forms.quantities import DayRange, Value, day
from kiosk.forms.slips import SlipsFound
from kiosk.procedures.holidays import HolidayCalendar, holiday_file
from kiosk.resources import ASSETS

TEXT = (ASSETS / "values" / "holidays.toml").read_text("utf-8")
CALENDAR = HolidayCalendar(holiday_file(TEXT))


def test_the_days_of_the_law_are_off_each_year_and_those_announced_in_theirs() -> None:
    fixed = [(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)]
    assert all(CALENDAR.is_holiday(date(year, *one)) for year in (2026, 2027, 2031) for one in fixed)
    assert not CALENDAR.is_holiday(date(2025, 11, 24))
    off = [date(2026, 2, 16), date(2026, 2, 20), date(2026, 4, 27), date(2026, 8, 31), date(2026, 9, 1)]
    assert all(map(CALENDAR.is_holiday, off))
    assert not any(map(CALENDAR.is_holiday, [date(2026, 2, 21), date(2026, 9, 3), date(2026, 11, 23)]))


def test_a_day_on_a_weekend_is_had_later_in_a_year_that_was_not_announced() -> None:
    assert CALENDAR.is_holiday(date(2027, 5, 3)) and not CALENDAR.is_holiday(date(2027, 5, 4))
    assert [day for day in (date(2028, 1, 3), date(2028, 1, 4)) if CALENDAR.is_holiday(day)] == [date(2028, 1, 3)]


def test_days_of_the_moon_are_an_estimate_until_they_are_announced() -> None:
    new_year = date(2028, 1, 26)
    assert not CALENDAR.is_announced(2028) and not CALENDAR.is_holiday(new_year)
    assert catalogue.is_holiday(new_year) and not catalogue.is_holiday(date(2028, 2, 1))
    assert [one.since for one in CALENDAR.file.open] == [date(2027, 4, 29), date(2028, 1, 1)]
    announced = TEXT.replace("[[open]]", '[[years]]\nyear = 2028\nsource = "x"\ndays = []\n\n[[open]]', 1)
    told = HolidayCalendar(holiday_file(announced), lambda _: True)
    assert not told.is_holiday(new_year) and told.is_holiday(date(2029, 2, 13))


def test_2027_is_announced_and_what_the_code_gives_by_itself_is_in_it() -> None:
    off = {date(2027, 2, day) for day in (4, 5, 8, 9, 10)} | {date(2027, 4, 16), date(2027, 5, 3), date(2027, 9, 3)}
    assert CALENDAR.is_announced(2027) and all(map(CALENDAR.is_holiday, off))
    working = [date(2027, 2, 3), date(2027, 2, 11), date(2027, 5, 4), date(2027, 9, 1), date(2027, 9, 6)]
    assert not any(map(CALENDAR.is_holiday, working))


@pytest.mark.parametrize(
    ("old", "new", "reason", "mark"),
    [
        ("month = 9, day = 2", "month = 9, day = 31", "holiday-no-day", "month = 9, day = 31"),
        ("until = 2026-02-20", "until = 2026-02-10", "ends-before-it-begins", "2026-02-10"),
        (
            "from = 2026-08-31, until = 2026-08-31",
            "from = 2027-08-31, until = 2027-08-31",
            "holiday-other-year",
            "2027-08",
        ),
        (
            "[[open]]",
            '[[years]]\nyear = 2026\nsource = "x"\ndays = []\n\n[[open]]',
            "holiday-year-twice",
            "year = 2026",
        ),
        ('name_en = "National Day", ', "", "missing-key", 'Quốc khánh", source'),
        ("fixed = [", "fixd = [", "unknown-key", "fixd"),
    ],
)
def test_a_slip_in_the_days_off_is_said_with_its_line(old: str, new: str, reason: str, mark: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(SlipsFound) as wrong:
        holiday_file(text)
    lines = text.splitlines()
    assert any(one.reason == reason and mark in lines[one.place.line - 1] for one in wrong.value.slips)


class _Scope:
    class places(NoPlaces):  # noqa: N801 - the scope's own name for it
        is_holiday = staticmethod(CALENDAR.is_holiday)

    def __init__(self, value: Value) -> None:
        self._value = value

    def value(self, name: str) -> Value:
        return self._value

    def today(self) -> DayRange:
        return day(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("expression", "given", "outcome"),
    [
        ("holiday(a.day)", day(date(2027, 4, 30)), True),
        ("holiday(a.day)", day(date(2027, 4, 24)), False),  # a Saturday
        ("working_day(a.day)", day(date(2027, 4, 24)), False),
        ("working_day(a.day)", day(date(2027, 5, 4)), True),
        ("office_day(a.day)", day(date(2027, 4, 30)), day(date(2027, 5, 4))),
        ("office_day(a.day)", day(date(2027, 5, 4)), day(date(2027, 5, 4))),
        ("birthday(a.day, 75)", day(date(1951, 12, 1)), day(date(2026, 12, 1))),
        ("birthday(a.day, 15)", day(date(2012, 2, 29)), day(date(2027, 3, 1))),
        (
            "birthday(a.day, 75)",
            DayRange(date(1951, 1, 1), date(1951, 12, 31)),
            DayRange(date(2026, 1, 1), date(2026, 12, 31)),
        ),
        ("birthday(a.day, 9999)", day(date(1951, 12, 1)), None),
        ("office_day(a.day)", DayRange(date(1951, 1, 1), date(1951, 12, 31)), None),
        ("holiday(a.day)", None, None),
    ],
)
def test_rules_ask_for_days_off_and_for_the_day_to_come(expression: str, given: Value, outcome: Value) -> None:
    assert compiled(parse(expression))(_Scope(given)) == outcome
