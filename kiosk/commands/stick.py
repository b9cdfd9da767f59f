"""How far the copying onto a stick is, at the command line."""

from __future__ import annotations

from typing import TextIO

_WIDE = 30  # signs of a progress bar


def bar(done: int, total: int, where: TextIO) -> None:
    """A progress bar, on a terminal only."""
    if where.isatty() and total:
        full = _WIDE * done // total
        end = "\n" if done >= total else ""
        print(f"\r[{'#' * full}{'.' * (_WIDE - full)}] {done}/{total}", end=end, file=where, flush=True)
