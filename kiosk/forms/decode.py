"""Strict decoding: TOML with places into the classes of ``schema``, and a slip for all that does not fit.

An unknown key, a missing one, a value of another kind: each is said with its line, and the rest is still looked at, so
that who writes a file sees everything at once.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from kiosk.forms.elements import Expression
from kiosk.forms.parser import parse
from kiosk.forms.slips import Slip, SlipsFound, SourcePlace
from kiosk.forms.syntax import ExpressionFault
from kiosk.forms.typing_rules import near
from kiosk.toml_source import KeyPath, TomlFault, TomlSource, read_source, spelled

T = TypeVar("T")

MOST_ROWS = 500
"""No list of a procedure is longer."""


class _Refused(Exception):
    """What was decoded has no value; the slip is noted."""


def decode(data: bytes | str, file: str, shape: type[T]) -> T:
    """The file as a ``shape`` of ``schema``. SlipsFound names everything in it that does not fit."""
    try:
        source = read_source(data, file)
    except TomlFault as fault:
        place = SourcePlace(file, fault.line)
        raise SlipsFound((Slip(place, "toml", {"why": fault.reason}),)) from None
    reader = _Reader(source)
    try:
        value = reader.table(shape, source.table, ())
    except _Refused:
        raise SlipsFound(tuple(reader.slips)) from None
    if reader.slips:
        raise SlipsFound(tuple(reader.slips))
    return value


@dataclasses.dataclass(frozen=True)
class _Attribute:
    name: str
    key: str
    type: Any
    needed: bool


@cache
def _attributes(shape: type[Any]) -> tuple[_Attribute, ...]:
    hints = typing.get_type_hints(shape)
    return tuple(
        _Attribute(
            one.name,
            one.metadata.get("key", one.name),
            hints[one.name],
            one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING,
        )
        for one in dataclasses.fields(shape)
        if one.name != "place"
    )


class _Reader:
    def __init__(self, source: TomlSource) -> None:
        self._source = source
        self.slips: list[Slip] = []

    def place(self, path: KeyPath) -> SourcePlace:
        """What the file lacks as a whole would be written at its end."""
        line = self._source.line(*path) if path else self._source.last_line
        return SourcePlace(self._source.name, line, spelled(path))

    def refuse(self, path: KeyPath, reason: str, **values: object) -> _Refused:
        self.slips.append(Slip(self.place(path), reason, values))
        return _Refused()

    def table(self, shape: type[T], value: object, path: KeyPath) -> T:
        if not isinstance(value, Mapping):
            raise self.refuse(path, "wrong-type", wanted="table", given=type_word(value))
        known = {one.key: one for one in _attributes(typing.cast(Any, shape))}
        for key in value:
            if key not in known:
                self.refuse((*path, key), "unknown-key", key=key, near=near(key, known), known=", ".join(known))
        decoded = self._decoded(known, value, path)
        if any(field.name == "place" for field in dataclasses.fields(shape)):  # type: ignore[arg-type]
            decoded["place"] = dataclasses.replace(self.place(path), lines=dict(self._lines(value, path)))
        return shape(**decoded)

    def _lines(self, table: Mapping[str, Any], path: KeyPath, deep: int = 2) -> Iterator[tuple[str, int]]:
        """Where each key stands, of the tables in it too (``given.child.name``), and of a list or grid each
        of its elements: ``cells[2]``."""
        for key, value in table.items():
            yield key, self._source.line(*path, key)
            if isinstance(value, list) and value and not isinstance(value[0], Mapping):
                yield from ((f"{key}[{row}]", self._source.line(*path, key, row)) for row in range(len(value)))
            elif isinstance(value, Mapping) and deep:
                yield from ((f"{key}.{name}", line) for name, line in self._lines(value, (*path, key), deep - 1))

    def _decoded(self, known: Mapping[str, _Attribute], value: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        decoded, whole = {}, True
        for key, attribute in known.items():
            if key not in value:
                if attribute.needed:
                    self.refuse(path, "missing-key", key=key)
                    whole = False
                continue
            try:
                decoded[attribute.name] = self.value(attribute.type, value[key], (*path, key))
            except _Refused:
                whole = False
        if not whole:
            raise _Refused
        return decoded

    def value(self, kind: Any, value: object, path: KeyPath) -> Any:
        origin = typing.get_origin(kind)
        if origin in (types.UnionType, typing.Union):
            return self._one_of([one for one in typing.get_args(kind) if one is not type(None)], value, path)
        if origin is tuple:
            return self._list(typing.get_args(kind)[0], value, path)
        if typing.get_origin(kind) is not None or kind is Mapping:
            return self._mapping(typing.get_args(kind), value, path)
        return self._plain(kind, value, path)

    def _one_of(self, kinds: list[Any], value: object, path: KeyPath) -> Any:
        if Expression in kinds and bool in kinds:
            return value if isinstance(value, bool) else self.expression(value, path)
        fitting = [kind for kind in kinds if _is_plain(kind) and _fits(kind, value)]
        return self.value((fitting or kinds)[0], value, path)

    def _list(self, kind: Any, value: object, path: KeyPath) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise self.refuse(path, "wrong-type", wanted="list", given=type_word(value))
        if len(value) > MOST_ROWS:
            raise self.refuse(path, "list-too-long", most=MOST_ROWS)
        items, whole = [], True
        for index, item in enumerate(value):
            try:
                items.append(self.value(kind, item, (*path, index)))
            except _Refused:
                whole = False
        if not whole:
            raise _Refused
        return tuple(items)

    def _mapping(self, kinds: tuple[Any, ...], value: object, path: KeyPath) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self.refuse(path, "wrong-type", wanted="table", given=type_word(value))
        return {key: self.value(kinds[1], item, (*path, key)) for key, item in value.items()}

    def _plain(self, kind: Any, value: object, path: KeyPath) -> Any:
        if kind is Any:
            return value
        if kind is Expression:
            return self.expression(value, path)
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return self._word(kind, value, path)
        if dataclasses.is_dataclass(kind):
            return self.table(kind, value, path)  # type: ignore[arg-type]
        if not _fits(kind, value):
            raise self.refuse(path, "wrong-type", wanted=TYPE_WORDS[kind], given=type_word(value))
        if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
            raise self.refuse(path, "not-composed")
        return value

    def _word(self, kind: type[enum.Enum], value: object, path: KeyPath) -> enum.Enum:
        words = [str(one.value) for one in kind]
        if value not in words:
            shown = value if isinstance(value, str) else type_word(value)
            raise self.refuse(path, "no-such-word", word=shown, near=near(str(value), words), known=", ".join(words))
        return kind(value)

    def expression(self, value: object, path: KeyPath) -> Expression:
        if not isinstance(value, str):
            raise self.refuse(path, "wrong-type", wanted="expression", given=type_word(value))
        try:
            return Expression(value, parse(value), self.place(path))
        except ExpressionFault as fault:
            raise self.refuse(path, fault.reason, **fault.values, column=fault.at + 1) from None


TYPE_WORDS: Mapping[Any, str] = {str: "text", int: "integer", bool: "true-false", date: "date", datetime: "date-time"}


def _is_plain(kind: Any) -> bool:
    return kind in TYPE_WORDS


def _fits(kind: Any, value: object) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)


def type_word(value: object) -> str:
    """What a value of TOML is: a word below ``slip.type.``."""
    for kind, word in ((bool, "true-false"), (int, "integer"), (datetime, "date-time"), (date, "date"), (str, "text")):
        if isinstance(value, kind):
            return word
    return "list" if isinstance(value, list) else "table" if isinstance(value, Mapping) else "number"
