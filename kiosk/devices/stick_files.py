"""Reading and writing below one root folder, without following a link and without leaving it.

Each part of a name is opened from the folder before it (``openat`` with ``O_NOFOLLOW``), so a folder that is swapped
for a link between the look and the step cannot lead out.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from kiosk.devices.stick_ports import Progress, nobody
from kiosk.domain.stick import StickFile, StickInfo
from kiosk.errors import StickError, StickFileOdd, StickFileTooLarge, StickFull, StickGone, StickReadOnly, StickUntrue

CHUNK = 4 << 20  # bytes written before the medium is asked to have them: so progress is true, and a cancel soon heard
_PART = ".part"
_LONGEST = 120  # letters of a part of a name: with .part, in UTF-8, still under the 255 bytes of every file system
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

_KNOWN: dict[int, type[StickError]] = {
    errno.ENOSPC: StickFull,
    errno.EDQUOT: StickFull,
    errno.EROFS: StickReadOnly,
    errno.EACCES: StickReadOnly,
    errno.EPERM: StickReadOnly,
    errno.EFBIG: StickFileTooLarge,
    errno.ENOENT: StickFileOdd,
    errno.ENOTDIR: StickFileOdd,
    errno.EISDIR: StickFileOdd,
    errno.ELOOP: StickFileOdd,
    errno.EINVAL: StickFileOdd,
    errno.ENAMETOOLONG: StickFileOdd,
    errno.ENOTEMPTY: StickFileOdd,
    errno.EEXIST: StickFileOdd,
}
"""Everything else (EIO, ENODEV, ENXIO, ENOTCONN, ESTALE ...) is what a pulled or dying stick answers."""

_READING = _KNOWN | {errno.EACCES: StickFileOdd, errno.EPERM: StickFileOdd}


class FolderMedium:
    """The files of ``stick``; see :class:`kiosk.devices.stick_ports.StickMedium` for the promises."""

    def __init__(self, stick: StickInfo) -> None:
        self._stick = stick

    @property
    def stick(self) -> StickInfo:
        return self._stick

    def files(self, folder: str = "", *, depth: int = 0, most: int = 1000) -> tuple[StickFile, ...]:
        with (
            self._known_errors(_READING),
            self._root() as root,
            _folder(root, _parts(folder) if folder else ()) as opened,
        ):
            return tuple(sorted(islice(_listed(opened, folder, depth), most), key=lambda file: file.name))

    def read_file(self, name: str, limit: int) -> bytes:
        *folders, leaf = _parts(name)
        with (
            self._known_errors(_READING),
            self._root() as root,
            _folder(root, folders) as folder,
            _opened(folder, leaf) as file,
        ):
            if os.fstat(file).st_size > limit:
                raise StickFileTooLarge("above the limit")
            data = b"".join(_chunks(file, limit + 1))
        if len(data) > limit:  # it grew while it was read
            raise StickFileTooLarge("above the limit")
        return data

    def write_file(
        self,
        name: str,
        data: bytes | Iterable[bytes],
        *,
        verify: bool = True,
        progress: Progress = nobody,
        cancel: threading.Event | None = None,
    ) -> bool:
        *folders, leaf = _portable(name)
        cancel = cancel or threading.Event()
        with self._known_errors(), self._root() as root, _folder(root, folders, make=True) as folder:
            part = leaf + _PART
            _removed(folder, part)
            try:
                written = self._written(folder, part, data, progress, cancel)
                if written is None:
                    return False
                if verify:
                    self._read_back(folder, part, written)
                self._still_there()
                os.replace(part, leaf, src_dir_fd=folder, dst_dir_fd=folder)
                os.fsync(folder)
            finally:
                with suppress(OSError):
                    _removed(folder, part)
        return True

    def remove_file(self, name: str) -> None:
        *folders, leaf = _parts(name)
        with self._known_errors(), self._root() as root, _folder(root, folders) as folder:
            _removed(folder, leaf)
            os.fsync(folder)

    # --- the steps ---

    @property
    def _largest(self) -> int | None:
        return self._stick.largest_file

    def _written(
        self, folder: int, part: str, data: bytes | Iterable[bytes], progress: Progress, cancel: threading.Event
    ) -> bytes | None:
        """The SHA-256 of what went out and is on the medium; None when cancelled."""
        summed, done, largest = hashlib.sha256(), 0, self._largest
        handle = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644, dir_fd=folder
        )
        try:
            for chunk in _cut(data):
                if cancel.is_set():
                    return None
                done += len(chunk)
                if largest is not None and done > largest:
                    raise StickFileTooLarge("above what FAT takes")
                summed.update(chunk)
                self._put(handle, chunk)
                progress(done)
            os.fsync(handle)
        finally:
            os.close(handle)
        return None if cancel.is_set() else summed.digest()

    def _put(self, file: int, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fdatasync(file)

    def _read_back(self, folder: int, part: str, written: bytes) -> None:
        """From the medium: what the cache remembers of it is dropped first."""
        summed = hashlib.sha256()
        with _opened(folder, part) as file:
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            for chunk in _chunks(file):
                summed.update(chunk)
        if summed.digest() != written:
            raise StickUntrue("read back otherwise")

    def _still_there(self) -> None:
        """A file system unmounted under us goes on taking files that nobody will ever see."""
        status = self._stick.path.lstat()
        if (status.st_dev, status.st_ino) != self._stick.marks:
            raise StickGone("another root")

    @contextmanager
    def _root(self) -> Iterator[int]:
        """The stick's root, if it is still this stick's."""
        try:
            root = os.open(self._stick.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise StickGone(errno.errorcode.get(error.errno or 0, "")) from error
        try:
            status = os.fstat(root)
            if (status.st_dev, status.st_ino) != self._stick.marks:
                raise StickGone("another root")
            yield root
        finally:
            os.close(root)

    @contextmanager
    def _known_errors(self, known: dict[int, type[StickError]] = _KNOWN) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            name = errno.errorcode.get(error.errno or 0, "")
            with suppress(OSError):
                self._still_there()
                raise known.get(error.errno or 0, StickGone)(name) from error
            raise StickGone(name) from error


# --- names --------------------------------------------------------------------------------------------------------


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name as it lies on the stick. StickFileOdd for one that leads anywhere else."""
    parts = tuple(name.split("/"))
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        raise StickFileOdd("no name below the stick")
    return parts


def _portable(name: str) -> tuple[str, ...]:
    """The parts of a name that every file system of a stick takes, and Windows shows."""
    parts = _parts(name)
    for part in parts:
        if len(part) > _LONGEST or _FORBIDDEN.search(part) or part[-1] in " ." or _RESERVED.fullmatch(part):
            raise StickFileOdd("no name for every file system")
        if not part.isprintable() or len(part.encode("utf-8", "replace")) > 255 - len(_PART):
            raise StickFileOdd("no name for every file system")
    return parts


# --- files --------------------------------------------------------------------------------------------------------


@contextmanager
def _folder(root: int, parts: Iterable[str], *, make: bool = False) -> Iterator[int]:
    """The folder below ``root``, opened one part after the other."""
    opened = os.dup(root)
    try:
        for part in parts:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=opened)
                    os.fsync(opened)
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=opened)
            os.close(opened)
            opened = inner
        yield opened
    finally:
        os.close(opened)


@contextmanager
def _opened(folder: int, leaf: str) -> Iterator[int]:
    """A plain file to read. Looked at before it is opened: opening a device node or a pipe alone can do things."""
    if not stat.S_ISREG(os.stat(leaf, dir_fd=folder, follow_symlinks=False).st_mode):
        raise StickFileOdd("no plain file")
    file = os.open(leaf, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise StickFileOdd("no plain file")
        yield file
    finally:
        os.close(file)


def _listed(folder: int, under: str, depth: int) -> Iterator[StickFile]:
    """Plain files first, then those of the folders, as the file system gives them."""
    with os.scandir(folder) as entries:
        names = list(islice(entries, 10_000))  # a folder of a million names must not fill the memory
    inner = []
    for entry in names:
        name = f"{under}/{entry.name}" if under else entry.name
        with suppress(OSError):
            if entry.is_file(follow_symlinks=False):
                about = entry.stat(follow_symlinks=False)
                yield StickFile(name, about.st_size, about.st_mtime)
            elif depth > 0 and entry.is_dir(follow_symlinks=False):
                inner.append((entry.name, name))
    for leaf, name in inner:
        with suppress(OSError), _folder(folder, (leaf,)) as opened:
            yield from _listed(opened, name, depth - 1)


def _removed(folder: int, leaf: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(leaf, dir_fd=folder)


def _chunks(file: int, most: int | None = None) -> Iterator[bytes]:
    while (most is None or most > 0) and (chunk := os.read(file, CHUNK if most is None else min(CHUNK, most))):
        most = None if most is None else most - len(chunk)
        yield chunk


def _cut(data: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """In pieces of at most ``CHUNK``."""
    for piece in (data,) if isinstance(data, bytes) else data:
        for start in range(0, len(piece), CHUNK):
            yield piece[start : start + CHUNK]
