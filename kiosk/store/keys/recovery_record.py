"""Which shares of the recovery key were printed, so that each can be tried without the others.

A digest of a share tells nothing of it: 256 bits of it are random.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.bounded import OutOfBounds, read_object
from kiosk.durable import read_bounded, write_durably
from kiosk.store.keys import recovery_keys

NAME = "recovery.shares"
_MOST = 16 << 10  # bytes


@dataclass(frozen=True)
class RecoveryRecord:
    """``needed``: how many of them open it; 1 for a whole key. ``digests`` in the order of their numbers."""

    needed: int
    digests: tuple[str, ...]


def keep(folder: Path, parts: Sequence[str], needed: int) -> None:
    """Of what was printed; durable when this returns."""
    record = {"needed": needed, "digests": [recovery_keys.digest_of(one) for one in parts]}
    write_durably(folder / NAME, json.dumps(record).encode(), 0o600)


def read(folder: Path) -> RecoveryRecord | None:
    """None where none was kept, as for a key from before, or it cannot be read."""
    try:
        fields = read_object(read_bounded(folder / NAME, _MOST))
        return RecoveryRecord(int(fields["needed"]), tuple(str(one) for one in fields["digests"]))
    except (OSError, OutOfBounds, KeyError, TypeError, ValueError):
        return None
