"""The tree of an expression: what the parser builds, and what the checks and the compiler walk over.

``at`` is the offset, in characters from the beginning of the expression, of what a message should point to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Literal:
    value: bool | int | str | date | time
    at: int


@dataclass(frozen=True)
class Name:
    """``child.birth_date``, ``today``, ``party.bride.by_chip``."""

    path: str
    at: int


@dataclass(frozen=True)
class ListOf:
    items: tuple[Node, ...]
    at: int


@dataclass(frozen=True)
class FunctionCall:
    function: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True)
class Unary:
    """``not`` and the sign of a number."""

    operator: str
    operand: Node
    at: int


@dataclass(frozen=True)
class Binary:
    """``and or == != < <= > >= in not-in + - * /``."""

    operator: str
    left: Node
    right: Node
    at: int


Node = Literal | Name | ListOf | FunctionCall | Unary | Binary


class ExpressionFault(ValueError):
    """An expression that cannot be read: ``reason`` is a word key below ``slip.``, ``at`` the offset in it."""

    def __init__(self, reason: str, at: int, **values: object) -> None:
        super().__init__(f"{reason} at {at}")
        self.reason, self.at, self.values = reason, at, values


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case ListOf(items=items):
            return items
        case FunctionCall(arguments=arguments):
            return arguments
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return left, right
        case _:
            return ()


def every_node(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from every_node(child)


def names_in(node: Node) -> frozenset[str]:
    return frozenset(one.path for one in every_node(node) if isinstance(one, Name))
