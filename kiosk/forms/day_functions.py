"""The functions of days that an expression may call: ages, spans, parts of a day, days off. See ``functions``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kiosk.domain.calendar import next_working_day, off
from kiosk.forms.quantities import DayRange, Value, day, days_between, full_years, span, years_later
from kiosk.forms.scope import Scope


def age(scope: Scope, given: tuple[Value, ...]) -> Value:
    birth, on = given[0], given[1] if len(given) > 1 else scope.today()
    if not isinstance(birth, DayRange) or not isinstance(on, DayRange):
        return None
    return span(birth, on, full_years)


def days(scope: Scope, given: tuple[Value, ...]) -> Value:
    start, end = given
    return span(start, end, days_between) if isinstance(start, DayRange) and isinstance(end, DayRange) else None


def part(name: str) -> Callable[[Scope, tuple[Value, ...]], Value]:
    def run(scope: Scope, given: tuple[Value, ...]) -> Value:
        (value,) = given
        if not isinstance(value, DayRange):
            return None
        first, last = getattr(value.earliest, name), getattr(value.latest, name)
        same_year = value.earliest.year == value.latest.year
        return int(first) if first == last and (name == "year" or same_year) else None

    return run


def weekday(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return value.earliest.isoweekday() if isinstance(value, DayRange) and value.exact else None


def date_of(scope: Scope, given: tuple[Value, ...]) -> Value:
    parts = [value for value in given if isinstance(value, int) and not isinstance(value, bool)]
    try:
        return day(date(*parts)) if len(parts) == 3 else None
    except (ValueError, OverflowError):
        return None


def earliest(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return day(value.earliest) if isinstance(value, DayRange) else None


def latest(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return day(value.latest) if isinstance(value, DayRange) else None


def later(scope: Scope, given: tuple[Value, ...]) -> Value:
    """So many days after a day."""
    start, days = given
    if not isinstance(start, DayRange) or not isinstance(days, int):
        return None
    try:
        return DayRange(*(one + timedelta(days) for one in (start.earliest, start.latest)))
    except OverflowError:
        return None


def birthday(scope: Scope, given: tuple[Value, ...]) -> Value:
    """The day from which somebody born on that day is so many years old."""
    birth, years = given
    if not isinstance(birth, DayRange) or not isinstance(years, int):
        return None
    try:
        return DayRange(*(years_later(one, years) for one in (birth.earliest, birth.latest)))
    except (OverflowError, ValueError):
        return None


def holiday(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return scope.places.is_holiday(value.earliest) if isinstance(value, DayRange) and value.exact else None


def working_day(scope: Scope, given: tuple[Value, ...]) -> Value:
    """Neither a weekend nor a holiday."""
    (value,) = given
    exact = isinstance(value, DayRange) and value.exact
    return not off(value.earliest, scope.places.is_holiday) if exact else None  # type: ignore[union-attr]


def office_day(scope: Scope, given: tuple[Value, ...]) -> Value:
    """The first working day from that day on."""
    (value,) = given
    if not isinstance(value, DayRange) or not value.exact:
        return None
    try:
        return day(next_working_day(value.earliest - timedelta(days=1), scope.places.is_holiday))
    except OverflowError:
        return None
