"""A backup beside the store that is here: what each has, so that nothing newer goes without a word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoreComparison:
    """``newer``: filings here that the backup has not, by code; ``unsent``: those of them that never arrived.
    ``readable``: the store that is here opens, so that it could be compared. ``present``: there is one at all."""

    filings: int
    waiting: int
    entries: int
    newer: tuple[str, ...] = ()
    unsent: tuple[str, ...] = ()
    readable: bool = True
    present: bool = True


@dataclass(frozen=True)
class BackupOnStick:
    """A backup as its own manifest says, which is believed only once it is put ready. ``waiting``: of the filings;
    ``size`` in bytes."""

    place: Path
    filings: int
    waiting: int
    entries: int
    size: int
