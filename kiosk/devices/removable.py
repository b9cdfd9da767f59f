"""USB sticks that are mounted: which ones are there.

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
from pathlib import Path

from kiosk.devices.stick_files import FolderMedium
from kiosk.devices.stick_ports import StickMedium
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.stick import StickEvent, StickInfo

WATCHED = (Path("/media"), Path("/run/media"))
"""Where udisks and the usual udev rules mount what is plugged in."""

_NO_STICKS = ("tmpfs", "autofs", "overlay", "proc", "sysfs", "nsfs", "fuse.gvfsd-fuse", "fuse.portal")
_WAIT = 0.2  # seconds: how soon a cancelled wait returns
_LOOK_ANYWAY = 2.0  # seconds: what is said to have changed may not be there at once, as a stick that is being mounted


_Sticks = dict[tuple[Path, tuple[int, int]], StickInfo]


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
    """Tell the difference between one look and the next. ``pause(seconds)`` returns earlier, and says something true,
    when something has changed: nothing is looked at for nothing, all day."""
    ends = None if timeout is None else time.monotonic() + timeout
    known, looked, changed = _Sticks(), float("-inf"), False
    while not cancel.is_set():
        if changed or time.monotonic() - looked >= _LOOK_ANYWAY:
            known, looked = _compared(known, look(), report), time.monotonic()
        if ends is not None and time.monotonic() >= ends:
            return
        changed = bool(pause(_WAIT))


def _compared(known: _Sticks, there: Iterable[StickInfo], report: Callable[[StickEvent], None]) -> _Sticks:
    """What is there now, once it is told what went and what came."""
    now = {(stick.path, stick.marks): stick for stick in there}
    for key in known.keys() - now.keys():
        report(StickEvent(known[key], arrived=False))
    for key in now.keys() - known.keys():
        report(StickEvent(now[key], arrived=True))
    return now


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
