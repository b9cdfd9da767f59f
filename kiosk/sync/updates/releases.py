"""Sets of files side by side, and one small pointer that says which is in force. Switched whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.bounded import read_object
from kiosk.durable import make_durable, read_bounded, write_durably

LIST = "release.json"
"""In a set: every file with its SHA-256, against rot."""

_POINTER, _SPURNED = "current", "spurned"
_VERSION = re.compile(r"[0-9]{1,9}")
_MOST_POINTER, _MOST_LIST = 100, 4 << 20  # bytes


@dataclass(frozen=True)
class Release:
    """One set. ``version`` is its publisher's count."""

    version: int
    folder: Path


class Releases:
    """A folder of sets named by version. Safe against a cut at any instruction; for one process at a time to write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> Release | None:
        """The set in force; the one before it where its files are not what was put there; None without either."""
        return next((one for one in self.named() if self.holds(one)), None)

    def named(self) -> tuple[Release, ...]:
        """The set in force and the last good one before it, as the pointer says."""
        try:
            words = read_bounded(self._folder / _POINTER, _MOST_POINTER).decode("ascii").split()
        except (OSError, ValueError):
            return ()
        return tuple(Release(int(word), self._folder / word) for word in words[:2] if _VERSION.fullmatch(word))

    def holds(self, release: Release) -> bool:
        """Whether every file of it is there as it was put."""
        try:
            listed = read_object(read_bounded(release.folder / LIST, _MOST_LIST))
            return all(_digest(release.folder / name) == digest for name, digest in listed.items())
        except (OSError, ValueError, AttributeError):
            return False

    def stage(self, version: int) -> Path:
        """An empty folder to fetch into; what an earlier fetch left half done goes."""
        place = self._folder / f"{version}.new"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o755, parents=True)
        return place

    def put(self, version: int, staged: Path) -> Release:
        """Make the staged set durable under its name. It is not in force yet."""
        files = sorted(path for path in staged.rglob("*") if path.is_file())
        listed = {path.relative_to(staged).as_posix(): _digest(path) for path in files}
        write_durably(staged / LIST, json.dumps(listed, sort_keys=True).encode(), 0o644)
        for path in [*files, *sorted({path.parent for path in files})]:
            make_durable(path)
        release = Release(version, self._folder / str(version))
        shutil.rmtree(release.folder, ignore_errors=True)
        staged.rename(release.folder)
        make_durable(self._folder)
        return release

    def switch(self, release: Release) -> None:
        """Put it in force; the one that was stays beside it."""
        before = self.current()
        words = [str(release.version), *([str(before.version)] if before and before.version != release.version else [])]
        self._point(words)

    def back(self) -> Release | None:
        """The last good one is in force again; None if there was none, and then none is. The other one is spurned."""
        for gone in self.named()[:1]:
            self.spurn(gone.version)
        before = self.named()[1:]
        self._point([str(one.version) for one in before])
        return before[0] if before else None

    def spurn(self, version: int) -> None:
        """It could not be worked with: nobody takes it again who was not asked to."""
        write_durably(self._folder / _SPURNED, f"{version}\n".encode(), 0o644)

    def spurned(self, version: int) -> bool:
        """Whether it is the one that was turned down last."""
        try:
            return read_bounded(self._folder / _SPURNED, _MOST_POINTER).decode("ascii").split() == [str(version)]
        except (OSError, ValueError):
            return False

    def sweep(self) -> None:
        """Everything that is neither in force nor the last good one goes."""
        versions = {str(one.version) for one in self.named()}
        for path in self._folder.iterdir():
            if path.is_dir() and path.name not in versions:
                shutil.rmtree(path, ignore_errors=True)

    def _point(self, words: list[str]) -> None:
        write_durably(self._folder / _POINTER, ("\n".join(words) + "\n").encode(), 0o644)


def reusable(release: Release | None, wanted: Mapping[str, str]) -> dict[str, Path]:
    """Which of the ``wanted`` files (name: SHA-256) are in ``release`` already."""
    if release is None:
        return {}
    there = {name: release.folder / name for name in wanted}
    return {name: path for name, path in there.items() if path.is_file() and _digest(path) == wanted[name]}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
