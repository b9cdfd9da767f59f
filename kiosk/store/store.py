"""The store as the rest of the house meets it: one object, opened once, closed once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from kiosk.errors import KeyMissing, StoreDamaged, WrongStoreKey
from kiosk.store.database import Checkpoint, Database, known_failures, nothing
from kiosk.store.documents import Documents
from kiosk.store.drafts import Drafts
from kiosk.store.journal import Journal
from kiosk.store.keys import KeyFile, Keys, KeySource, write_durably
from kiosk.store.notes import Notes
from kiosk.store.outbox import Outbox
from kiosk.store.space import Reserve, Space

DATABASE = "store.db"
PUBLIC = "public"
"""The folder of the trusted kiosks' public keys, below the store's."""


class Store:
    """What must never be lost, in one folder.

    ``store.db`` is the encrypted database, ``store.id`` tells whose key it wants, ``keys/store.key`` is that key
    where no hardware keeps it, and ``public/KIOSK.pub`` are the keys that receipts are verified with.
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
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = _key(folder, keys or KeyFile(folder / "keys"))
            database = Database(folder / DATABASE, key, checkpoint)
            return cls(database, folder, clock, reserve or Reserve())

    def check(self) -> None:
        """Read all and compare: pages, rows, references, the journal's chain. StoreDamaged says what is amiss."""
        fault = self._database.read(_fault)
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
    path = folder / DATABASE
    return path.exists() and path.stat().st_size > 0


def _key(folder: Path, source: KeySource) -> bytes:
    """The key of this store. A new one is made only where there is no database that an old one would open."""
    key, identity = source.load(), folder / "store.id"
    if key is None:
        if exists(folder):
            raise KeyMissing("a database without its key")
        key = source.create()
    if not exists(folder):
        write_durably(identity, _identity(key), 0o600)
    elif identity.exists() and not hmac.compare_digest(identity.read_bytes(), _identity(key)):
        raise WrongStoreKey("the key belongs to another database")
    return key


def _identity(key: bytes) -> bytes:
    """Tells a wrong key from a damaged file, which SQLCipher cannot; says nothing about a key of 256 random bits."""
    return hmac.new(key, b"kiosk store", hashlib.sha256).hexdigest().encode()


def _fault(db: Any) -> str:
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        for row in db.execute(f"PRAGMA {pragma}").fetchall():
            if row[0] != "ok":
                return f"{pragma}: {row[0]}"
    return ""
