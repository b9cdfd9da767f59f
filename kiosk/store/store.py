"""The store as the rest of the house meets it: one object, opened once, closed once."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from kiosk.errors import KeyMissing, StoreDamaged, WrongStoreKey
from kiosk.store.check import first_fault
from kiosk.store.database import Checkpoint, Database, known_failures, nothing, sync_folder
from kiosk.store.documents import Documents
from kiosk.store.drafts import Drafts
from kiosk.store.journal import Journal
from kiosk.store.keys import KeyFile, Keys, KeySource, write_durably
from kiosk.store.notes import Notes
from kiosk.store.outbox import Outbox
from kiosk.store.space import Reserve, Space

DATABASE = "store.db"
MARK = "store.id"
PUBLIC = "public"
"""The folder of the trusted kiosks' public keys, below the store's."""


class Store:
    """What must never be lost, in one folder.

    ``store.db`` is the encrypted database; ``store.id`` tells that it must be there, and under which key;
    ``keys/store.key`` is that key where no hardware keeps it; ``public/KIOSK.pub`` are the keys that receipts are
    verified with.
    """

    def __init__(self, database: Database, folder: Path, clock: Callable[[], datetime], reserve: Reserve) -> None:
        space = Space(folder, reserve)
        self._database = database
        self.keys = Keys(database, folder / PUBLIC)
        self.journal = Journal(database, clock)
        self.documents = Documents(database, space)
        self.drafts = Drafts(database, self.keys)
        self.outbox = Outbox(database, self.journal, self.keys, space, clock)
        self.notes = Notes(database)

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Callable[[], datetime],
        keys: KeySource | None = None,
        *,
        reserve: Reserve | None = None,
        checkpoint: Checkpoint = nothing,
    ) -> Self:
        """Open the store in ``folder``, or make it. ``clock`` gives aware times in the office's zone.

        Raises KeyMissing, WrongStoreKey, StoreDamaged, DiskFull, StoreBusy or StoreFailed.
        """
        with known_failures(folder):
            _made(folder)
            with _alone_in(folder):
                key = _key(folder, keys or KeyFile(folder / "keys"))
                database = Database(folder / DATABASE, key, checkpoint)
                try:
                    _mark(folder, key)
                    return cls(database, folder, clock, reserve or Reserve())
                except BaseException:
                    database.close()
                    raise

    def check(self) -> None:
        """Read all and compare: pages, references, contents, the journal. StoreDamaged names the first fault."""
        fault = self._database.read(first_fault)
        if fault:
            raise StoreDamaged(fault)
        broken = self.journal.verify()
        if broken is not None:
            raise StoreDamaged(f"journal entry {broken}")

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def exists(folder: Path) -> bool:
    """Whether a store was ever made in ``folder``."""
    return (folder / MARK).exists() or _has_database(folder)


def _made(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)  # a power cut must not take the whole folder with its name


def _has_database(folder: Path) -> bool:
    path = folder / DATABASE
    return path.exists() and path.stat().st_size > 0


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Opening is one process at a time: two first starts at once must not make two keys."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _key(folder: Path, source: KeySource) -> bytes:
    """The key of this store. A new one is made only where no store ever was."""
    key, mark = source.load(), folder / MARK
    if key is None:
        if exists(folder):
            raise KeyMissing("a store without its key")
        return source.create()
    if mark.exists() and not hmac.compare_digest(mark.read_bytes(), _fingerprint(key)):
        raise WrongStoreKey("the key belongs to another database")
    if mark.exists() and not _has_database(folder):
        raise StoreDamaged("the database is gone")
    return key


def _mark(folder: Path, key: bytes) -> None:
    """Note that a database under this key is here. Without the note a lost database would look like a first start,
    and a wrong key like a damaged file, for SQLCipher says the same of both."""
    if not (folder / MARK).exists():
        write_durably(folder / MARK, _fingerprint(key), 0o600)


def _fingerprint(key: bytes) -> bytes:
    """Says nothing about a key of 256 random bits."""
    return hmac.new(key, b"kiosk store", hashlib.sha256).hexdigest().encode()
