"""What is left when the process falls: the names of functions and their lines, never a value, and never its memory."""

from __future__ import annotations

import contextlib
import faulthandler
import resource
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.domain.calendar import ZONE

NAME = "crash.txt"
MOST_BYTES = 200_000  # bytes: then the file begins anew


def no_core() -> None:
    """Memory holds keys and what people told: no core file is ever written, whatever the machine is set to."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def traced(folder: Path) -> Iterator[None]:
    """While this lasts, a fall (SEGV, ABRT, BUS, FPE, ILL) leaves in ``folder`` where each thread was.

    ABRT is also what the service manager sends to a window that hangs. A folder that cannot be written traces nothing.
    """
    try:
        path = folder / NAME
        file = path.open("ab" if _size(path) < MOST_BYTES else "wb")
    except OSError:
        yield
        return
    with file:
        path.chmod(0o600)
        faulthandler.enable(file, all_threads=True)
        try:
            yield
        finally:
            faulthandler.disable()


def last_fall(folder: Path) -> datetime | None:
    """When the program fell last, in the office's zone; None if it never did since the file was taken away."""
    path = folder / NAME
    if not _size(path):
        return None
    return datetime.fromtimestamp(path.stat().st_mtime, ZONE)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
