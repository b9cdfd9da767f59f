"""What USB sticks are to the rest of the house. Calls block and belong on a worker thread; failures are StickErrors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Protocol

from kiosk.domain.device_health import DeviceHealth
from kiosk.domain.stick import StickEvent, StickFile, StickInfo

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
