"""Kinds of values, as the checks know them before any answer is there."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a value is. As text: the word under ``kind.VALUE``."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # whole đồng
    DATE = "date"
    TIME = "time"
    YES_NO = "yes-no"
    PLACE = "place"
    UNIT = "unit"  # a commune or province
    TABLE = "table"
    COLUMN = "column"  # a field of a table, seen from outside its rows
    ANY = "any"


@dataclass(frozen=True)
class ValueType:
    """A kind; of a choice also which values there are, of a list or column what is in it, of a number its ``bounds``,
    both included."""

    kind: Kind
    choices: frozenset[str] | None = None
    inner: ValueType | None = None
    bounds: tuple[int, int] | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.MONEY)


TEXT = ValueType(Kind.TEXT)
NUMBER = ValueType(Kind.NUMBER)
MONEY = ValueType(Kind.MONEY)
DATE = ValueType(Kind.DATE)
TIME = ValueType(Kind.TIME)
YES_NO = ValueType(Kind.YES_NO)
PLACE = ValueType(Kind.PLACE)
UNIT = ValueType(Kind.UNIT)
TABLE = ValueType(Kind.TABLE)
ANY = ValueType(Kind.ANY)

Names = Mapping[str, ValueType]
"""What an expression may name, with what it is."""


def alike(one: ValueType, other: ValueType) -> bool:
    """Whether a value of ``one`` can be compared with one of ``other``."""
    return one.kind is other.kind or (one.numeric and other.numeric) or Kind.ANY in (one.kind, other.kind)
