"""USB sticks: which ones are there, and safe ways to write to them and to read from them.

Whoever mounts a stick (udisks, a udev rule) is not our business: a stick is a file system mounted anywhere below one
of the watched folders. Calls block and belong on a worker thread. What can go wrong is a :class:`StickError`.
"""

from __future__ import annotations

import os
import re
import select
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.devices.ports import DeviceHealth, State

WATCHED = (Path("/media"), Path("/run/media"))
"""Where udisks and the usual udev rules mount what is plugged in."""

FAT_LARGEST = 2**32 - 1
"""The largest file of FAT12/16/32: its length field has 32 bits (Microsoft FAT specification, §6.4)."""

_FAT = ("vfat", "msdos", "fat")
_NO_STICKS = ("tmpfs", "autofs", "overlay", "proc", "sysfs", "nsfs", "fuse.gvfsd-fuse", "fuse.portal")
_LOOK_AGAIN = 0.2  # seconds: how soon a cancelled wait returns


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


Progress = Callable[[int], None]
"""Told the bytes that are through, now and then."""


def nobody(_: int) -> None:
    """Progress that nobody watches."""


class StickMedium(Protocol):
    """The files of one stick. No call follows a symbolic link or leaves the stick, whatever it holds."""

    @property
    def stick(self) -> StickInfo: ...

    def files(self, folder: str = "", *, depth: int = 0, most: int = 1000) -> tuple[StickFile, ...]:
        """The plain files in ``folder``, by name; ``depth`` folders further down as well, ``most`` in all."""

    def read_file(self, name: str, limit: int) -> bytes:
        """A file whole. StickFileTooLarge above ``limit`` bytes, StickFileOdd if there is none."""

    def write_file(
        self,
        name: str,
        data: bytes | Iterable[bytes],
        *,
        verify: bool = True,
        progress: Progress = nobody,
        cancel: threading.Event | None = None,
    ) -> bool:
        """The file whole, durable and (``verify``) read back from the medium, or no trace of it but an old one of
        that name. Folders in ``name`` are made. True once it is there; False when cancelled, soon after."""

    def remove_file(self, name: str) -> None:
        """Durably. One that is not there is removed already."""


class Sticks(Protocol):
    """All sticks that are plugged in."""

    def health(self) -> DeviceHealth:
        """Whether sticks can be watched; none plugged in is ready too."""

    def sticks(self) -> tuple[StickInfo, ...]:
        """Those that are there now, in a steady order."""

    def watch(
        self, report: Callable[[StickEvent], None], cancel: threading.Event, timeout: float | None = None
    ) -> None:
        """Tell of those there already, then of each that comes and goes, until cancelled or ``timeout`` seconds."""

    def open(self, stick: StickInfo) -> StickMedium: ...


class MountedSticks:
    """What the kernel's mount table shows below the watched folders. ``any_kind``: a RAM disk counts as well."""

    def __init__(
        self,
        watched: Sequence[Path] = WATCHED,
        *,
        table: Path = Path("/proc/self/mountinfo"),
        any_kind: bool = False,
    ) -> None:
        self._watched = tuple(watched)
        self._table = table
        self._refused = () if any_kind else _NO_STICKS

    def health(self) -> DeviceHealth:
        there = any(folder.is_dir() for folder in self._watched) and self._table.exists()
        return DeviceHealth(State.READY) if there else DeviceHealth(State.MISSING, "error.device.stick-error.remedy")

    def sticks(self) -> tuple[StickInfo, ...]:
        mounted = dict(_mounts(self._table.read_text("utf-8", "surrogateescape")))
        below = sorted(path for path in mounted if any(folder in path.parents for folder in self._watched))
        sticks = (stick_at(path, mounted[path]) for path in below if mounted[path] not in self._refused)
        return tuple(stick for stick in sticks if stick is not None)

    def watch(
        self, report: Callable[[StickEvent], None], cancel: threading.Event, timeout: float | None = None
    ) -> None:
        with self._table.open("rb") as table:
            poll = select.poll()
            poll.register(table, select.POLLPRI)  # proc(5): mountinfo is ready when the table has changed
            watched(self.sticks, report, cancel, timeout, lambda seconds: poll.poll(seconds * 1000))

    def open(self, stick: StickInfo) -> StickMedium:
        from kiosk.devices.stick_files import FolderMedium

        return FolderMedium(stick)


def stick_at(path: Path, filesystem: str = "") -> StickInfo | None:
    """The folder ``path`` as a stick, be it one or not; None if it is not there."""
    try:
        root, room = path.stat(), os.statvfs(path)
    except OSError:  # pulled between the look at the table and this one
        return None
    return StickInfo(
        path,
        path.name.encode("utf-8", "replace").decode(),
        filesystem,
        room.f_blocks * room.f_frsize,
        room.f_bavail * room.f_frsize,
        bool(room.f_flag & os.ST_RDONLY),
        (root.st_dev, root.st_ino),
    )


def watched(
    look: Callable[[], tuple[StickInfo, ...]],
    report: Callable[[StickEvent], None],
    cancel: threading.Event,
    timeout: float | None,
    pause: Callable[[float], object],
) -> None:
    """Tell the difference between one look and the next. ``pause(seconds)`` may return earlier."""
    ends = None if timeout is None else time.monotonic() + timeout
    known: dict[tuple[Path, tuple[int, int]], StickInfo] = {}
    while not cancel.is_set():
        now = {(stick.path, stick.marks): stick for stick in look()}
        for key in known.keys() - now.keys():
            report(StickEvent(known[key], arrived=False))
        for key in now.keys() - known.keys():
            report(StickEvent(now[key], arrived=True))
        known = now
        if ends is not None and time.monotonic() >= ends:
            return
        pause(_LOOK_AGAIN)


def _mounts(table: str) -> Iterable[tuple[Path, str]]:
    """Mount point and file system of each line (proc_pid_mountinfo(5)); later lines lie over earlier ones."""
    for line in table.splitlines():
        place, _, kind = line.partition(" - ")
        words = place.split(" ")
        if len(words) > 4 and kind:
            yield Path(_plain(words[4])), kind.split(" ")[0]


def _plain(escaped: str) -> str:
    """Blank, tab, newline and backslash stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), escaped)
