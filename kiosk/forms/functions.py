"""The functions that an expression may call: what each takes, what it gives, and how. A closed list.

Each is total: it gets the values of its arguments, ``None`` where an argument is empty, and gives a value or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kiosk.domain.cleaning import folded
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.money import MOST_DIGITS, Money
from kiosk.domain.numerals import number_in_words
from kiosk.forms import day_functions
from kiosk.forms.kinds import ANY, DATE, NUMBER, PLACE, TABLE, TEXT, UNIT, YES_NO, Kind, ValueType
from kiosk.forms.quantities import DayRange, Number, NumberRange, Place, Rows, Unit, Value
from kiosk.forms.scope import Scope


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


def _apart(scope: Scope, given: tuple[Value, ...]) -> Value:
    """Whether no two rows' times, from the one column to the other, surely meet; one may begin when another ends."""
    starts, ends = given
    if not isinstance(starts, tuple) or not isinstance(ends, tuple) or len(starts) != len(ends):
        return None
    spans = [pair for pair in zip(starts, ends, strict=True) if all(isinstance(one, DayRange) for one in pair)]
    return not any(_meet(one, other) for index, one in enumerate(spans) for other in spans[:index])


def _meet(one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    return all(
        isinstance(start, DayRange) and isinstance(end, DayRange) and start.latest < end.earliest
        for start, end in ((one[0], other[1]), (other[0], one[1]))
    )


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


def _located(scope: Scope, given: tuple[Value, ...]) -> Value:
    """A house or office and where it is, as one line: what the one's name ends with is not said again."""
    house, place = given
    where = [part.strip() for part in str(place).split(",")] if isinstance(place, Place | str) and str(place) else []
    if not isinstance(house, str) or not house:
        return ", ".join(where) or None
    words = _folded_words(house)
    again = (count for count in range(len(where), 0, -1) if _ends(words, where[:count]))
    return ", ".join([house, *where[next(again, 0) :]])


def _ends(words: list[str], parts: list[str]) -> bool:
    tail = [word for part in parts for word in _folded_words(part)]
    return words[-len(tail) :] == tail


def _folded_words(text: str) -> list[str]:
    return [folded(word) for word in text.replace(",", " ").split()]


def _as_text(value: Value) -> str:
    if isinstance(value, DayRange):
        return f"{value.earliest:%d/%m/%Y}" if value.exact else ""
    return "" if value is None or isinstance(value, tuple | Rows | bool | NumberRange) else str(value)


def _if(scope: Scope, given: tuple[Value, ...]) -> Value:
    """Without a third argument it is empty where the condition does not hold."""
    condition, one, other = (*given, None)[:3]
    return None if condition is None else one if condition is True else other


def _extreme(pick: Callable[[list[Number]], Number]) -> Callable[[Scope, tuple[Value, ...]], Value]:
    def run(scope: Scope, given: tuple[Value, ...]) -> Value:
        numbers = [one for one in given if isinstance(one, int | Fraction) and not isinstance(one, bool)]
        return pick(numbers) if numbers else None

    return run


_COLUMN = ValueType(Kind.COLUMN)

FUNCTIONS: Mapping[str, Signature] = {
    "filled": Signature((ANY,), YES_NO, _filled),
    "age": Signature((DATE, DATE), NUMBER, day_functions.age, optional=1),
    "years": Signature((DATE, DATE), NUMBER, day_functions.age),
    "days": Signature((DATE, DATE), NUMBER, day_functions.days),
    "year": Signature((DATE,), NUMBER, day_functions.part("year")),
    "month": Signature((DATE,), NUMBER, day_functions.part("month")),
    "weekday": Signature((DATE,), NUMBER, day_functions.weekday),
    "date": Signature((NUMBER, NUMBER, NUMBER), DATE, day_functions.date_of),
    "earliest": Signature((DATE,), DATE, day_functions.earliest),
    "latest": Signature((DATE,), DATE, day_functions.latest),
    "later": Signature((DATE, NUMBER), DATE, day_functions.later),
    "birthday": Signature((DATE, NUMBER), DATE, day_functions.birthday),
    "holiday": Signature((DATE,), YES_NO, day_functions.holiday),
    "working_day": Signature((DATE,), YES_NO, day_functions.working_day),
    "office_day": Signature((DATE,), DATE, day_functions.office_day),
    "count": Signature((TABLE,), NUMBER, _count),
    "sum": Signature((_COLUMN,), ANY, _sum),
    "distinct": Signature((_COLUMN,), YES_NO, _distinct),
    "apart": Signature((_COLUMN, _COLUMN), YES_NO, _apart),
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
    "located": Signature((TEXT, PLACE), TEXT, _located),
    "if": Signature((YES_NO, ANY, ANY), ANY, _if, optional=1),
    "min": Signature((NUMBER,), NUMBER, _extreme(min), more=True),
    "max": Signature((NUMBER,), NUMBER, _extreme(max), more=True),
}
