"""The files around the database, and who may touch them when.

``store.id`` tells that a database must be here, under which key, and with which salt: without it a lost database
would look like a first start, a wrong key like a damaged file (SQLCipher says the same of both), and a single rotten
byte in the salt would cost the whole file.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.durable import make_durable, write_durably
from kiosk.errors import KeyMissing, StoreBusy, StoreDamaged, WrongStoreKey
from kiosk.store.database.file_keys import opens
from kiosk.store.keys.keyring import KeySource
from kiosk.store.recovery.btree_pages import SALT

DATABASE = "store.db"
MARK = "store.id"
LOCK = "store.lock"
BEFORE = f"{DATABASE}.before"
"""The copy that a change of shape leaves, until the next start that finds all well."""
QUARANTINE = "quarantine"
"""The folder of damaged databases, numbered, each as it was found."""


def exists(folder: Path) -> bool:
    """Whether a store was ever made in ``folder``."""
    return (folder / MARK).exists() or has_database(folder)


def has_database(folder: Path) -> bool:
    path = folder / DATABASE
    return path.exists() and path.stat().st_size > 0


def make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_durable(folder.parent)  # a power cut must not take the whole folder with its name


class InUse:
    """A hold on the folder for as long as a store is open, so that nobody exchanges the files under it."""

    def __init__(self, folder: Path, *, alone: bool = False, looking: bool = False) -> None:
        """StoreBusy if ``alone`` is wanted and another store is open, or the other way round. ``looking`` writes
        nothing, not even the lock's own file."""
        self._handle = os.open(folder / LOCK, os.O_RDONLY if looking else os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._handle)
            raise StoreBusy("another process has the store open") from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The hold to itself for a while. StoreBusy where another store has the folder open too."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            fcntl.flock(self._handle, fcntl.LOCK_SH)
            raise StoreBusy("another process has the store open") from error
        try:
            yield
        finally:
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def release(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.release()


# --- the mark ------------------------------------------------------------------------------------------------------


def key_of(folder: Path, source: KeySource) -> bytes:
    """The key of this store. A new one is made only where no store ever was."""
    key, fingerprint = _of_two(folder, source), _marked(folder)[0]
    if key is None:
        if exists(folder):
            raise KeyMissing("a store without its key")
        return source.create()
    if fingerprint and not hmac.compare_digest(fingerprint, fingerprint_of(key)):
        raise WrongStoreKey("the key belongs to another database")
    return key


def _of_two(folder: Path, source: KeySource) -> bytes | None:
    """The key, after ending a change of it that was cut short: whichever the database opens with."""
    key, following = source.load(), source.pending()
    if key is None or following is None:
        return key
    if has_database(folder) and not opens(folder / DATABASE, key) and opens(folder / DATABASE, following):
        write_mark(folder, following)
        source.commit()
        return following
    source.discard()
    return key


def need_database(folder: Path) -> None:
    """StoreDamaged where a database was and is no more."""
    if (folder / MARK).exists() and not has_database(folder):
        raise StoreDamaged("the database is gone")


def mark(folder: Path, key: bytes) -> None:
    """Note that a database under this key, with this salt, is here; only where it is not noted yet."""
    if not salt_of(folder):
        write_mark(folder, key)


def write_mark(folder: Path, key: bytes) -> None:
    with (folder / DATABASE).open("rb") as file:
        salt = file.read(SALT)
    write_durably(folder / MARK, f"{fingerprint_of(key)}\n{salt.hex()}\n".encode(), 0o600)


def salt_of(folder: Path) -> bytes:
    """The noted salt; empty if it was not noted, or rotted itself."""
    noted = _marked(folder)[1]
    with suppress(ValueError):
        return bytes.fromhex(noted) if len(noted) == 2 * SALT else b""
    return b""


def noted(folder: Path) -> str:
    """The fingerprint of the key that the database is under; empty if it was not noted."""
    return _marked(folder)[0]


def _marked(folder: Path) -> tuple[str, str]:
    path = folder / MARK
    lines = path.read_text("ascii", errors="replace").split() if path.exists() else []
    fingerprint, salt, *_ = [*lines, "", ""]
    return fingerprint, salt


def fingerprint_of(key: bytes) -> str:
    """Says nothing about a key of 256 random bits."""
    return hmac.new(key, b"kiosk store", hashlib.sha256).hexdigest()
