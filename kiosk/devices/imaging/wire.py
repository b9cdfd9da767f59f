"""How values cross: numbers and words as JSON, bytes through the arena. Each side says what it expects.

No object comes out of what the other process wrote but of the types that the port names, each checked: a worker that
was taken over can say what is not so, and no more (a pickle would be a program).
"""

from __future__ import annotations

import enum
import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from typing import Any, Union, get_args, get_origin, get_type_hints

from kiosk.devices.imaging.arena import Arena
from kiosk.devices.imaging.port import Imaging

_BLOBS = (bytes, bytes | memoryview)
_UNIONS = (types.UnionType, Union)


class WireFault(ValueError):
    """What came is not what was expected."""


@cache
def signature(name: str) -> tuple[tuple[Any, ...], Any]:
    """The types of an operation's arguments, and of its answer."""
    hints = get_type_hints(getattr(Imaging, name))
    answer = hints.pop("return")
    return tuple(hints.values()), answer


@cache
def _field_types(kind: type) -> tuple[tuple[str, Any], ...]:
    """Names and types of a dataclass: they are texts until they are looked up, which each frame need not do."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


class Outgoing:
    """Writes values; their bytes lie in the arena from ``at`` on."""

    def __init__(self, arena: Arena, at: int = 0) -> None:
        self._arena, self.end = arena, at

    def encoded(self, value: Any) -> Any:
        """As JSON has it. Raises ArenaFull."""
        if isinstance(value, bytes | memoryview):
            at, self.end = self.end, self._arena.put(self.end, value)
            return [at, len(value)]
        if isinstance(value, enum.Enum):
            return value.value
        if is_dataclass(value):
            return [self.encoded(getattr(value, field.name)) for field in fields(value)]
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self.encoded(one) for one in value]
        return value


class Incoming:
    """Reads values. ``copies``: bytes are taken out of the arena; else they are looked at where they lie."""

    def __init__(self, arena: Arena, *, copies: bool) -> None:
        self._arena, self._copies = arena, copies

    def decoded(self, kind: Any, data: Any) -> Any:
        """A value of the type ``kind``. Raises WireFault."""
        try:
            return self._value(kind, data)
        except WireFault:
            raise
        except (TypeError, ValueError, KeyError) as error:
            raise WireFault(type(error).__name__) from error

    def _value(self, kind: Any, data: Any) -> Any:
        if kind in _BLOBS:
            return self._blob(kind, data)
        if get_origin(kind) in _UNIONS:
            return self._optional(kind, data)
        if get_origin(kind) is not None:
            return self._several(kind, data)
        return self._dataclass(kind, data) if is_dataclass(kind) else _plain(kind, data)

    def _blob(self, kind: Any, data: Any) -> bytes | memoryview:
        at, length = (_plain(int, number) for number in data)
        view = self._arena.view(at, length)
        return bytes(view) if self._copies or kind is bytes else view

    def _optional(self, kind: Any, data: Any) -> Any:
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        return None if data is None else self._value(inner, data)

    def _several(self, kind: Any, data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise WireFault("no list")
        kinds = get_args(kind)
        if len(kinds) == 1 or (len(kinds) == 2 and kinds[1] is ...):
            return tuple(self._value(kinds[0], one) for one in data)
        return tuple(self._value(one, item) for one, item in zip(kinds, data, strict=True))

    def _dataclass(self, kind: Any, data: Any) -> Any:
        pairs = zip(_field_types(kind), data, strict=True)
        return kind(**{name: self._value(inner, item) for (name, inner), item in pairs})


def _plain(kind: Any, data: Any) -> Any:
    """A number, a word, yes or no, one of an enumeration, nothing."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(data)
    if kind is type(None) and data is None:
        return None
    if kind is float and isinstance(data, int | float) and not isinstance(data, bool) and isfinite(data):
        return float(data)
    if kind in (int, bool, str) and type(data) is kind:
        return data
    raise WireFault(f"no {getattr(kind, '__name__', kind)}")
