"""The catalogue kept new: procedures, words and lists, fetched, checked by loading, and put in force whole."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tuf.api.metadata import TargetFile

from kiosk.durable import read_bounded
from kiosk.errors import UpdateRefused, UpdateUnusable
from kiosk.sync.updates.coming import ComingRelease, looked_into
from kiosk.sync.updates.feed import Age, UpdateFeed, age
from kiosk.sync.updates.fetching import Fetcher
from kiosk.sync.updates.proof import METADATA, keep_proof, proved
from kiosk.sync.updates.releases import Release, Releases, reusable

PREFIX = "catalogue/"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}){1,3}")
_MOST_FILES = 5000

Check = Callable[[Path], str]
"""Loads all of a catalogue's folder; empty if it can be worked with, else what cannot."""


@dataclass(frozen=True)
class CatalogueUpdate:
    """``version`` is in force now; ``files`` of it came, ``bytes`` in all. Not ``new``: it was in force before."""

    version: int
    new: bool
    files: int = 0
    bytes: int = 0


class CatalogueUpdates:
    """``folder`` is the updates' own; ``root`` the pinned root metadata; ``now`` gives aware moments."""

    def __init__(self, folder: Path, root: bytes, check: Check, now: Callable[[], datetime]) -> None:
        self._updates, self._metadata = folder, folder / METADATA
        self._etag_file = folder / "seen"
        self.releases = Releases(folder / "catalogue")
        self._root = root
        self._check = check
        self._now = now

    def current(self) -> Release | None:
        """The newest catalogue here that is as it was signed."""
        signed = (one for one in self.releases.named() if proved(one, self._updates, self._root, names_catalogue))
        return next(signed, None)

    def age(self) -> Age | None:
        return age(self._metadata)

    def etag(self) -> str:
        """What ``see`` was last given: the portal's name for the newest that was taken."""
        try:
            return read_bounded(self._etag_file, 1000).decode("latin-1")
        except OSError:
            return ""

    def see(self, name: str) -> None:
        self._etag_file.write_text(name[:200], "latin-1")

    def coming(self, fetcher: Fetcher) -> ComingRelease:
        """What ``take`` would bring, and nothing is changed. As ``take``, but for UpdateUnusable."""
        with looked_into(self._updates, self._root, fetcher, self._now) as known:
            wanted, current = _wanted(known.offer.targets.items()), self.current()
            digests = {name: target.hashes.get("sha256", "") for name, target in wanted.items()}
            missing = [wanted[name].length for name in wanted.keys() - reusable(current, digests).keys()]
            version = known.offer.version
            new = current is None or current.version != version
            spurned = self.releases.spurned(version)
            sizes = sum(missing), len(missing)
            return ComingRelease(version, new, *sizes, known.signature, known.age, spurned=spurned)

    def take(self, fetcher: Fetcher, *, unasked: bool = False) -> CatalogueUpdate:
        """Bring what is newest into force. Any error leaves in force what was. ``unasked``, what was turned down once
        is left alone."""
        feed = UpdateFeed(self._metadata, self._root, fetcher, self._now)
        offer = feed.offer()
        current = self.current()
        if (current is not None and current.version == offer.version) or (
            unasked and self.releases.spurned(offer.version)
        ):
            return CatalogueUpdate(current.version if current else 0, new=False, bytes=fetcher.bytes)
        wanted = _wanted(offer.targets.items())
        staged = self.releases.stage(offer.version)
        here = reusable(current, {name: target.hashes.get("sha256", "") for name, target in wanted.items()})
        for name, target in wanted.items():
            if name in here:
                (staged / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(here[name], staged / name)
            else:
                feed.fetch(target, staged / name)
        keep_proof(self._updates, staged)
        self._in_force(offer.version, staged)
        return CatalogueUpdate(offer.version, new=True, files=len(wanted) - len(here), bytes=fetcher.bytes)

    def _in_force(self, version: int, staged: Path) -> None:
        """Checked before the switch and after it; back to the last good one by itself."""
        if wrong := self._check(staged):
            shutil.rmtree(staged, ignore_errors=True)
            self.releases.spurn(version)
            raise UpdateUnusable(wrong, what=wrong)
        self.releases.switch(self.releases.put(version, staged))
        current = self.releases.current()
        wrong = "release.json" if current is None or current.version != version else self._check(current.folder)
        if wrong:
            self.releases.back()
            raise UpdateUnusable(wrong, what=wrong)
        self.releases.sweep()


def names_catalogue(targets: Mapping[str, TargetFile], files: Mapping[str, str]) -> bool:
    """Whether the signed targets name a catalogue of exactly these files."""
    return {name: target.hashes.get("sha256", "") for name, target in _wanted(targets.items()).items()} == dict(files)


def _wanted(targets: Iterable[tuple[str, TargetFile]]) -> dict[str, TargetFile]:
    """The catalogue's files by their name below it. UpdateRefused for names that no publisher of ours gives."""
    wanted: dict[str, TargetFile] = {}
    for path, target in targets:
        if not path.startswith(PREFIX):
            continue
        name = path.removeprefix(PREFIX)
        if not _NAME.fullmatch(name) or ".." in name or len(wanted) >= _MOST_FILES:
            raise UpdateRefused(f"an odd name: {name[:40]}")
        wanted[name] = target
    if not wanted:
        raise UpdateRefused("no catalogue in it")
    return wanted
