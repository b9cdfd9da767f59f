"""A USB stick as people meet it: which one it is, that it came or went, what lies on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FAT_LARGEST = 2**32 - 1
"""The largest file of FAT12/16/32: its length field has 32 bits (Microsoft FAT specification, §6.4)."""

_FAT = ("vfat", "msdos", "fat")


@dataclass(frozen=True)
class StickInfo:
    """A stick as it was last seen. ``path`` is its root folder; sizes in bytes.

    ``marks`` (device, inode) tell this root from the empty folder left behind when it is pulled, and from another
    stick in its place.
    """

    path: Path
    label: str
    filesystem: str
    total_bytes: int
    free_bytes: int
    read_only: bool
    marks: tuple[int, int]

    @property
    def largest_file(self) -> int | None:
        """What a single file may have at most; None: as much as there is room."""
        return FAT_LARGEST if self.filesystem in _FAT else None


@dataclass(frozen=True)
class StickEvent:
    """A stick came (``arrived``) or went. Of one that went, the last that was known of it."""

    stick: StickInfo
    arrived: bool


@dataclass(frozen=True)
class StickFile:
    """A plain file on a stick. ``name`` is its path below the stick's root, ``/`` between folders, exactly as it is
    there: it may hold anything a file system allows, so it is cleaned before anybody sees it. ``modified`` in Unix
    seconds, as the stick says."""

    name: str
    size: int
    modified: float
