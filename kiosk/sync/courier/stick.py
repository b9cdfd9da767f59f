"""The files on a stick as the courier uses them: everything read is bounded, everything written is read back.

How a medium is read and written safely is the devices' business; this is what the courier asks of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk.errors import StickFileOdd, StickFileTooLarge

_CLUSTER = 4096  # bytes; what the last part of a file takes at most on most sticks. A fuller one says so itself


class ListedFile(Protocol):
    @property
    def name(self) -> str: ...


class CourierMedium(Protocol):
    """One stick. Follows no link, leaves the stick for nothing, and raises StickError alone."""

    def files(self, folder: str = "", *, depth: int = 0, most: int = 1000) -> Sequence[ListedFile]: ...
    def read_file(self, name: str, limit: int) -> bytes: ...
    def write_file(self, name: str, data: bytes, *, verify: bool = True) -> bool: ...
    def remove_file(self, name: str) -> None: ...


class CourierStick:
    """``free`` gives the bytes that still fit. Raises StickError alone."""

    def __init__(self, medium: CourierMedium, free: Callable[[], int]) -> None:
        self._medium = medium
        self.free = free

    def room_for(self, size: int) -> int:
        """Bytes that a file of ``size`` takes here, with its name."""
        return -(-size // _CLUSTER) * _CLUSTER + 512

    def names(self, folder: str, most: int) -> tuple[str, ...]:
        """The names of the plain files in ``folder``, sorted, ``most`` at most; none if there is no such folder."""
        try:
            files = self._medium.files(folder, most=most)
        except StickFileOdd:
            return ()
        return tuple(sorted(file.name.rpartition("/")[2] for file in files))

    def read(self, path: str, most: int) -> bytes | None:
        """The whole file; None if there is none. StickFileTooLarge if it is longer than ``most``."""
        try:
            return self._medium.read_file(path, most)
        except StickFileOdd:
            return None

    def digest(self, path: str, most: int) -> str:
        """SHA-256 of the file; empty if there is none, or it is longer than ``most``."""
        try:
            data = self.read(path, most)
        except StickFileTooLarge:
            return ""
        return "" if data is None else hashlib.sha256(data).hexdigest()

    def write(self, path: str, data: bytes) -> str:
        """Put ``data`` there, whole, durable and read back; the SHA-256 of it."""
        self._medium.write_file(path, data)
        return hashlib.sha256(data).hexdigest()

    def remove(self, path: str) -> None:
        """Take one file away; harmless if it is gone, with its folder too."""
        try:
            self._medium.remove_file(path)
        except StickFileOdd:
            return
