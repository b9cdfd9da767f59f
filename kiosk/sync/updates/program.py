"""The program kept new: one signed archive, unpacked beside the one that runs, tried before it is pointed to.

It comes into force with the next start, through ``kiosk.app.launch``, which goes back to the one before by itself when
the new one does not come up. Packages are not brought along: a program that needs others is left to a technician.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from tuf.api.metadata import TargetFile

from kiosk.errors import UpdateMissing, UpdateRefused, UpdateUnusable
from kiosk.sync.updates.catalogue import CatalogueUpdate
from kiosk.sync.updates.coming import ComingRelease, looked_into
from kiosk.sync.updates.feed import UpdateFeed
from kiosk.sync.updates.fetching import Fetcher
from kiosk.sync.updates.proof import METADATA, digest_of, keep_proof, proved, tree
from kiosk.sync.updates.releases import Release, Releases

PREFIX = "program/"
BUILD, NEEDS, TREE = "build", "needs", "tree"
"""In the target's signed custom part: the count of builds, the SHA-256 of the packages' lock, and that of all files
(``proof.digest_of``)."""

_NAME = re.compile(r"(kiosk|assets|requirements)(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}){1,8}")
_MOST_FILES, _MOST_BYTES = 20_000, 256 << 20


class ProgramUpdates:
    """``lock`` is the SHA-256 of the packages that are installed; ``check`` tries a program's folder: empty if it
    starts, else what does not."""

    def __init__(
        self, folder: Path, root: bytes, lock: str, check: Callable[[Path], str], now: Callable[[], datetime]
    ) -> None:
        self._updates = folder
        self.releases = Releases(folder / "program")
        self._root = root
        self._lock = lock
        self._check = check
        self._now = now

    def current(self) -> Release | None:
        """The newest program here that is as it was signed."""
        signed = (one for one in self.releases.named() if proved(one, self._updates, self._root, names_program))
        return next(signed, None)

    def coming(self, fetcher: Fetcher) -> ComingRelease:
        """What ``take`` would bring, and nothing is changed. As ``take``, but for UpdateUnusable."""
        with looked_into(self._updates, self._root, fetcher, self._now) as known:
            target, current = _program(known.offer.targets.items()), self.current()
            build = target.custom[BUILD]
            new = current is None or current.version < build
            fits, spurned = target.custom.get(NEEDS) == self._lock, self.releases.spurned(build)
            return ComingRelease(build, new, target.length, 1, known.signature, known.age, fits, spurned)

    def take(self, fetcher: Fetcher, *, unasked: bool = False) -> CatalogueUpdate:
        """Put the newest program where the next start finds it. Any error leaves what was. ``unasked``, what did not
        come up once is left alone."""
        feed = UpdateFeed(self._updates / METADATA, self._root, fetcher, self._now)
        target = _program(feed.offer().targets.items())
        build, current = target.custom[BUILD], self.current()
        if (current is not None and current.version >= build) or (unasked and self.releases.spurned(build)):
            return CatalogueUpdate(current.version if current else 0, new=False, bytes=fetcher.bytes)
        if target.custom.get(NEEDS) != self._lock:
            raise UpdateUnusable("other packages", what="requirements/kiosk.lock")
        staged = self.releases.stage(build)
        archive = staged / "program.zip"
        feed.fetch(target, archive)
        count = unpack(archive, staged)
        archive.unlink()
        if digest_of(tree(staged)) != target.custom.get(TREE):
            raise UpdateRefused("other files than were signed")
        keep_proof(self._updates, staged)
        if wrong := self._check(staged):
            shutil.rmtree(staged, ignore_errors=True)
            self.releases.spurn(build)
            raise UpdateUnusable(wrong, what=wrong)
        self.releases.switch(self.releases.put(build, staged))
        self.releases.sweep()
        return CatalogueUpdate(build, new=True, files=count, bytes=fetcher.bytes)


def names_program(targets: Mapping[str, TargetFile], files: Mapping[str, str]) -> bool:
    """Whether the signed targets name a program of exactly these files."""
    return bool(_program(targets.items()).custom[TREE] == digest_of(files))


def is_program_file(name: str) -> bool:
    """Whether a file of this name is taken: no hidden ones, none outside the program's folders."""
    return _NAME.fullmatch(name) is not None


def unpack(archive: Path, place: Path) -> int:
    """How many files came out. UpdateRefused for anything but plain files of a program, or too much of it."""
    left = _MOST_BYTES
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [one for one in opened.infolist() if not one.is_dir()]
            if len(members) > _MOST_FILES:
                raise UpdateRefused("too many files")
            for one in members:
                if not is_program_file(one.filename) or stat.S_ISLNK(one.external_attr >> 16):
                    raise UpdateRefused(f"an odd name: {one.filename[:40]}")
                target = place / one.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(one) as source, target.open("wb") as written:
                    while data := source.read(1 << 20):
                        left -= len(data)
                        if left < 0:
                            raise UpdateRefused("more than a program")
                        written.write(data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UpdateRefused("no archive") from error
    return len(members)


def _program(targets: Iterable[tuple[str, TargetFile]]) -> TargetFile:
    """The one program that is offered. UpdateMissing if there is none."""
    archives = [target for path, target in targets if path.startswith(PREFIX)]
    if not archives:
        raise UpdateMissing("no program in it")
    target: TargetFile = archives[0]
    custom = target.custom
    if len(archives) > 1 or not isinstance(custom, dict) or not isinstance(custom.get(BUILD), int):
        raise UpdateRefused("a program without its build")
    return target
