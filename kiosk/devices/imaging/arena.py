"""Memory that two processes share: where pictures lie while they go from one to the other.

It has no name, so nothing of it outlives the two; it is sealed against shrinking, so that neither can make the other's
reading of it a fault (memfd_create(2), F_SEAL_SHRINK in fcntl(2)). Pages that nobody wrote to take no memory.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from contextlib import suppress
from functools import partial

from kiosk.closing import close_all

SIZE = 256 << 20
"""Bytes. A scanner's A3 at 300 dots an inch has 52 million, and what is made of it lies beside it."""

_ALIGNED = 64


class ArenaFull(ValueError):
    """More than ``SIZE`` bytes."""


class Arena:
    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._memory = mmap.mmap(fd, SIZE)
        self._view = memoryview(self._memory)

    @classmethod
    def create(cls) -> Arena:
        fd = os.memfd_create("pictures", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(fd, SIZE)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
        return cls(fd)

    def put(self, at: int, data: bytes | memoryview) -> int:
        """Lay it at ``at``; gives where the next may lie. Raises ArenaFull."""
        end = at + len(data)
        if end > SIZE:
            raise ArenaFull(f"{end} bytes")
        self._view[at:end] = data
        return -(-end // _ALIGNED) * _ALIGNED

    def view(self, at: int, length: int) -> memoryview:
        """What lies there, not copied. Raises ValueError where that is not inside."""
        if not 0 <= at <= at + length <= SIZE:
            raise ValueError("outside of the arena")
        return self._view[at : at + length]

    def wipe(self) -> None:
        """Give all its memory back; it reads as zeros."""
        self._memory.madvise(mmap.MADV_REMOVE)

    def close(self) -> None:
        close_all(self._let_go, partial(os.close, self.fd))

    def _let_go(self) -> None:
        with suppress(BufferError):  # a view of it is still held: the memory goes with that
            self._view.release()
            self._memory.close()
