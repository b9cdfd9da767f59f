"""Conditions that can never hold, always do, or exclude each other: found by trying every answer to the choices that
they name.

What is compared with numbers, days or hours is tried at each of them, between them and beyond, within a number's range;
two fields that are compared are less, alike or more. What else is no choice is taken for free: so nothing is called
dead that is not, and not everything that is dead is found.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from itertools import pairwise, product

from kiosk.forms.kinds import Kind, Names
from kiosk.forms.syntax import Binary, FunctionCall, ListOf, Literal, Name, Node, Unary, children, every_node

MOST_CASES = 20_000
"""With more cases than these nothing is said."""
MOST_OF_TWO = 2_000
"""The same for two rules that are looked at together: there are many pairs."""

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


def excluded(where: Sequence[Node], musts: Sequence[Node], names: Names) -> bool:
    """Whether ``where`` can hold all together, but ``musts`` then never: what is asked for is answered."""
    cases = _cases([*where, *musts], names, empty=False, most=MOST_OF_TWO)
    together = False
    for case in cases or ():
        if all(_truth(one, case) is True for one in where):
            together = True
            if not any(_truth(one, case) is False for one in musts):
                return False
    return together


def _cases(conditions: Sequence[Node], names: Names, *, empty: bool, most: int = MOST_CASES) -> Iterator[_Case] | None:
    variables = _Variables(names, empty=empty)
    for one in conditions:
        variables.collect(one)
    domains = variables.domains()
    count = 1
    for values in domains.values():
        count *= len(values)
    if count > most:
        return None
    keys = list(domains)
    return (dict(zip(keys, values, strict=True)) for values in product(*domains.values()))


class _Variables:
    """What conditions are about: choices and yes-or-no by name, comparisons by what is compared, the rest by its own
    shape. ``empty``: each may be empty too."""

    def __init__(self, names: Names, *, empty: bool) -> None:
        self._names, self._empty = names, empty
        self._domains: dict[str, list[object]] = {}
        self._marks: dict[str, set[Fraction]] = {}
        self._bounds: dict[str, tuple[int, int]] = {}

    def domains(self) -> Mapping[str, Sequence[object]]:
        scales = {key: self._or_none(list(self._points(key))) for key in self._marks}
        return {**self._domains, **scales}

    def collect(self, node: Node) -> None:
        if isinstance(node, Literal):
            return
        if _logical(node):
            for child in children(node):
                self.collect(child)
        elif (variable := _variable(node, self._names)) is not None:
            self._choice(variable, node)
        elif (scale := _scale(node)) is not None:
            self._scale(scale, node)
        else:
            self._domains[_shape(node)] = self._or_none([True, False])

    def _or_none(self, values: list[object]) -> list[object]:
        return [*values, None] if self._empty else values

    def _choice(self, variable: str, node: Node) -> None:
        choices = self._names[variable].choices
        values: list[object] = [*sorted(choices)] if choices else [True, False]
        with_empty = self._empty or _asks_filled(node) or None in self._domains.get(variable, ())
        self._domains[variable] = [*values, None] if with_empty else values

    def _scale(self, scale: tuple[str, Fraction], node: Node) -> None:
        key, mark = scale
        self._marks.setdefault(key, set()).add(mark)
        match node:
            case Binary(left=Name(path=path), right=Literal()) if path in self._names:
                if (bounds := self._names[path].bounds) is not None:
                    self._bounds[key] = bounds

    def _points(self, key: str) -> Iterator[Fraction]:
        """Every mark, one between each two, one beyond each end; none out of bounds."""
        marks = sorted(self._marks[key])
        points = {marks[0] - 1, *marks, *((one + other) / 2 for one, other in pairwise(marks)), marks[-1] + 1}
        if key in self._bounds:
            least, most = map(Fraction, self._bounds[key])
            points = {one for one in points if least <= one <= most} | {least, most}
        yield from sorted(points, reverse=True)


_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _scale(node: Node) -> tuple[str, Fraction] | None:
    """What is compared, as a key, and the mark on its scale: a number, a day, an hour; of two fields, or a field and a
    word, that they are alike is the mark 0. None where it is no such comparison."""
    match node:
        case Binary(operator=sign, left=left, right=Literal(value=value)) if sign in _COMPARE:
            if isinstance(value, str):
                return f"text {_shape(left)} = {value.casefold()}", Fraction(0)
            return (f"scale {_shape(left)}", mark) if (mark := _mark(value)) is not None else None
        case Binary(operator=sign, left=left, right=right) if sign in _COMPARE:
            return f"order {_shape(left)} : {_shape(right)}", Fraction(0)
        case _:
            return None


def _mark(value: object) -> Fraction | None:
    match value:
        case date():
            return Fraction(value.toordinal())
        case time():
            return Fraction(value.hour * 60 + value.minute)
        case int() if not isinstance(value, bool):
            return Fraction(value)
        case _:
            return None


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
    return _of_part(node, case)


def _of_part(node: Node, case: _Case) -> Truth:
    if (scale := _scale(node)) is not None and scale[0] in case:
        assert isinstance(node, Binary)
        point = case[scale[0]]
        return _COMPARE[node.operator](point, scale[1]) if isinstance(point, Fraction) else None
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
