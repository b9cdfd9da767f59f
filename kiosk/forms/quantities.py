"""Values of expressions: what is known of a day, a number, a place, a table. ``None`` is an empty answer.

A day of which only the year is known is the range of its days; what is counted from it is a range of numbers. Two
ranges compare where every day of them says the same, and say nothing (``None``) otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

Number = int | Fraction


@dataclass(frozen=True)
class DayRange:
    """A day between ``earliest`` and ``latest``, both of them possible."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest


@dataclass(frozen=True)
class NumberRange:
    """A number between ``least`` and ``most``, both of them possible."""

    least: Number
    most: Number

    def settled(self) -> Number | NumberRange:
        """The number itself, where only one is possible."""
        return self.least if self.least == self.most else self


@dataclass(frozen=True)
class Place:
    """An address: ``unit`` is the commune's code (empty: only written), ``detail`` the house or hamlet, ``text`` the
    whole line as it is read, ``as_of`` the day whose names it uses (ISO; empty: today's), ``old`` the name it had."""

    unit: str = ""
    detail: str = ""
    text: str = ""
    as_of: str = ""
    old: str = ""

    def __str__(self) -> str:
        return self.text or self.detail or self.unit


@dataclass(frozen=True)
class Unit:
    """The code of a commune or province."""

    code: str


@dataclass(frozen=True)
class Rows:
    """A table: each row its values by field, empty ones left out."""

    rows: tuple[Mapping[str, Value], ...] = ()

    def column(self, name: str) -> tuple[Value, ...]:
        return tuple(row[name] for row in self.rows if row.get(name) is not None)


Value = None | bool | int | Fraction | str | DayRange | NumberRange | time | Place | Unit | Rows | tuple["Value", ...]


def day(value: date) -> DayRange:
    return DayRange(value, value)


def full_years(start: date, end: date) -> int:
    """Full years from ``start`` to ``end``. Who was born on 29 February is a year older on 1 March of other years."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def years_later(start: date, years: int) -> date:
    """The day on which ``full_years`` from ``start`` first comes to ``years``. ValueError where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def span(start: DayRange, end: DayRange, count: object) -> NumberRange | Number:
    """What ``count(date, date)`` can be between two days of which each is one of a range."""
    assert callable(count)
    return NumberRange(count(start.latest, end.earliest), count(start.earliest, end.latest)).settled()


def days_between(start: date, end: date) -> int:
    return (end - start).days


def tidy(number: Fraction) -> Number:
    """A whole number as ``int``."""
    return int(number) if number.denominator == 1 else number
