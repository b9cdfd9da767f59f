"""The keys of the store, for a technician: where they lie, since when, which shares were printed and tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class KeyFacts:
    """Days are None where nothing is known of them. ``needed`` of ``count`` shares open the recovery key; 1 of 1 is a
    whole one. ``tried``: when each share was found right last, by its number, 0 for a whole key."""

    place: str  # file | tpm
    changed: date | None
    recoverable: bool
    printed: date | None = None
    needed: int = 1
    count: int = 1
    tried: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class PrintedKey:
    """A recovery key that is being printed. ``whole`` is kept nowhere."""

    whole: str = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    needed: int = 1


@dataclass(frozen=True)
class RecoveryTrial:
    """``numbers``: the shares that are right, 0 for a whole key; ``missing``: how many more it takes; ``opens``: with
    these the store's key comes back."""

    numbers: tuple[int, ...]
    missing: int
    opens: bool
