"""The store in numbers, for a technician: no filing, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SalvageNote:
    """What was saved out of a damaged store; ``place`` below the data folder."""

    place: str
    pages_lost: int
    saved: int
    lost: tuple[str, ...]  # codes
    parked: tuple[str, ...]


@dataclass(frozen=True)
class SizePoint:
    """The store on one day: its bytes, its filings."""

    day: date
    size: int
    filings: int


@dataclass(frozen=True)
class StoreFacts:
    """Sizes in bytes. ``recoverable``: a recovery key was made, without which no backup opens."""

    size: int
    free: int
    filings: int
    waiting: int
    journal: int
    recoverable: bool
    salvages: tuple[SalvageNote, ...] = ()
    sizes: tuple[SizePoint, ...] = ()
