"""Answers: typed, and each with where it came from.

An answer that cannot be read as what its field asks (31/02/2026) stays as it was written, for the person to mend; rules
see it as empty.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from kiosk.domain.cleaning import cleaned
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.money import Money
from kiosk.domain.time_of_day import TimeOfDay
from kiosk.forms.elements import FieldKind
from kiosk.forms.quantities import DayRange, Place, Value


class AnswerOrigin(enum.Enum):
    """Where an answer came from. What the chip gave is locked."""

    CARD = "card"
    REMEMBERED = "remembered"  # from a person who is known here without a chip, or earlier in this visit
    TYPED = "typed"
    CHOSEN = "chosen"
    COMPUTED = "computed"
    OFFICE = "office"  # an officer put it right


@dataclass(frozen=True)
class Unread:
    """What was written and is not of its field's kind."""

    text: str


@dataclass(frozen=True)
class NotKnown:
    """ "I do not know", where the law takes it."""


NOT_KNOWN_TEXT = "không rõ"

AnswerValue = str | int | bool | Money | HalfKnownDate | TimeOfDay | Place | Unread | NotKnown | tuple["Row", ...]


@dataclass(frozen=True)
class Mended:
    """An answer that the office put right: what it was before, who did it, and why."""

    before: str
    by: str
    why: str


@dataclass(frozen=True)
class Answer:
    """``party``: of whose card, where it came from one."""

    value: AnswerValue
    origin: AnswerOrigin
    party: str = ""
    mended: Mended | None = None

    @property
    def text(self) -> str:
        """As a form writes it; of a table, empty."""
        return written(self.value)


Row = Mapping[str, Answer]
"""One row of a table: its answers by the field's own name."""


def read(kind: FieldKind, text: str) -> AnswerValue | None:
    """``text``, cleaned, as what a field of ``kind`` holds; None where it is empty."""
    plain = cleaned(text, kind)
    if not plain:
        return None
    value = _READ.get(kind, _as_text)(plain)
    return Unread(plain) if value is None else value


def answer_of(kind: FieldKind, text: str, origin: AnswerOrigin) -> Answer:
    """What was written to a field of ``kind``; one that is empty is an answer too: what stood there is taken away."""
    value = read(kind, text)
    return Answer("" if value is None else value, origin)


def written(value: AnswerValue) -> str:  # noqa: PLR0911 - one a kind
    """The text that reads as ``value`` again."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Money(amount=amount):
            return str(amount)
        case HalfKnownDate() as day:
            return day.text
        case TimeOfDay() as hour:
            return hour.iso
        case Unread(text=text):
            return text
        case NotKnown():
            return NOT_KNOWN_TEXT
        case tuple():
            return ""
        case _:
            return str(value)


def plain_value(value: AnswerValue) -> Value:
    """An answer as expressions see it; what cannot be read, or is not known, is empty. Tables: see ``case``."""
    match value:
        case Money(amount=amount):
            return amount
        case HalfKnownDate() as day:
            return DayRange(day.earliest, day.latest)
        case TimeOfDay(hour=hour, minute=minute):
            return time(hour, minute or 0)
        case Unread() | NotKnown() | tuple():
            return None
        case _:
            return value


def mended(answer: Answer, text: str, kind: FieldKind, by: str, why: str) -> Answer:
    """``answer`` put right by the office; what it was before stays beside it."""
    value = read(kind, text)
    return replace(
        answer,
        value="" if value is None else value,
        origin=AnswerOrigin.OFFICE,
        mended=Mended(answer.text, by, why),
    )


# --- reading --------------------------------------------------------------------------------------------------------

_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)


def _as_text(text: str) -> AnswerValue | None:
    return text


def _day(text: str) -> AnswerValue | None:
    day = HalfKnownDate.parse(text)
    return day if day is not None and day.whole is not None else None


def _number(text: str) -> AnswerValue | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _yes_no(text: str) -> AnswerValue | None:
    return {"yes": True, "no": False}.get(text)


def _place(text: str) -> AnswerValue | None:
    return Place(text=text)


_READ: Mapping[FieldKind, Callable[[str], AnswerValue | None]] = {
    FieldKind.DATE: _day,
    FieldKind.PARTIAL_DATE: HalfKnownDate.parse,
    FieldKind.TIME: TimeOfDay.parse,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: Money.parse,
    FieldKind.YES_NO: _yes_no,
    FieldKind.ADDRESS: _place,
}


# --- as data --------------------------------------------------------------------------------------------------------


def answer_data(answer: Answer) -> dict[str, Any]:
    """An answer as plain data: ``value`` and ``origin`` always, the rest where there is something to say."""
    plain: dict[str, Any] = {"value": answer.text, "origin": answer.origin.value}
    if answer.party:
        plain["party"] = answer.party
    if isinstance(answer.value, Place) and answer.value.unit:
        place = answer.value
        given = {"unit": place.unit, "detail": place.detail, "as_of": place.as_of, "old": place.old}
        plain |= {name: text for name, text in given.items() if text}
    if isinstance(answer.value, tuple):
        plain["rows"] = [{name: answer_data(one) for name, one in row.items()} for row in answer.value]
    if answer.mended is not None:
        plain["mended"] = vars(answer.mended)
    return plain


def answer_from(data: Mapping[str, Any], kind: Callable[[str], FieldKind], name: str = "") -> Answer | None:
    """The inverse of ``answer_data``. ``kind`` says what a field of that name is. None where nothing was answered."""
    value: AnswerValue | None
    if "rows" in data:
        value = tuple(_row(row, kind) for row in data["rows"])
    elif "unit" in data:
        value = Place(data["unit"], data.get("detail", ""), data["value"], data.get("as_of", ""), data.get("old", ""))
    elif data["value"] == NOT_KNOWN_TEXT:
        value = NotKnown()
    else:
        value = read(kind(name), data["value"])
    if value is None:
        return None
    repaired = Mended(**data["mended"]) if "mended" in data else None
    return Answer(value, AnswerOrigin(data["origin"]), data.get("party", ""), repaired)


def _row(data: Mapping[str, Any], kind: Callable[[str], FieldKind]) -> Row:
    answers = {name: answer_from(one, kind, name) for name, one in data.items()}
    return {name: one for name, one in answers.items() if one is not None}
