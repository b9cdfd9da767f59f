"""Days off that go by the moon, in the file of days off and in the estimates, against the sky (``moon``)."""

from __future__ import annotations

from datetime import date, timedelta

import moon
import pytest

from kiosk import catalogue
from kiosk.procedures.holidays import holiday_file
from kiosk.resources import ASSETS

FILE = holiday_file((ASSETS / "values" / "holidays.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("year", "first"),
    [
        (1985, date(1985, 1, 21)),  # a month before China's: the leap month of 1984 is another one there
        (2007, date(2007, 2, 17)),  # a day before China's
        (2023, date(2023, 1, 22)),
        (2025, date(2025, 1, 29)),
        (2030, date(2030, 2, 2)),  # a day before China's
    ],
)
def test_the_oracle_knows_the_new_years_that_tell_vietnam_from_china(year: int, first: date) -> None:
    assert moon.day_of(year, 1, 1) == first


def test_announced_days_of_the_moon_are_those_of_the_sky() -> None:
    for year in FILE.years:
        named = {one.name: one for one in year.days}
        kings, tet = named["Giỗ Tổ Hùng Vương"], named["Tết Nguyên đán"]
        assert kings.since == kings.until == moon.day_of(year.year, 3, 10)
        first = moon.day_of(year.year, 1, 1)
        assert tet.since < first and first + timedelta(days=2) <= tet.until, "its eve and the first three days"
        assert (tet.until - tet.since).days + 1 >= 5, "Điều 112 khoản 1 điểm b: five days"


def test_estimates_of_later_years_are_those_of_the_sky() -> None:
    for year in range(FILE.years[-1].year + 1, FILE.years[-1].year + 8):
        assert catalogue.is_holiday(moon.day_of(year, 1, 1)) and catalogue.is_holiday(moon.day_of(year, 3, 10))
