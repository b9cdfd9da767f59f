"""What changed with a release, in words: in the part that its publisher signs, for each kind and language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOTES = "x-notes"
"""In the signed targets: kind, language, lines."""

MOST_LINES, MOST_LINE = 12, 160  # lines of a kind in a language; characters

ReleaseNotes = Mapping[str, tuple[str, ...]]
"""By language."""


def notes_of(signed: Mapping[str, Any], kind: str) -> ReleaseNotes:
    """Of the ``kind`` (catalogue, program), from what was signed beside the targets. What is not in the form of notes
    is none: an update is not turned down for its words."""
    every = signed.get(NOTES)
    return noted(every.get(kind)) if isinstance(every, dict) else {}


def noted(given: object) -> ReleaseNotes:
    """The lines that can be shown, at most so many."""
    if not isinstance(given, dict):
        return {}
    return {str(language): _lines(lines) for language, lines in given.items() if isinstance(lines, list)}


def _lines(given: list[object]) -> tuple[str, ...]:
    lines = [one.strip() for one in given if isinstance(one, str) and one.isprintable() and len(one) <= MOST_LINE]
    return tuple(one for one in lines if one)[:MOST_LINES]
