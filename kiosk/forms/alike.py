"""What makes two filings look alike: people come twice because they are not sure that it went through.

``same`` must agree, whatever the case, the marks and the spaces; ``like`` may differ by a slip of typing; ``near`` by
some days. A field that is empty on either side makes them not alike. What looks alike is asked about, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.cleaning import folded
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.forms.effects import AlikeSpec
from kiosk.forms.sheet import ProcedureVersion

MOST_SLIPS = 2
"""Letters that two spellings of one name may differ by."""

Texts = Mapping[str, str]
"""Answers as a form writes them, by field."""


def looks_alike(version: ProcedureVersion, one: Texts, other: Texts) -> bool:
    """Whether two filings of this procedure are alike in one of the ways that it names."""
    return any(_alike(way, one, other) for way in version.alike)


def _alike(way: AlikeSpec, one: Texts, other: Texts) -> bool:
    return (
        all(_same(one.get(key, ""), other.get(key, "")) for key in way.same)
        and all(_like(one.get(key, ""), other.get(key, "")) for key in way.like)
        and all(_near(one.get(key, ""), other.get(key, ""), days) for key, days in way.near.items())
    )


def _same(one: str, other: str) -> bool:
    return bool(folded(one)) and folded(one) == folded(other)


def _like(one: str, other: str) -> bool:
    first, second = folded(one), folded(other)
    return bool(first) and bool(second) and distance(first, second) <= MOST_SLIPS


def _near(one: str, other: str, days: int) -> bool:
    first, second = HalfKnownDate.parse(one), HalfKnownDate.parse(other)
    if first is None or second is None:
        return False
    apart = max((first.earliest - second.latest).days, (second.earliest - first.latest).days)
    return apart <= days


def distance(one: str, other: str) -> int:
    """Letters to put in, take out or change until ``one`` is ``other`` (Levenshtein)."""
    before = list(range(len(other) + 1))
    for row, mark in enumerate(one, 1):
        current = [row]
        for column, theirs in enumerate(other, 1):
            changed = before[column - 1] + (mark != theirs)
            current.append(min(before[column] + 1, current[-1] + 1, changed))
        before = current
    return before[-1]
