"""The guard before big writes: what is begun must also be able to end."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.disk_room import Room
from kiosk.errors import DiskFull
from kiosk.store.database.reserve_file import ReserveFile


@dataclass(frozen=True)
class Reserve:
    """Bytes that must be free before a write may begin.

    A document is refused earlier than a filing, so that the papers a person has already shown can still be handed in.
    Statuses of what is queued have no guard at all: telling the office is what frees the disk again.
    """

    document: int = 500 * 10**6  # below it no new scans: what is queued must fit until there is a line again
    filing: int = 32 << 20  # a filing writes some 100 kB; the log may grow by 16 MB before it is folded in
    visit: int = 250 * 10**6  # below it no new visits: those under way, and the queue, have what is left


class Space:
    """The free space of the disk that ``folder`` lies on."""

    def __init__(self, folder: Path, reserve: Reserve) -> None:
        self._folder = folder
        self._reserve = reserve

    def for_document(self, size: int) -> None:
        """DiskFull unless a document of ``size`` bytes leaves the reserve free."""
        self._need(self._reserve.document + 2 * size)

    def for_visit(self) -> None:
        """DiskFull unless there is room for one more visit. Where there is plenty, the emergency reserve is kept:
        whatever is filed without a screen can be sent from a full disk too."""
        self._need(self._reserve.visit)
        ReserveFile(self._folder).keep()

    def room(self) -> Room:
        """What may begin now; a disk that does not answer allows nothing."""
        for begin, otherwise in ((self.for_visit, Room.NO_VISITS), (lambda: self.for_document(0), Room.NO_SCANS)):
            try:
                begin()
            except (DiskFull, OSError):
                return otherwise
        return Room.ENOUGH

    def for_filing(self) -> None:
        """DiskFull unless a filing is sure to fit."""
        self._need(self._reserve.filing)

    def _need(self, wanted: int) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < wanted:
            raise DiskFull(f"{free >> 20} MiB free, {wanted >> 20} MiB wanted")
