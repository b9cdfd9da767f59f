"""Every word a person meets, by key, in every language.

The words lie in ``assets/words/LANGUAGE/*.toml``; nested tables join with dots (``[start] title`` is ``start.title``).
A language may lack a key: then the Vietnamese sentence is said. A key that no language has is a bug and raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError
from kiosk.resources import ASSETS, asset, read_toml

BASE = "vi"
COMPLETE = ("vi", "en")


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """The sentence under ``key`` with its placeholders filled; ``KeyError`` if no language has it."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        return key in self.texts

    def forms(self, address: str = "older") -> dict[str, str]:
        """``you`` and ``You`` as one says them to a person so addressed: "ông bà" until it is known to whom."""
        return {form: self.texts[f"address.{address}.{form}"] for form in ("you", "You")}

    def message(self, error: KioskError, **forms: str) -> str:
        """What happened, in the person's words; ``forms`` are those of ``forms()``, for nobody in particular."""
        return self._filled(f"error.{error.code}.message", error, forms)

    def remedy(self, error: KioskError, **forms: str) -> str:
        """What the person can do now."""
        return self._filled(f"error.{error.code}.remedy", error, forms)

    def _filled(self, key: str, error: KioskError, forms: Mapping[str, str]) -> str:
        values = _Blank({**(forms or self.forms()), **error.values})
        if rule := error.values.get("rule"):  # a reason that is a sentence of its own
            values["rule"] = self.texts[f"config.rule.{rule}"].format_map(values)
        return self.texts[key].format_map(values)


class _Blank(dict[str, Any]):
    """A value that an error does not carry leaves a gap, not a second error."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def words(language: str = BASE) -> Words:
    """The words of ``language``, with Vietnamese behind them."""
    texts = dict(_texts(BASE))
    if language != BASE:
        texts.update(_texts(language))
    return Words(language, texts)


def keys(folder: Path) -> Iterator[str]:
    """The keys of one language's folder."""
    yield from (key for key, _ in _in(folder))


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """The program's own, and over them an update's: it may be older than the program, and lack a sentence."""
    yield from _in(ASSETS / "words" / language)
    yield from _in(asset("words", language))


def _in(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.toml")):
        yield from _flat(read_toml(path))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
