"""Days and hours of which a part is not known: compared, counted and written by what is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.time_of_day import TimeOfDay

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
HALF_KNOWN = st.builds(
    lambda day, parts: HalfKnownDate(*(day.year, day.month, day.day)[:parts]), DAYS, st.integers(1, 3)
)
TIMES = st.builds(TimeOfDay, st.integers(0, 23), st.none() | st.integers(0, 59))


def days_within(value: HalfKnownDate) -> tuple[date, date]:
    return value.earliest, value.latest


@given(HALF_KNOWN)
def test_what_is_written_is_read_again(value):
    assert HalfKnownDate.parse(value.text) == HalfKnownDate.parse(value.iso) == value


@given(HALF_KNOWN)
def test_it_is_found_again_from_the_days_it_may_be(value):
    assert HalfKnownDate.spanning(value.earliest, value.latest) == value


def test_a_week_is_no_half_known_day():
    assert HalfKnownDate.spanning(date(2026, 11, 2), date(2026, 11, 8)) is None


@given(HALF_KNOWN, HALF_KNOWN)
def test_one_is_before_another_where_no_day_of_it_could_be_after(one, other):
    """Against the days that each may be: comparing by what is known is no guess."""
    order = one.compare(other)
    assert order == -other.compare(one)
    if order < 0:
        assert one.latest < other.earliest
    elif order > 0:
        assert one.earliest > other.latest
    else:
        assert one.earliest <= other.latest
        assert other.earliest <= one.latest


@given(DAYS, DAYS)
def test_whole_days_compare_and_count_as_days_do(one, other):
    first, second = HalfKnownDate.of(one), HalfKnownDate.of(other)
    assert first.compare(second) == (one > other) - (one < other)
    assert first.days_to(second) == (other - one).days


@given(HALF_KNOWN, HALF_KNOWN)
def test_an_age_is_one_that_is_reached_for_certain(born, on):
    """Whoever was born on any day it may have been, has that age on any day it may be; some have no more."""
    ages = [
        HalfKnownDate.of(birth).years_to(HalfKnownDate.of(day))
        for birth in days_within(born)
        for day in days_within(on)
    ]
    assert born.years_to(on) == min(ages)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("30/11/2008", "30/11/2026", 18),  # HN&GĐ Đ.8: comes of age on the day itself
        ("01/12/2008", "30/11/2026", 17),
        ("2006", "30/11/2026", 19),  # only a year: as 31/12
        ("11/2006", "30/11/2026", 20),
        ("29/02/2008", "28/02/2026", 17),
        ("29/02/2008", "01/03/2026", 18),
        ("2027", "30/11/2026", -2),
    ],
)
def test_ages_by_what_is_known(born, on, years):
    first, second = HalfKnownDate.parse(born), HalfKnownDate.parse(on)
    assert first is not None
    assert second is not None
    assert first.years_to(second) == years


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("02/11/2026", "Ngày mùng hai tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("10/04/2005", "Ngày mùng mười tháng tư năm hai nghìn không trăm lẻ năm"),
        ("31/12/1999", "Ngày ba mươi mốt tháng mười hai năm một nghìn chín trăm chín mươi chín"),
        ("04/1962", "Tháng tư năm một nghìn chín trăm sáu mươi hai"),
        ("1962", "Năm một nghìn chín trăm sáu mươi hai"),
    ],
)
def test_the_words_of_what_is_known(text, words):
    value = HalfKnownDate.parse(text)
    assert value is not None
    assert value.in_words() == words


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2026", "2026-13", "13/2026", "05/00/2026", "0000", "26", "1/1/26", "hôm qua", "1962-1-2", "١٩٦٢"],
)
def test_what_is_no_day_is_none(text):
    assert HalfKnownDate.parse(text) is None


def test_zeros_are_how_papers_say_that_a_part_is_not_known():
    assert HalfKnownDate.parse("00/00/1962") == HalfKnownDate.parse("00/1962") == HalfKnownDate(1962)
    assert HalfKnownDate.parse("00/03/1962") == HalfKnownDate(1962, 3)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="without its month"):
        HalfKnownDate(1962, None, 5)
    assert HalfKnownDate(1962, 5).whole is None
    assert HalfKnownDate(1962).days_to(HalfKnownDate(1963, 1, 1)) is None


@given(TIMES)
def test_a_time_that_is_written_is_read_again(value):
    assert TimeOfDay.parse(value.text) == TimeOfDay.parse(value.iso) == value


@given(TIMES, TIMES)
def test_times_compare_by_what_is_known(one, other):
    def minutes(time, unknown):
        return time.hour * 60 + (unknown if time.minute is None else time.minute)

    order = one.compare(other)
    assert order == -other.compare(one)
    if order < 0:
        assert minutes(one, 59) < minutes(other, 0)
    if order == 0:
        assert minutes(one, 0) <= minutes(other, 59)


@pytest.mark.parametrize(
    ("text", "iso"), [("14h30", "14:30"), ("5 giờ", "05"), ("5g15", "05:15"), ("14 giờ 05 phút", "14:05"), ("7", "07")]
)
def test_the_ways_people_write_a_time(text, iso):
    value = TimeOfDay.parse(text)
    assert value is not None
    assert value.iso == iso


@pytest.mark.parametrize("text", ["24:00", "12:60", "", "trưa", "5:3:2", "-1"])
def test_what_is_no_time_is_none(text):
    assert TimeOfDay.parse(text) is None
