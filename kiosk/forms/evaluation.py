"""Expressions as functions of a scope: made once at load, total, quick.

Empty makes a comparison silent (``None``); ``and`` and ``or`` are Kleene's: what is already decided by one side is
decided. So a condition holds only where it is ``True``, and a rule is broken only where it is ``False``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import TypeVar

from kiosk.domain.money import digit_groups
from kiosk.forms.functions import FUNCTIONS, money_in_words
from kiosk.forms.quantities import DayRange, Number, NumberRange, Unit, Value, day, tidy
from kiosk.forms.scope import Scope
from kiosk.forms.syntax import Binary, FunctionCall, ListOf, Literal, Name, Node, Unary

Run = Callable[[Scope], Value]

_T = TypeVar("_T", date, Number)

MOST_DIGITS = 40
"""A number longer than this is of no office: it counts as empty."""


def compiled(node: Node, money: Callable[[Node], bool] = lambda _: False) -> Run:  # noqa: PLR0911 - one a node
    """The function of an expression. ``money`` says of a part of it whether it is an amount of đồng."""
    match node:
        case Literal(value=value):
            fixed = day(value) if isinstance(value, date) else value
            return lambda _: fixed
        case Name(path="today"):
            return lambda scope: scope.today()
        case Name(path=path):
            return lambda scope: scope.value(path)
        case ListOf(items=items):
            parts = [compiled(item, money) for item in items]
            return lambda scope: tuple(value for value in (part(scope) for part in parts) if value is not None)
        case FunctionCall():
            return _called(node, money)
        case Unary(operator="not", operand=operand):
            return _negated(compiled(operand, money))
        case Unary(operand=operand):
            return _arithmetic(operator.sub, lambda _: 0, compiled(operand, money))
        case _:
            return _binary(node, money)


def _grouped(run: Run) -> Run:
    """An amount of đồng among words: 540.000."""

    def grouped(scope: Scope) -> Value:
        value = run(scope)
        return digit_groups(value) if isinstance(value, int) and not isinstance(value, bool) else value

    return grouped


def _called(node: FunctionCall, money: Callable[[Node], bool]) -> Run:
    run = FUNCTIONS[node.function].run
    if node.function == "in_words" and money(node.arguments[0]):
        run = money_in_words
    parts = [compiled(item, money) for item in node.arguments]
    if node.function == "join":
        parts = [_grouped(part) if money(item) else part for item, part in zip(node.arguments, parts, strict=True)]
    if len(parts) == 1:
        only = parts[0]
        return lambda scope: run(scope, (only(scope),))
    return lambda scope: run(scope, tuple(part(scope) for part in parts))


def _binary(node: Binary, money: Callable[[Node], bool]) -> Run:  # noqa: PLR0911 - one a sign
    left, right = compiled(node.left, money), compiled(node.right, money)
    match node.operator:
        case "and":
            return _both(left, right)
        case "or":
            return _either(left, right)
        case "in":
            return _member(left, right)
        case "not-in":
            return _negated(_member(left, right))
        case "!=":
            return _negated(_equal(left, right))
        case "==":
            return _equal(left, right)
        case "<" | "<=" | ">" | ">=":
            return _ordered(node.operator, left, right)
        case "/":
            return _quotient(left, right)
        case sign:
            return _arithmetic({"+": operator.add, "-": operator.sub, "*": operator.mul}[sign], left, right)


def _negated(part: Run) -> Run:
    def run(scope: Scope) -> Value:
        value = part(scope)
        return None if value is None else value is False

    return run


def _both(left: Run, right: Run) -> Run:
    def run(scope: Scope) -> Value:
        one = left(scope)
        if one is False:
            return False
        other = right(scope)
        return False if other is False else True if one is True and other is True else None

    return run


def _either(left: Run, right: Run) -> Run:
    def run(scope: Scope) -> Value:
        one = left(scope)
        if one is True:
            return True
        other = right(scope)
        return True if other is True else False if one is False and other is False else None

    return run


def _equal(left: Run, right: Run) -> Run:
    return lambda scope: same_value(left(scope), right(scope))


def _member(left: Run, right: Run) -> Run:
    def run(scope: Scope) -> Value:
        value, items = left(scope), right(scope)
        if value is None or not isinstance(items, tuple) or not items:
            return None
        verdicts = [same_value(value, item) for item in items]
        return True if True in verdicts else None if None in verdicts else False

    return run


def same_value(one: Value, other: Value) -> bool | None:
    """Whether two values are the same: texts whatever the capitals and spaces; days by what is known of them."""
    if one is None or other is None:
        return None
    if isinstance(one, str) and isinstance(other, str):
        return one == other or " ".join(one.casefold().split()) == " ".join(other.casefold().split())
    if isinstance(one, DayRange) and isinstance(other, DayRange):
        apart = one.latest < other.earliest or other.latest < one.earliest
        return False if apart else True if one.exact and other.exact else None
    if isinstance(one, NumberRange) or isinstance(other, NumberRange):
        return _same_number(one, other)
    return _code(one) == _code(other)


def _code(value: Value) -> Value:
    return value.code if isinstance(value, Unit) else value


def _same_number(one: Value, other: Value) -> bool | None:
    first, second = _range(one), _range(other)
    if first is None or second is None:
        return None
    return False if first.most < second.least or second.most < first.least else None


def _range(value: Value) -> NumberRange | None:
    if isinstance(value, NumberRange):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return NumberRange(value, value)


def _ordered(sign: str, left: Run, right: Run) -> Run:
    """``a < b`` holds where the latest of a comes before the earliest of b, and is false where it cannot come so."""
    swap, strict = sign in (">", ">="), sign in ("<", ">")

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if one is None or other is None:
            return None
        return _before(other, one, strict=strict) if swap else _before(one, other, strict=strict)

    return run


def _before(one: Value, other: Value, *, strict: bool) -> bool | None:
    if isinstance(one, int) and isinstance(other, int):
        return one < other if strict else one <= other
    if isinstance(one, DayRange) and isinstance(other, DayRange):
        return _decided(one.earliest, one.latest, other.earliest, other.latest, strict)
    if isinstance(one, time) and isinstance(other, time):
        return one < other if strict else one <= other
    first, second = _range(one), _range(other)
    if first is None or second is None:
        return None
    return _decided(first.least, first.most, second.least, second.most, strict)


def _decided(low: _T, high: _T, other_low: _T, other_high: _T, strict: bool) -> bool | None:
    if (high < other_low) if strict else (high <= other_low):
        return True
    return False if ((low >= other_high) if strict else (low > other_high)) else None


def _arithmetic(how: Callable[[Number, Number], Number], left: Run, right: Run) -> Run:
    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is int and type(other) is int:
            return _bounded(how(one, other))
        first, second = _range(one), _range(other)
        if first is None or second is None:
            return None
        ends = [how(a, b) for a in (first.least, first.most) for b in (second.least, second.most)]
        settled = NumberRange(min(ends), max(ends)).settled()
        return settled if isinstance(settled, NumberRange) else _bounded(settled)

    return run


def _bounded(number: Number) -> Value:
    return None if abs(number) >= 10**MOST_DIGITS else number


def _quotient(left: Run, right: Run) -> Run:
    """Exact: 10 / 4 is two and a half. By nothing, or by what is not known for sure: empty."""

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        plain = isinstance(one, int | Fraction) and isinstance(other, int | Fraction) and other
        return _bounded(tidy(Fraction(one) / Fraction(other))) if plain else None  # type: ignore[arg-type]

    return run
