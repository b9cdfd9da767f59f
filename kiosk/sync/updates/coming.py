"""What would come with an update, before anything of it is fetched: proved as it would be for taking, and then left.

Looked at in a copy of what was proved last, so that looking changes nothing: neither how old what is here is said to
be, nor what the next taking asks for.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.sync.updates.feed import Age, UpdateFeed, UpdateOffer, age
from kiosk.sync.updates.fetching import Fetcher
from kiosk.sync.updates.proof import METADATA, ReleaseSignature, signature_beside


@dataclass(frozen=True)
class ComingRelease:
    """``bytes``, ``files``: what would be fetched; what is here already is not. ``fits``: this machine has the packages
    for it; ``spurned``: it was turned down here before."""

    version: int
    new: bool
    bytes: int
    files: int
    signature: ReleaseSignature
    age: Age | None
    fits: bool = True
    spurned: bool = False


@dataclass(frozen=True)
class ProvedOffer:
    """An offer with whose signature it is, and when it was published."""

    offer: UpdateOffer
    signature: ReleaseSignature
    age: Age | None


@contextmanager
def looked_into(updates: Path, root: bytes, fetcher: Fetcher, now: Callable[[], datetime]) -> Iterator[ProvedOffer]:
    """What ``fetcher`` offers to whoever pinned ``root``. As ``UpdateFeed.offer``."""
    with tempfile.TemporaryDirectory(prefix="coming-", dir=_folder_at(updates)) as place:
        folder = Path(place) / METADATA
        if (updates / METADATA).is_dir():
            shutil.copytree(updates / METADATA, folder)
        offer = UpdateFeed(folder, root, fetcher, now).offer()
        yield ProvedOffer(offer, signature_beside(folder / "targets.json", folder, root), age(folder))


def _folder_at(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
