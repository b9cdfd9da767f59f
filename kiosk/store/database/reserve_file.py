"""Emergency reserve: a file of zeros that is given up when the disk is full, so that what is queued can still be sent.

On a disk without a free byte SQLite cannot even open its database (the log's index is 32 kB), and what cannot be opened
can neither be sent nor make room. So some room is kept while there is plenty, given up before the first write that
finds none, and kept again when there is plenty once more. Nothing else may live on it: visits and papers have floors of
their own, far above (``space.Reserve``).
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

NAME = "store.reserve"
SIZE = 8 << 20  # bytes: some hundred statuses, each of a few pages, before the log is folded in
LOW = 2 << 20  # bytes; with less it is given up
PLENTY = 8  # times its size must be free before it is made


class ReserveFile:
    """The reserve in ``folder``. Every call is harmless at any moment, from any process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME

    def give_up_if_full(self) -> None:
        """Costs a system call while there is room."""
        with suppress(OSError):
            if _free(self._folder) < LOW:
                self._path.unlink(missing_ok=True)

    def keep(self) -> None:
        """Have it there, if there is plenty of room. Its blocks are taken now, or it is not there at all."""
        with suppress(OSError):
            if self._path.exists() or _free(self._folder) < PLENTY * SIZE:
                return
            handle = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600)
            try:
                os.posix_fallocate(handle, 0, SIZE)
            except OSError:
                self._path.unlink()
            finally:
                os.close(handle)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free
