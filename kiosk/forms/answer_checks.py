"""What one answer must hold by its field's kind, range and constraint. A problem never carries the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.domain.checks import Level, is_name
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.money import Money
from kiosk.forms.answers import Answer, AnswerOrigin, NotKnown, Unread, plain_value
from kiosk.forms.case import FormCase, RowCase, ThisCase
from kiosk.forms.elements import FieldKind
from kiosk.forms.sheet import SheetField
from kiosk.forms.texts import Text

_EARLIEST = 1900
_ODD_SIGNS = ".,/()"  # not of a name by law, but printed in some (initials, two spellings): the person decides
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_TAX_CODE = re.compile(r"\d{10}(?:-\d{3})?|\d{12}", re.ASCII)
_PAPER = re.compile(r"[0-9A-Z/.-]{4,20}", re.ASCII)


@dataclass(frozen=True)
class FormProblem:
    """What does not hold. ``key``: words under form.problem.KEY, or a rule's key with its own ``text``.

    ``fields`` are those that are to blame; in a table with the ``row``, from 0.
    """

    key: str
    fields: tuple[str, ...]
    level: Level = Level.STOP
    text: Text = field(default_factory=dict)
    values: Mapping[str, str | int] = field(default_factory=dict)
    row: int | None = None
    rule: bool = False
    to: str = ""

    @property
    def field(self) -> str:
        """The field beside which it is said."""
        return self.fields[0] if self.fields else ""


def is_required(item: SheetField, scope: FormCase | RowCase) -> bool:
    """What may be not known is left empty, whatever else is said of it."""
    if item.spec.unknown:
        return False
    return item.required(scope) is True if item.required is not None else item.spec.required is True


def check_answer(
    item: SheetField, answer: Answer | None, scope: FormCase | RowCase, case: FormCase
) -> FormProblem | None:
    """The first thing that does not hold of one answer that is asked, or None."""
    if answer is None or not (answer.text or isinstance(answer.value, tuple)):
        return FormProblem("missing", (item.key,)) if is_required(item, scope) else None
    if isinstance(answer.value, NotKnown):
        return None if item.spec.unknown else FormProblem("missing", (item.key,))
    if len(answer.text) > item.spec.max_length:
        return FormProblem("too-long", (item.key,), values={"most": item.spec.max_length})
    return next(_faults(item, answer, scope, case), None)


def _faults(item: SheetField, answer: Answer, scope: FormCase | RowCase, case: FormCase) -> Iterator[FormProblem]:
    checks = (_BY_KIND.get(item.type, _unread), _range, _future)
    for one in checks:
        if (problem := one(item, answer, case)) is not None:
            yield problem
    this = plain_value(answer.value)
    if item.constraint is not None and item.constraint(ThisCase(scope, this)) is False:
        yield FormProblem("constraint", (item.key,), text=item.constraint_text)


def _unread(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    return FormProblem(item.type.value, (item.key,)) if isinstance(answer.value, Unread) else None


def _name(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    """Nobody is turned away whose name is one word, or is printed with a point; the law asks for letters."""
    if not is_name(answer.text):
        odd = is_name("".join(" " if mark in _ODD_SIGNS else mark for mark in answer.text))
        return _asked(item, "name-signs") if odd else FormProblem("name-letters", (item.key,))
    return _asked(item, "name-short") if len(answer.text.split()) < 2 else None


def _asked(item: SheetField, key: str) -> FormProblem:
    return FormProblem(key, (item.key,), Level.ASK)


def _date(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    if isinstance(answer.value, HalfKnownDate):
        return FormProblem("long-ago", (item.key,)) if answer.value.year < _EARLIEST else None
    return _why_no_date(item, answer.text)


def _why_no_date(item: SheetField, text: str) -> FormProblem:
    """Tháng 2 không có ngày 31: the helpful sentence where day and month are numbers that exist."""
    match = _DATE.fullmatch(text)
    if match and 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
        return FormProblem("no-such-day", (item.key,), values={"day": int(match[1]), "month": int(match[2])})
    return FormProblem("date", (item.key,))


def _choice(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    known = {one.value for one in item.choices}
    return FormProblem("choice", (item.key,)) if known and answer.text not in known else None


def _id_number(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    return None if _digits(answer.text) and len(answer.text) in (9, 12) else FormProblem("id-number", (item.key,))


def _phone(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    digits = answer.text.replace(" ", "")
    good = _digits(digits) and digits.startswith("0") and len(digits) in (10, 11)
    return None if good else FormProblem("phone", (item.key,))


def _matching(pattern: re.Pattern[str], key: str) -> Callable[[SheetField, Answer, FormCase], FormProblem | None]:
    def check(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
        return None if pattern.fullmatch(answer.text) else FormProblem(key, (item.key,))

    return check


def _paper_number(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    """Of any paper; what a card says as its holder's ID number is one, although a passport's may have letters."""
    by_card = item.spec.card == "id_number" and answer.origin is AnswerOrigin.CARD
    return (_id_number if by_card else _matching(_PAPER, "paper-number"))(item, answer, case)


def _digits(value: str) -> bool:
    return value.isascii() and value.isdecimal()


def _range(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    value = answer.value.amount if isinstance(answer.value, Money) else answer.value
    if not item.spec.range or isinstance(value, bool) or not isinstance(value, int):
        return None
    least, most = item.spec.range
    if least <= value <= most:
        return None
    return FormProblem("range", (item.key,), values={"least": least, "most": most})


def _future(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    """Where the day is not known for sure, the person knows better."""
    if not item.spec.not_future or not isinstance(answer.value, HalfKnownDate):
        return None
    if answer.value.earliest <= case.context.today:
        return None
    return FormProblem("future", (item.key,)) if case.context.day_is_sure else _asked(item, "future-unsure")


_BY_KIND: Mapping[FieldKind, Callable[[SheetField, Answer, FormCase], FormProblem | None]] = {
    FieldKind.NAME: _name,
    FieldKind.DATE: _date,
    FieldKind.PARTIAL_DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.ID_NUMBER: _id_number,
    FieldKind.PHONE: _phone,
    FieldKind.EMAIL: _matching(_EMAIL, "email"),
    FieldKind.TAX_CODE: _matching(_TAX_CODE, "tax-code"),
    FieldKind.PAPER_NUMBER: _paper_number,
}
