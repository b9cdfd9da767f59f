"""A stick at the command line: a folder that is one, and how far the copying is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from kiosk.devices.removable import StickInfo as Plugged
    from kiosk.sync.courier.stick import CourierStick

_WIDE = 30  # signs of a progress bar


def laid_in(folder: Path) -> CourierStick:
    """The folder as a stick. StickGone if it is not there."""
    from kiosk.devices.removable import stick_at
    from kiosk.devices.stick_files import FolderMedium
    from kiosk.errors import StickGone
    from kiosk.sync.courier.stick import CourierStick

    def seen() -> Plugged:
        stick = stick_at(folder)
        if stick is None:
            raise StickGone("no such folder")
        return stick

    return CourierStick(FolderMedium(seen()), lambda: seen().free_bytes)


def bar(done: int, total: int, where: TextIO) -> None:
    """A progress bar, on a terminal only."""
    if where.isatty() and total:
        full = _WIDE * done // total
        end = "\n" if done >= total else ""
        print(f"\r[{'#' * full}{'.' * (_WIDE - full)}] {done}/{total}", end=end, file=where, flush=True)
