"""What ``kiosk catalogue new`` left to be written: words between ‹ and ›. A file that still has one serves nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kiosk.forms.slips import Slip, SourcePlace
from kiosk.toml_source import KeyPath, TomlSource, spelled

MARKS = "‹›"
PREFIX = "XX"
"""The prefix of a skeleton: two capitals too, and no procedure's."""


def unwritten_slips(sources: Iterable[TomlSource]) -> Iterator[Slip]:
    for source in sources:
        for path, text in _texts(source.table, ()):
            if any(mark in text for mark in MARKS) or (path == ("procedure", "prefix") and text == PREFIX):
                yield Slip(SourcePlace(source.name, source.line(*path), spelled(path)), "unwritten", {"text": text})


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _texts(one, (*path, index))
    elif isinstance(value, str):
        yield path, value
