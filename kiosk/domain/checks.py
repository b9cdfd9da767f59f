"""What a field's answer must hold. A problem is a word key under ``form.problem.``; it never carries the answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.procedure import FieldType, FormField

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_EARLIEST = 1900


@dataclass(frozen=True)
class Problem:
    field: str
    key: str  # words under form.problem.KEY
    values: Mapping[str, str | int] | None = None


def parse_date(text: str) -> date | None:
    """A day written dd/mm/yyyy; None if there is no such day."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_name(text: str) -> bool:
    """Letters of any script, spaces, hyphens, apostrophes; no digits (BLDS 2015, Điều 26 khoản 3)."""
    return bool(text) and all(unicodedata.category(mark)[0] in "LM" or mark in " -'’" for mark in text)


def check(item: FormField, values: Mapping[str, str], today: date) -> Problem | None:
    """The first thing that does not hold of one shown field, or None."""
    value = values.get(item.key, "").strip()
    if not value:
        return Problem(item.key, "missing") if item.required else None
    if len(value) > item.max_length:
        return Problem(item.key, "too-long", {"most": item.max_length})
    return _BY_TYPE.get(item.type, _anything)(item, value, today)


def _anything(item: FormField, value: str, today: date) -> Problem | None:
    return None


def _name(item: FormField, value: str, today: date) -> Problem | None:
    if not is_name(unicodedata.normalize("NFC", value)):
        return Problem(item.key, "name-letters")
    return Problem(item.key, "name-short") if len(value.split()) < 2 else None


def _date(item: FormField, value: str, today: date) -> Problem | None:
    day = parse_date(value)
    if day is None:
        return _why_no_date(item, value)
    if item.not_future and day > today:
        return Problem(item.key, "future")
    return Problem(item.key, "long-ago") if day.year < _EARLIEST else None


def _why_no_date(item: FormField, value: str) -> Problem:
    """Tháng 2 không có ngày 31: the helpful sentence where day and month are numbers that exist."""
    found = _DATE.fullmatch(value)
    if found and 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12:
        return Problem(item.key, "no-such-day", {"day": int(found[1]), "month": int(found[2])})
    return Problem(item.key, "date")


def _year_or_date(item: FormField, value: str, today: date) -> Problem | None:
    if value.isdecimal() and len(value) == 4:
        if int(value) > today.year and item.not_future:
            return Problem(item.key, "future")
        return Problem(item.key, "long-ago") if int(value) < _EARLIEST else None
    return _date(item, value, today)


def _choice(item: FormField, value: str, today: date) -> Problem | None:
    if item.choices and value not in {choice.value for choice in item.choices}:
        return Problem(item.key, "choice")
    return None


def _number(item: FormField, value: str, today: date) -> Problem | None:
    return None if value.isdecimal() and 1 <= int(value) <= 99 else Problem(item.key, "number")


def _id_number(item: FormField, value: str, today: date) -> Problem | None:
    return None if value.isdecimal() and len(value) in (9, 12) else Problem(item.key, "id-number")


def _phone(item: FormField, value: str, today: date) -> Problem | None:
    digits = value.replace(" ", "")
    good = digits.isdecimal() and digits.startswith("0") and len(digits) in (10, 11)
    return None if good else Problem(item.key, "phone")


_BY_TYPE: Mapping[FieldType, Callable[[FormField, str, date], Problem | None]] = {
    FieldType.NAME: _name,
    FieldType.DATE: _date,
    FieldType.YEAR_OR_DATE: _year_or_date,
    FieldType.CHOICE: _choice,
    FieldType.NUMBER: _number,
    FieldType.ID_NUMBER: _id_number,
    FieldType.PHONE: _phone,
}
