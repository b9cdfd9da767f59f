"""Conditions that can never hold, or always do: found by trying every answer to the choices that they name.

A number is known by its range. What else is no choice (a date compared, rows counted) is taken for free: so nothing is
called dead that is not, and not everything that is dead is found.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from kiosk.forms.kinds import Kind, Names
from kiosk.forms.syntax import Binary, FunctionCall, ListOf, Literal, Name, Node, Unary, children, every_node

MOST_CASES = 20_000
"""With more cases than these nothing is said."""

Truth = bool | None
_Case = Mapping[str, object]


def never(conditions: Sequence[Node], names: Names) -> bool:
    """Whether these, all together, hold in no case."""
    cases = _cases(conditions, names, empty=True)
    return cases is not None and not any(all(_truth(one, case) is True for one in conditions) for case in cases)


def always(condition: Node, names: Names) -> bool:
    """Whether it holds in every case in which all that it names is answered."""
    cases = _cases([condition], names, empty=False)
    return cases is not None and all(_truth(condition, case) is True for case in cases)


def _cases(conditions: Sequence[Node], names: Names, *, empty: bool) -> Iterator[_Case] | None:
    domains: dict[str, list[object]] = {}
    for one in conditions:
        _collect(one, names, domains, empty)
    count = 1
    for values in domains.values():
        count *= len(values)
    if count > MOST_CASES:
        return None
    keys = list(domains)
    return (dict(zip(keys, values, strict=True)) for values in product(*domains.values()))


def _collect(node: Node, names: Names, domains: dict[str, list[object]], empty: bool) -> None:
    """The variables of a condition: choices and yes-or-no by name, every other part by its own shape."""
    if isinstance(node, Literal):
        return
    if _logical(node):
        for child in children(node):
            _collect(child, names, domains, empty)
        return
    variable = _variable(node, names)
    if variable is None:
        outcomes: list[object] = [*_outcomes(node, names)]
        domains[_shape(node)] = [*outcomes, None] if empty else outcomes
        return
    choices = names[variable].choices
    values: list[object] = [*sorted(choices)] if choices else [True, False]
    with_empty = empty or _asks_filled(node) or None in domains.get(variable, ())
    domains[variable] = [*values, None] if with_empty else values


_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _outcomes(node: Node, names: Names) -> tuple[bool, ...]:
    """What a comparison of a number with one that is written out can come to, within the number's range."""
    match node:
        case Binary(operator=sign, left=Name(path=path), right=Literal(value=int() as limit)) if sign in _COMPARE:
            bounds = names[path].bounds if path in names else None
            if bounds is not None:
                ends = {_COMPARE[sign](end, limit) for end in bounds}
                return tuple(sorted(ends, reverse=True))
    return True, False


def _logical(node: Node) -> bool:
    return (isinstance(node, Binary) and node.operator in ("and", "or")) or (
        isinstance(node, Unary) and node.operator == "not"
    )


def _asks_filled(node: Node) -> bool:
    return isinstance(node, FunctionCall)


def _variable(node: Node, names: Names) -> str | None:
    """The choice or yes-or-no that this part is about and nothing else; None where there is none."""
    match node:
        case Name(path=path) if _countable(path, names):
            return path
        case FunctionCall(function="filled", arguments=(Name(path=path),)) if _countable(path, names):
            return path
        case Binary(operator="==" | "!=", left=Name(path=path), right=Literal()) if _countable(path, names):
            return path
        case Binary(operator="in" | "not-in", left=Name(path=path), right=ListOf(items=items)):
            plain = all(isinstance(item, Literal) for item in items)
            return path if plain and _countable(path, names) else None
        case _:
            return None


def _countable(path: str, names: Names) -> bool:
    known = names.get(path)
    return known is not None and (known.choices is not None or known.kind is Kind.YES_NO)


def _shape(node: Node) -> str:
    """The part as a text that does not depend on where it stands."""
    return " ".join(_sign(one) for one in every_node(node))


def _sign(node: Node) -> str:
    match node:
        case Literal(value=value):
            return repr(value)
        case Name(path=path):
            return path
        case FunctionCall(function=function, arguments=arguments):
            return f"{function}/{len(arguments)}"
        case ListOf(items=items):
            return f"list/{len(items)}"
        case Unary(operator=sign) | Binary(operator=sign):
            return sign


def _truth(node: Node, case: _Case) -> Truth:
    match node:
        case Literal(value=bool() as value):
            return value
        case Binary(operator="and", left=left, right=right):
            one, other = _truth(left, case), _truth(right, case)
            return False if False in (one, other) else None if None in (one, other) else True
        case Binary(operator="or", left=left, right=right):
            one, other = _truth(left, case), _truth(right, case)
            return True if True in (one, other) else None if None in (one, other) else False
        case Unary(operator="not", operand=operand):
            inner = _truth(operand, case)
            return None if inner is None else not inner
    if (shape := _shape(node)) in case:
        free = case[shape]
        return free if isinstance(free, bool) else None
    return _of_variable(node, case)


def _of_variable(node: Node, case: _Case) -> Truth:
    match node:
        case Name(path=path):
            value = case.get(path)
            return value if isinstance(value, bool) else None
        case FunctionCall(arguments=(Name(path=path),)):
            return case.get(path) is not None
        case Binary(operator=sign, left=Name(path=path), right=right):
            return _compared(sign, case.get(path), right)
        case _:
            return None


def _compared(sign: str, value: object, right: Node) -> Truth:
    if value is None:
        return None
    items = right.items if isinstance(right, ListOf) else (right,)
    inside = any(isinstance(item, Literal) and item.value == value for item in items)
    return inside if sign in ("==", "in") else not inside
