"""Files at the edge: written so that a power cut leaves old or new, never half; read bounded, and never waited for; one
writer of a folder at a time."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import FileNotWritten

_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
_AS_BYTES = getattr(os, "O_BINARY", 0)
"""An officer's computer may run Windows, which has none of the first and wants the second."""


def write_durably(path: Path, data: bytes, mode: int) -> None:
    """Write a small file so that a power cut leaves the old one or the new one, whole. ``mode`` as for ``chmod``."""
    beside = path.with_name(f".{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _AS_BYTES, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
    beside.replace(path)
    make_durable(path.parent)


def write_named(path: Path, data: bytes, mode: int = 0o600) -> None:
    """The same for a file that a person has named. FileNotWritten where it cannot lie there."""
    try:
        write_durably(path, data, mode)
    except OSError as error:
        raise FileNotWritten(type(error).__name__, file=str(path), reason=os.strerror(error.errno or 0)) from error


MOST_PICTURE = 64 << 20
"""Bytes of a picture or PDF that somebody names: what a stick may bring is no more either."""


def read_bounded(path: Path, most: int) -> bytes:
    """A plain file of ``most`` bytes at most, whole. OSError for anything else: a pipe or a device is not waited for,
    and what never ends is not begun."""
    handle = os.open(path, os.O_RDONLY | _WITHOUT_WAITING | _AS_BYTES)
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "no plain file")
        data = file.read(most + 1) if state.st_size <= most else b""
    if state.st_size > most or len(data) > most:
        raise OSError(errno.EFBIG, f"more than {most} bytes")
    return data


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this account reads from its first byte on, whatever the umask and whatever lay there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, 0o600)
        file.write(data)


def make_durable(path: Path) -> None:
    """A file's bytes, or the names in a folder. Windows opens no folder, and writes their names by itself."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One at a time, over threads and processes: whoever comes meanwhile waits. A kiosk's, so POSIX alone."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
