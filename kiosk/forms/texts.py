"""What a procedure says, in every language: assets/words/LANGUAGE/procedures/CODE.toml, and its blocks' own.

A language may lack a sentence, or a file: then the Vietnamese one is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Text = Mapping[str, str]
"""The same sentence by language code; ``vi`` is always there where the sentence is."""

BASE = "vi"


SEARCH = "procedure.search"
"""Under this key stands a list: what people say who need the procedure."""


@dataclass(frozen=True)
class Texts:
    """Sentences by language and key: ``fields.child.name.label``; ``phrases``: by language, what people say who need
    the procedure, by which it is found."""

    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, *keys: str) -> Text:
        """The sentence under the first of ``keys`` that has one in Vietnamese, in every language; empty where none."""
        for key in keys:
            if key in self.sentences.get(BASE, {}):
                base = self.sentences[BASE][key]
                return {language: table.get(key, base) for language, table in self.sentences.items()}
        return {}

    def keys(self, language: str = BASE) -> frozenset[str]:
        return frozenset(self.sentences.get(language, {}))


def texts_from(tables: Mapping[str, Mapping[str, Any]], blocks: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Texts:
    """Of the procedure's own files by language, and of its blocks' by block and language."""
    sentences: dict[str, dict[str, str]] = {BASE: {}}
    for language, table in tables.items():
        sentences.setdefault(language, {}).update(_flat(table))
    for block, languages in blocks.items():
        for language, table in languages.items():
            more = {f"blocks.{block}.{key}": text for key, text in _flat(table)}
            sentences.setdefault(language, {}).update(more)
    return Texts(sentences, {language: phrases for language, table in tables.items() if (phrases := _phrases(table))})


def _phrases(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Nothing where it is no list: that is named by who looks at the file."""
    given = table.get("procedure", {}).get("search", ()) if isinstance(table.get("procedure", {}), Mapping) else ()
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        elif f"{prefix}{key}" != SEARCH:
            yield f"{prefix}{key}", str(value)
