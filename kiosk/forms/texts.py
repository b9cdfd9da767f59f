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


@dataclass(frozen=True)
class Provenance:
    """Who wrote a language's texts, who checked them, when; ``machine`` where no person wrote them."""

    written_by: str = ""
    checked_by: str = ""
    on: str = ""
    machine: bool = False


@dataclass(frozen=True)
class Texts:
    """Sentences by language and key: ``fields.child.name.label``."""

    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

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
    return Texts(sentences)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
