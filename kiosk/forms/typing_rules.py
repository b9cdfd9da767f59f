"""What kind of value an expression gives, and why it cannot: names, kinds and choices are checked before any answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches

from kiosk.forms.functions import FUNCTIONS
from kiosk.forms.kinds import ANY, DATE, NUMBER, TEXT, TIME, UNIT, YES_NO, Kind, Names, ValueType, alike
from kiosk.forms.syntax import Binary, ExpressionFault, FunctionCall, ListOf, Literal, Name, Node, Unary


def type_of(node: Node, names: Names) -> ValueType:  # noqa: PLR0911 - one a node
    """The type of an expression over ``names``. ExpressionFault at the first thing that does not fit."""
    match node:
        case Literal():
            return _literal(node)
        case Name(path=path, at=at):
            return _named(path, at, names)
        case ListOf(items=items, at=at):
            return _list(items, at, names)
        case FunctionCall():
            return _called(node, names)
        case Unary(operator="not", operand=operand):
            return _must_be(YES_NO, operand, names)
        case Unary(operand=operand):
            return _must_be(NUMBER, operand, names)
        case _:
            return _binary(node, names)


def near(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; empty where none comes near."""
    return next(iter(get_close_matches(name, list(known), 1, 0.7)), "")


def _literal(node: Literal) -> ValueType:
    match node.value:
        case bool():
            return YES_NO
        case int():
            return NUMBER
        case date():
            return DATE
        case time():
            return TIME
        case str() as text:
            if not text:
                raise ExpressionFault("empty-text", node.at)
            return ValueType(Kind.TEXT, frozenset({text}))


def _named(path: str, at: int, names: Names) -> ValueType:
    if path not in names:
        raise ExpressionFault("unknown-name", at, name=path, near=near(path, names))
    return names[path]


def _list(items: tuple[Node, ...], at: int, names: Names) -> ValueType:
    types = [type_of(item, names) for item in items]
    if not types:
        raise ExpressionFault("empty-list", at)
    for item, one in zip(items, types, strict=True):
        if not alike(one, types[0]):
            raise ExpressionFault("mixed-list", item.at, one=types[0].kind, other=one.kind)
    choices = [one.choices for one in types]
    joined = None if None in choices else frozenset().union(*(one for one in choices if one is not None))
    return ValueType(types[0].kind, joined)


def _must_be(wanted: ValueType, node: Node, names: Names) -> ValueType:
    given = type_of(node, names)
    if not alike(given, wanted):
        raise ExpressionFault("wrong-kind", node.at, wanted=wanted.kind, given=given.kind)
    return given if given.numeric else wanted


def _called(node: FunctionCall, names: Names) -> ValueType:
    signature = FUNCTIONS.get(node.function)
    if signature is None:
        raise ExpressionFault("unknown-function", node.at, name=node.function, near=near(node.function, FUNCTIONS))
    if not signature.fits(len(node.arguments)):
        raise ExpressionFault("argument-count", node.at, name=node.function, count=len(signature.takes))
    given = [_argument(node, index, names) for index in range(len(node.arguments))]
    match node.function:
        case "sum":
            return _summed(node, given[0])
        case "apart":
            return _spans(node, given)
        case "if":
            return _either(node, given[1], given[-1])
        case "min" | "max":
            return given[0]
        case _:
            return signature.gives


def _argument(node: FunctionCall, index: int, names: Names) -> ValueType:
    takes = FUNCTIONS[node.function].takes
    wanted, item = takes[min(index, len(takes) - 1)], node.arguments[index]
    given = type_of(item, names)
    fits = alike(given, wanted) or _also_fits(node.function, given)
    if not fits or (given.kind in (Kind.TABLE, Kind.COLUMN) and wanted.kind is Kind.ANY and node.function != "filled"):
        raise ExpressionFault("wrong-kind", item.at, wanted=wanted.kind, given=given.kind)
    return given


def _also_fits(function: str, given: ValueType) -> bool:
    """``count`` takes a column too, ``province`` a commune."""
    return (function, given.kind) in (("count", Kind.COLUMN), ("province", Kind.UNIT))


def _summed(node: FunctionCall, column: ValueType) -> ValueType:
    inner = column.inner or ANY
    if not inner.numeric:
        raise ExpressionFault("wrong-kind", node.arguments[0].at, wanted=Kind.NUMBER, given=inner.kind)
    return inner


def _spans(node: FunctionCall, columns: list[ValueType]) -> ValueType:
    for item, column in zip(node.arguments, columns, strict=True):
        if column.inner is None or column.inner.kind is not Kind.DATE:
            raise ExpressionFault("wrong-kind", item.at, wanted=Kind.DATE, given=(column.inner or ANY).kind)
    return YES_NO


def _either(node: FunctionCall, one: ValueType, other: ValueType) -> ValueType:
    if not alike(one, other):
        raise ExpressionFault("mixed-list", node.arguments[-1].at, one=one.kind, other=other.kind)
    both = one.choices is not None and other.choices is not None
    return ValueType(one.kind, one.choices | other.choices) if both else ValueType(one.kind)  # type: ignore[operator]


def _binary(node: Binary, names: Names) -> ValueType:
    match node.operator:
        case "and" | "or":
            _must_be(YES_NO, node.left, names)
            return _must_be(YES_NO, node.right, names)
        case "+" | "-" | "*" | "/":
            left, right = _must_be(NUMBER, node.left, names), _must_be(NUMBER, node.right, names)
            return left if left.kind is Kind.MONEY else right
        case "in" | "not-in":
            return _membership(node, names)
        case _:
            return _comparison(node, names)


def _membership(node: Binary, names: Names) -> ValueType:
    if not isinstance(node.right, ListOf):
        raise ExpressionFault("in-wants-list", node.right.at)
    return _compared(node, type_of(node.left, names), type_of(node.right, names))


def _comparison(node: Binary, names: Names) -> ValueType:
    left, right = type_of(node.left, names), type_of(node.right, names)
    ordered = left.numeric or left.kind in (Kind.DATE, Kind.TIME, Kind.ANY)
    if node.operator not in ("==", "!=") and not ordered:
        raise ExpressionFault("no-order", node.at, given=left.kind)
    return _compared(node, left, right)


def _compared(node: Binary, left: ValueType, right: ValueType) -> ValueType:
    if not alike(left, right) or left.kind in (Kind.TABLE, Kind.COLUMN):
        if UNIT.kind in (left.kind, right.kind) and TEXT.kind in (left.kind, right.kind):
            return _unit_code(node, left, right)
        raise ExpressionFault("not-comparable", node.at, one=left.kind, other=right.kind)
    if left.choices is not None and right.choices is not None:
        _possible(node, left.choices, right.choices)
    return YES_NO


def _unit_code(node: Binary, left: ValueType, right: ValueType) -> ValueType:
    """A unit may be compared with its code, written as a text."""
    codes = (left if left.kind is Kind.TEXT else right).choices
    if codes is None or not all(one.isdecimal() for one in codes):
        raise ExpressionFault("not-comparable", node.at, one=left.kind, other=right.kind)
    return YES_NO


def _possible(node: Binary, left: frozenset[str], right: frozenset[str]) -> None:
    """Every value that is written out must be one of the choices."""
    written = _written(node.right) or _written(node.left)
    choices = left if _written(node.right) else right
    for value, at in written:
        if value not in choices:
            raise ExpressionFault("no-such-choice", at, value=value, near=near(value, choices))


def _written(node: Node) -> list[tuple[str, int]]:
    items = node.items if isinstance(node, ListOf) else (node,)
    return [(item.value, item.at) for item in items if isinstance(item, Literal) and isinstance(item.value, str)]
