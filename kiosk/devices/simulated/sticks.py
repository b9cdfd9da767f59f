"""USB sticks that are folders: the demo and the tests plug them in, pull them out, and make them misbehave."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.devices.removable import stick_at, watched
from kiosk.devices.stick_files import FolderMedium
from kiosk.devices.stick_ports import Progress, StickMedium, nobody
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.stick import StickEvent, StickInfo


@dataclass
class Manners:
    """How one stick behaves. Sizes in bytes; ``pause`` seconds for each piece written."""

    capacity: int | None = None
    filesystem: str = "vfat"
    read_only: bool = False
    pulled_after: int | None = None  # goes when so many bytes were written
    rots: bool = False  # what was written turns into something else
    largest: int | None = None  # None: as the file system says
    pause: float = 0.0


class SimulatedSticks:
    """Sticks below ``folder``. Safe to be used from any thread."""

    def __init__(self, folder: Path) -> None:
        self._in, self._out = folder / "in", folder / "out"
        self._manners: dict[str, Manners] = {}
        self._changed, self._changes = threading.Condition(), 0

    # --- the hand that plugs and pulls ---

    def plug(self, label: str, manners: Manners | None = None) -> Path:
        """Put the stick ``label`` in: a new one, or one pulled before with what was on it. Its root."""
        self._in.mkdir(parents=True, exist_ok=True)
        self._manners[label] = manners or self._manners.get(label) or Manners()
        root = self._in / label
        if (self._out / label).is_dir():
            (self._out / label).rename(root)
        root.mkdir(exist_ok=True)
        self._tell_change()
        return root

    def pull(self, label: str) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        (self._in / label).rename(self._out / label)
        self._tell_change()

    def _tell_change(self) -> None:
        """To each who watches: one may be at the start, another in the middle of a visit."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def manners(self, label: str) -> Manners:
        return self._manners.setdefault(label, Manners())

    # --- the port ---

    def health(self) -> DeviceHealth:
        return DeviceHealth(State.READY)

    def sticks(self) -> tuple[StickInfo, ...]:
        folders = sorted(self._in.iterdir()) if self._in.is_dir() else []
        return tuple(stick for folder in folders if folder.is_dir() and (stick := self._stick_in(folder)) is not None)

    def watch(
        self, report: Callable[[StickEvent], None], cancel: threading.Event, timeout: float | None = None
    ) -> None:
        known = self._changes

        def pause(seconds: float) -> bool:
            nonlocal known
            with self._changed:
                changed = self._changed.wait_for(lambda: self._changes != known, seconds)
                known = self._changes
            return changed

        watched(self.sticks, report, cancel, timeout, pause)

    def open(self, stick: StickInfo) -> StickMedium:
        label = stick.path.name
        return SimulatedMedium(stick, self.manners(label), lambda: self.pull(label))

    def _stick_in(self, folder: Path) -> StickInfo | None:
        manners = self.manners(folder.name)
        stick = stick_at(folder, manners.filesystem)
        if stick is None:
            return None
        total = stick.total_bytes if manners.capacity is None else manners.capacity
        free = stick.free_bytes if manners.capacity is None else max(0, manners.capacity - used(folder))
        return replace(stick, total_bytes=total, free_bytes=free, read_only=manners.read_only)


class SimulatedMedium(FolderMedium):
    """The real reading and writing, with the stick's manners in between."""

    def __init__(self, stick: StickInfo, manners: Manners, pull: Callable[[], None]) -> None:
        super().__init__(stick)
        self._manners, self._pull, self._through = manners, pull, 0

    def write_file(
        self,
        name: str,
        data: bytes | Iterable[bytes],
        *,
        verify: bool = True,
        progress: Progress = nobody,
        cancel: threading.Event | None = None,
    ) -> bool:
        self._writable()
        return super().write_file(name, data, verify=verify, progress=progress, cancel=cancel)

    def remove_file(self, name: str) -> None:
        self._writable()
        super().remove_file(name)

    @property
    def _largest(self) -> int | None:
        return super()._largest if self._manners.largest is None else self._manners.largest

    def _writable(self) -> None:
        with self._known_errors():
            if self._manners.read_only:
                raise OSError(errno.EROFS, "read only")

    def _put(self, file: int, chunk: bytes) -> None:
        manners = self._manners
        if manners.pause:
            threading.Event().wait(manners.pause)
        if manners.capacity is not None and used(self.stick.path) + len(chunk) > manners.capacity:
            raise OSError(errno.ENOSPC, "full")
        if manners.pulled_after is not None and self._through + len(chunk) > manners.pulled_after:
            manners.pulled_after = None
            self._pull()
            raise OSError(errno.EIO, "pulled")
        super()._put(file, bytes(len(chunk)) if manners.rots else chunk)
        self._through += len(chunk)


def used(folder: Path) -> int:
    """Bytes in all files below ``folder``."""
    total = 0
    for inside, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(inside) / name).lstat().st_size
    return total
