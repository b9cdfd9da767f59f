"""What was done at a kiosk in some days: counts alone, nobody's name, and no group small enough to be a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.domain.dossier import DossierTally

FEWEST = 5
"""Groups with fewer are merged: a single one in a small commune is a person."""

MINUTES = (5, 10, 15, 20, 30)
"""The upper ends of the groups of visits by their minutes; the last group has none."""

Count = tuple[str, int]


@dataclass(frozen=True)
class PeriodFigures:
    """``late``: past their day, done or not. ``minutes``: visits by ``MINUTES``; ``median`` of them, 0 for none.
    ``touches``: of the glass in a finished visit, the median; 0 where of fewer than ``FEWEST`` it is known."""

    since: date
    until: date
    matters: tuple[DossierTally, ...]
    days: tuple[tuple[date, int], ...]  # filed on each day of the period
    reasons: tuple[Count, ...]  # why dossiers came back
    languages: tuple[Count, ...]
    ratings: tuple[Count, ...]
    minutes: tuple[int, ...]
    median: int
    visits: int
    elderly: int  # filed by who is sixty or older
    known_age: int
    touches: int = 0

    @property
    def filed(self) -> int:
        return sum(one.filed for one in self.matters)

    @property
    def done(self) -> int:
        return sum(one.done for one in self.matters)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.matters)

    @property
    def returned(self) -> int:
        return sum(count for _, count in self.reasons)

    @property
    def on_time(self) -> float | None:
        """Of all that were filed, in hundredths; None where there are none."""
        return 100 * (self.filed - self.late) / self.filed if self.filed else None

    @property
    def elderly_share(self) -> float | None:
        """Of those whose age is known, in hundredths; None where there are none."""
        return 100 * self.elderly / self.known_age if self.known_age else None

    @property
    def content(self) -> float | None:
        """Good and very good among the answers, in hundredths; None where nobody answered."""
        answers = sum(count for _, count in self.ratings)
        good = sum(count for name, count in self.ratings if name in ("very-good", "good"))
        return 100 * good / answers if answers else None


def merged(counts: Mapping[str, int], other: str = "other") -> tuple[Count, ...]:
    """The largest first; groups of fewer than ``FEWEST`` as one."""
    large = [(name, count) for name, count in counts.items() if count >= FEWEST]
    small = sum(count for count in counts.values() if count < FEWEST)
    ordered = sorted(large, key=lambda one: (-one[1], one[0]))
    return (*ordered, (other, small)) if small else tuple(ordered)


def grouped(minutes: Sequence[float]) -> tuple[int, ...]:
    """How many visits lie in each group of ``MINUTES``."""
    counts = [0] * (len(MINUTES) + 1)
    for one in minutes:
        counts[next((at for at, end in enumerate(MINUTES) if one < end), len(MINUTES))] += 1
    return tuple(counts)


def median_of(minutes: Sequence[float]) -> int:
    ordered = sorted(minutes)
    return round(ordered[len(ordered) // 2]) if ordered else 0
