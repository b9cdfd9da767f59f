"""The functions that an expression may call: what each takes, what it gives, and how. A closed list.

Each is total: it gets the values of its arguments, ``None`` where an argument is empty, and gives a value or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from kiosk.domain.cleaning import folded
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.money import MOST_DIGITS, Money
from kiosk.domain.numerals import number_in_words
from kiosk.forms.kinds import ANY, DATE, NUMBER, PLACE, TABLE, TEXT, UNIT, YES_NO, Kind, ValueType
from kiosk.forms.quantities import (
    DayRange,
    Number,
    NumberRange,
    Place,
    Rows,
    Unit,
    Value,
    day,
    days_between,
    full_years,
    span,
)


class Places(Protocol):
    """Administrative units, by their codes."""

    def province_of(self, unit: str) -> str:
        """The province's code of a commune's or a province's; empty where it is not known."""
        ...

    def whole(self, place: Place, day: date) -> Place:
        """``place`` with its unit where only a line is written and says it, with its line where only the unit is."""
        ...


class Scope(Protocol):
    """Where an expression finds what it names."""

    places: Places

    def value(self, name: str) -> Value:
        """The value of a name; ``None`` where it is empty, hidden or unknown."""
        ...

    def today(self) -> DayRange: ...


@dataclass(frozen=True)
class Signature:
    """``takes`` by place; ``more``: the last may be repeated; the last ``optional`` of them may be left out."""

    takes: tuple[ValueType, ...]
    gives: ValueType
    run: Callable[[Scope, tuple[Value, ...]], Value]
    optional: int = 0
    more: bool = False

    def fits(self, count: int) -> bool:
        return len(self.takes) - self.optional <= count and (self.more or count <= len(self.takes))


def _filled(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return bool(value.rows) if isinstance(value, Rows) else value not in (None, ())


def _age(scope: Scope, given: tuple[Value, ...]) -> Value:
    birth, on = given[0], given[1] if len(given) > 1 else scope.today()
    if not isinstance(birth, DayRange) or not isinstance(on, DayRange):
        return None
    return span(birth, on, full_years)


def _days(scope: Scope, given: tuple[Value, ...]) -> Value:
    start, end = given
    return span(start, end, days_between) if isinstance(start, DayRange) and isinstance(end, DayRange) else None


def _part(name: str) -> Callable[[Scope, tuple[Value, ...]], Value]:
    def run(scope: Scope, given: tuple[Value, ...]) -> Value:
        (value,) = given
        if not isinstance(value, DayRange):
            return None
        first, last = getattr(value.earliest, name), getattr(value.latest, name)
        same_year = value.earliest.year == value.latest.year
        return int(first) if first == last and (name == "year" or same_year) else None

    return run


def _weekday(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return value.earliest.isoweekday() if isinstance(value, DayRange) and value.exact else None


def _date(scope: Scope, given: tuple[Value, ...]) -> Value:
    parts = [value for value in given if isinstance(value, int) and not isinstance(value, bool)]
    try:
        return day(date(*parts)) if len(parts) == 3 else None
    except (ValueError, OverflowError):
        return None


def _earliest(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return day(value.earliest) if isinstance(value, DayRange) else None


def _latest(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return day(value.latest) if isinstance(value, DayRange) else None


def _count(scope: Scope, given: tuple[Value, ...]) -> Value:
    """Rows of a table; of a column, the rows in which it is filled, and of a yes or no, is yes."""
    (value,) = given
    if isinstance(value, Rows):
        return len(value.rows)
    return sum(one is not False for one in value) if isinstance(value, tuple) else 0


def _sum(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return sum((one for one in value if isinstance(one, int | Fraction)), 0) if isinstance(value, tuple) else 0


def _distinct(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    if not isinstance(value, tuple):
        return True
    plain = [folded(one) if isinstance(one, str) else one for one in value]
    return all(one not in plain[:index] for index, one in enumerate(plain))


def _commune(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return Unit(value.unit) if isinstance(value, Place) and value.unit else None


def _province(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    code = value.unit if isinstance(value, Place) else value.code if isinstance(value, Unit) else ""
    province = scope.places.province_of(code) if code else ""
    return Unit(province) if province else None


def _in_words(scope: Scope, given: tuple[Value, ...]) -> Value:
    """A day or a number as it is read aloud; see ``money_in_words``."""
    (value,) = given
    if isinstance(value, DayRange):
        return HalfKnownDate.of(value.earliest).in_words() if value.exact else None
    plain = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**MOST_DIGITS
    return number_in_words(value) if plain else None  # type: ignore[arg-type]


def money_in_words(scope: Scope, given: tuple[Value, ...]) -> Value:
    """What ``in_words`` is of an amount of đồng."""
    (value,) = given
    plain = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**MOST_DIGITS
    return Money(value).in_words() if plain else None  # type: ignore[arg-type]


def _word(index: int) -> Callable[[Scope, tuple[Value, ...]], Value]:
    def run(scope: Scope, given: tuple[Value, ...]) -> Value:
        (value,) = given
        return value.split()[index] if isinstance(value, str) and value.split() else None

    return run


def _contains(scope: Scope, given: tuple[Value, ...]) -> Value:
    text, part = given
    return folded(part) in folded(text) if isinstance(text, str) and isinstance(part, str) else None


def _same(scope: Scope, given: tuple[Value, ...]) -> Value:
    one, other = given
    return folded(one) == folded(other) if isinstance(one, str) and isinstance(other, str) else None


def _shaped(scope: Scope, given: tuple[Value, ...]) -> Value:
    """``#`` a digit, ``@`` a letter, every other sign itself."""
    text, shape = given
    if not isinstance(text, str) or not isinstance(shape, str):
        return None
    return len(text) == len(shape) and all(map(_of_shape, text, shape))


def _of_shape(mark: str, wanted: str) -> bool:
    match wanted:
        case "#":
            return mark.isascii() and mark.isdigit()
        case "@":
            return mark.isalpha()
        case _:
            return mark.casefold() == wanted.casefold()


def _length(scope: Scope, given: tuple[Value, ...]) -> Value:
    (value,) = given
    return len(value) if isinstance(value, str) else None


def _join(scope: Scope, given: tuple[Value, ...]) -> Value:
    between, *parts = given
    texts = [text for text in map(_as_text, parts) if text]
    return (between if isinstance(between, str) else "").join(texts) or None


def _as_text(value: Value) -> str:
    if isinstance(value, DayRange):
        return f"{value.earliest:%d/%m/%Y}" if value.exact else ""
    return "" if value is None or isinstance(value, tuple | Rows | bool | NumberRange) else str(value)


def _if(scope: Scope, given: tuple[Value, ...]) -> Value:
    condition, one, other = given
    return None if condition is None else one if condition is True else other


def _extreme(pick: Callable[[list[Number]], Number]) -> Callable[[Scope, tuple[Value, ...]], Value]:
    def run(scope: Scope, given: tuple[Value, ...]) -> Value:
        numbers = [one for one in given if isinstance(one, int | Fraction) and not isinstance(one, bool)]
        return pick(numbers) if numbers else None

    return run


_COLUMN = ValueType(Kind.COLUMN)

FUNCTIONS: Mapping[str, Signature] = {
    "filled": Signature((ANY,), YES_NO, _filled),
    "age": Signature((DATE, DATE), NUMBER, _age, optional=1),
    "years": Signature((DATE, DATE), NUMBER, _age),
    "days": Signature((DATE, DATE), NUMBER, _days),
    "year": Signature((DATE,), NUMBER, _part("year")),
    "month": Signature((DATE,), NUMBER, _part("month")),
    "weekday": Signature((DATE,), NUMBER, _weekday),
    "date": Signature((NUMBER, NUMBER, NUMBER), DATE, _date),
    "earliest": Signature((DATE,), DATE, _earliest),
    "latest": Signature((DATE,), DATE, _latest),
    "count": Signature((TABLE,), NUMBER, _count),
    "sum": Signature((_COLUMN,), ANY, _sum),
    "distinct": Signature((_COLUMN,), YES_NO, _distinct),
    "commune": Signature((PLACE,), UNIT, _commune),
    "province": Signature((PLACE,), UNIT, _province),
    "in_words": Signature((ANY,), TEXT, _in_words),
    "first_word": Signature((TEXT,), TEXT, _word(0)),
    "last_word": Signature((TEXT,), TEXT, _word(-1)),
    "contains": Signature((TEXT, TEXT), YES_NO, _contains),
    "same": Signature((TEXT, TEXT), YES_NO, _same),
    "shaped": Signature((TEXT, TEXT), YES_NO, _shaped),
    "length": Signature((TEXT,), NUMBER, _length),
    "join": Signature((TEXT, ANY), TEXT, _join, more=True),
    "if": Signature((YES_NO, ANY, ANY), ANY, _if),
    "min": Signature((NUMBER,), NUMBER, _extreme(min), more=True),
    "max": Signature((NUMBER,), NUMBER, _extreme(max), more=True),
}
