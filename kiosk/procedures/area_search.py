"""Finding units by a few letters, without marks, by names of today and of before: a scan over one text.

Word-prefix search: each word typed must begin a word of the unit's line (name, district, province). The text is ordered
by province, so that the office's own is looked through first; 13,000 lines are less than a megabyte.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kiosk.procedures.area_units import KINDS, AdministrativeUnit

_MARKS = re.compile("[\u0300-\u036f'\u2019\u02bc]")
_SIGNS = re.compile(r"[^a-z0-9\n]+")

MOST_CANDIDATES = 200
"""As many lines outside of the office's province are ranked; who sees that many types another letter."""


def plain(text: str) -> str:
    """Small letters and digits with single spaces, without marks: "Xã Lũng Cú" is "xa lung cu", đ is d."""
    letters = _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).replace("đ", "d")
    return _SIGNS.sub(" ", letters).strip(" ")


_PLAIN_KINDS = tuple(f"{plain(kind)} " for kind in KINDS)


def bare(name: str) -> str:
    """A plain name without its kind: "xa lung cu" is "lung cu"."""
    return next((name.removeprefix(kind) for kind in _PLAIN_KINDS if name.startswith(kind)), name)


class AreaIndex:
    """The lines of ``units``, which must be ordered by province. Rows come out with their plain bare names."""

    def __init__(self, units: Sequence[AdministrativeUnit]) -> None:
        self._units = units
        lines = plain("\n".join(f" {unit.name}, {unit.within}" for unit in units)).split("\n")
        self._text = "\n".join(f" {line.strip(' ')}" for line in lines) + "\n"
        self._starts = array("L", [0])
        for line in lines:
            self._starts.append(self._starts[-1] + len(line.strip(" ")) + 2)
        self._names = [bare(name.strip(" ")) for name in plain("\n".join(unit.name for unit in units)).split("\n")]
        self._spans = _spans(units)
        self._frequency = PrefixCounts(self._text.split())

    def matches(self, words: Sequence[str], province: str) -> Iterator[tuple[AdministrativeUnit, str]]:
        """Units that all ``words`` (plain) fit: all of the province's, then as many of the others as are ranked."""
        first, last = self._spans.get(province, (0, 0))
        words = sorted(words, key=self._frequency.of)
        yield from map(self._row, self._rows(words, first, last))
        count = 0
        for begin, end in ((0, first), (last, len(self._units))):
            for row in self._rows(words, begin, end):
                yield self._row(row)
                count += 1
                if count == MOST_CANDIDATES:
                    return

    def of_province(self, province: str) -> Iterator[tuple[AdministrativeUnit, str]]:
        return map(self._row, range(*self._spans.get(province, (0, 0))))

    def _row(self, row: int) -> tuple[AdministrativeUnit, str]:
        return self._units[row], self._names[row]

    def _rows(self, words: Sequence[str], first: int, last: int) -> Iterator[int]:
        """``words`` with the rarest first: it leads from line to line."""
        text, starts = self._text, self._starts
        lead, *others = [f" {word}" for word in words]
        at, end = starts[first], starts[last]
        while (at := text.find(lead, at, end)) >= 0:
            row = bisect_right(starts, at) - 1
            at = starts[row + 1]
            if not others or all(text.find(word, starts[row], at) >= 0 for word in others):
                yield row


class PrefixCounts:
    """How many of ``words`` begin with some letters."""

    def __init__(self, words: Sequence[str]) -> None:
        counts = Counter(words)
        self._vocabulary = sorted(counts)
        self._before = [0, *accumulate(counts[word] for word in self._vocabulary)]

    def of(self, prefix: str) -> int:
        first, last = (bisect_left(self._vocabulary, end) for end in (prefix, f"{prefix}\x7f"))
        return self._before[last] - self._before[first]


def _spans(units: Sequence[AdministrativeUnit]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for row, unit in enumerate(units):
        spans[unit.province] = (spans.get(unit.province, (row, row))[0], row + 1)
    return spans
