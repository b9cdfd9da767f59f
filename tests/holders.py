"""Who in this process still holds a word: any object whatever, caches, closures and expressions too."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from types import CodeType, FrameType

from collector import every_object

SIMULATED = "kiosk.devices.simulated."
"""The cards and the people they belong to lie in this process too: they are the visitors', not the kiosk's."""


def holders(words: Collection[str], spared: Collection[object] = ()) -> set[str]:
    """The kinds of objects, each with the word, that hold one of ``words``, whatever its case. Running functions are
    not asked, nor are ``spared`` ones: what the test itself keeps."""
    passed = {id(words), *map(id, spared)}
    found = set[str]()
    with every_object() as objects:
        for item in objects:
            kind = f"{type(item).__module__}.{type(item).__qualname__}"
            if id(item) in passed or isinstance(item, FrameType | CodeType) or kind.startswith(SIMULATED):
                continue
            for text in _texts(item, passed):
                for word in words:  # no comprehension: it would hold the words itself
                    if word.casefold() in text:
                        found.add(f"{kind}{_keys(item)}: {word}")
        del item
    return found


def _keys(item: object) -> str:
    """By what a plain dictionary is recognised: its keys, as far as they are names of fields."""
    if type(item) is not dict:
        return ""
    return f"({', '.join(sorted(key for key in item if isinstance(key, str) and key.isidentifier())[:12])})"


def _texts(item: object, passed: set[int]) -> Iterator[str]:
    """What it holds itself. Of plain values alone no list is kept by the collector: those are looked into."""
    for value in gc.get_referents(item):
        if isinstance(value, str):
            yield value.casefold()
        elif isinstance(value, bytes | bytearray):
            yield bytes(value).decode("utf-8", "ignore").casefold()
        elif isinstance(value, dict | tuple) and not gc.is_tracked(value) and id(value) not in passed:
            yield from _texts(value, passed)
