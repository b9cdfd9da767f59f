"""What the disk still has room for."""

from __future__ import annotations

import enum


class Room(enum.Enum):
    """What the free space of the disk still allows. What is queued goes out in any case."""

    ENOUGH = "enough"
    NO_SCANS = "no-scans"  # visits go on, and papers are brought to the counter
    NO_VISITS = "no-visits"
    CLOSED = "closed"  # whatever the disk allows: the kiosk moves to another unit

    @property
    def takes_visits(self) -> bool:
        return self in (Room.ENOUGH, Room.NO_SCANS)
