"""What a field's answer must hold. A problem is a word key under ``form.problem.``; it never carries the answer."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from kiosk.domain.procedure import FieldType, FormField, Text

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_EARLIEST = 1900
_SIGNS = " -'’"
_MOST_MARKS = 4  # on one letter: Khmer has three, Tibetan four
_ODD_SIGNS = ".,/()"  # not of a name by law, but printed in some (initials, two spellings): the person decides


class Level(enum.Enum):
    """What a problem does."""

    STOP = "stop"  # it cannot be filed so
    ASK = "ask"  # the person looks again, and may go on; the officer is told
    ROUTE = "route"  # another procedure is the right one
    TELL = "tell"  # a kind sentence
    OFFICER = "officer"  # the officer's alone

    @property
    def stops(self) -> bool:
        return self in (Level.STOP, Level.ROUTE)


@dataclass(frozen=True)
class Problem:
    field: str
    key: str  # words under form.problem.KEY
    values: Mapping[str, str | int] | None = None
    level: Level = Level.STOP
    text: Text = attribute(default_factory=dict)  # the procedure's own sentence, instead of those words
    fields: tuple[str, ...] = ()  # all that is to blame, where it is more than one
    row: int | None = None  # of a table, from 0


@dataclass(frozen=True)
class Day:
    """The day it is, as far as the kiosk knows: where it is not ``sure``, at least this day."""

    date: date
    sure: bool = True


def parse_date(text: str) -> date | None:
    """A day written dd/mm/yyyy; None if there is no such day."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_name(text: str) -> bool:
    """Letters of any script, spaces, hyphens, apostrophes, a letter in each word; no digits (BLDS 2015, Điều 26
    khoản 3)."""
    words = text.split()
    return bool(words) and all(
        any(map(_letter, word)) and all(map(_of_a_name, word)) and _marks_in_row(word) <= _MOST_MARKS for word in words
    )


def _marks_in_row(word: str) -> int:
    """The longest row of marks that do not compose with their letter."""
    kinds = "".join("M" if unicodedata.category(mark)[0] == "M" else " " for mark in word)
    return max(map(len, kinds.split()), default=0)


def _letter(mark: str) -> bool:
    return unicodedata.category(mark)[0] == "L"


def _of_a_name(mark: str) -> bool:
    return mark in _SIGNS or unicodedata.category(mark)[0] in "LM"


def check(item: FormField, values: Mapping[str, str], today: Day) -> Problem | None:
    """The first thing that does not hold of one shown field, or None."""
    value = values.get(item.key, "").strip()
    if not value:
        return Problem(item.key, "missing") if item.required else None
    if len(value) > item.max_length:
        return Problem(item.key, "too-long", {"most": item.max_length})
    return _BY_TYPE.get(item.type, _anything)(item, value, today)


def _anything(item: FormField, value: str, today: Day) -> Problem | None:
    return None


def _name(item: FormField, value: str, today: Day) -> Problem | None:
    """Nobody is turned away whose name is one word, or is printed with a point; the law asks for letters."""
    if not is_name(value):
        odd = is_name("".join(" " if mark in _ODD_SIGNS else mark for mark in value))
        return Problem(item.key, "name-signs", level=Level.ASK) if odd else Problem(item.key, "name-letters")
    return Problem(item.key, "name-short", level=Level.ASK) if len(value.split()) < 2 else None


def _date(item: FormField, value: str, today: Day) -> Problem | None:
    day = parse_date(value)
    if day is None:
        return _why_no_date(item, value)
    if item.not_future and day > today.date:
        return _future(item, today)
    return Problem(item.key, "long-ago") if day.year < _EARLIEST else None


def _why_no_date(item: FormField, value: str) -> Problem:
    """Tháng 2 không có ngày 31: the helpful sentence where day and month are numbers that exist."""
    match = _DATE.fullmatch(value)
    if match and 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
        return Problem(item.key, "no-such-day", {"day": int(match[1]), "month": int(match[2])})
    return Problem(item.key, "date")


def _year_or_date(item: FormField, value: str, today: Day) -> Problem | None:
    if _digits(value) and len(value) == 4:
        if int(value) > today.date.year and item.not_future:
            return _future(item, today)
        return Problem(item.key, "long-ago") if int(value) < _EARLIEST else None
    return _date(item, value, today)


def _future(item: FormField, today: Day) -> Problem:
    """Where the day is not known for sure, the person knows better."""
    return Problem(item.key, "future") if today.sure else Problem(item.key, "future-unsure", level=Level.ASK)


def _choice(item: FormField, value: str, today: Day) -> Problem | None:
    if item.choices and value not in {choice.value for choice in item.choices}:
        return Problem(item.key, "choice")
    return None


def _number(item: FormField, value: str, today: Day) -> Problem | None:
    return None if _digits(value) and len(value) < 10 and 1 <= int(value) <= 99 else Problem(item.key, "number")


def _id_number(item: FormField, value: str, today: Day) -> Problem | None:
    return None if _digits(value) and len(value) in (9, 12) else Problem(item.key, "id-number")


def _phone(item: FormField, value: str, today: Day) -> Problem | None:
    digits = value.replace(" ", "")
    good = _digits(digits) and digits.startswith("0") and len(digits) in (10, 11)
    return None if good else Problem(item.key, "phone")


def _digits(value: str) -> bool:
    return value.isascii() and value.isdecimal()


_BY_TYPE: Mapping[FieldType, Callable[[FormField, str, Day], Problem | None]] = {
    FieldType.NAME: _name,
    FieldType.DATE: _date,
    FieldType.YEAR_OR_DATE: _year_or_date,
    FieldType.CHOICE: _choice,
    FieldType.NUMBER: _number,
    FieldType.ID_NUMBER: _id_number,
    FieldType.PHONE: _phone,
}
