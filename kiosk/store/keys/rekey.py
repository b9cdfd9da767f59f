"""Changing the store's key, bringing it back from the printed one, and forgetting it for good.

Each is done with nobody else in the store, and each can be cut at any instruction: the next start finds the database
under the old key or under the new one, and the key with it.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from kiosk.domain.key_facts import RecoveryTrial
from kiosk.durable import alone_in, write_durably
from kiosk.errors import DiskFull, NoRecoveryKey, WrongRecoveryKey
from kiosk.store.database.connection import Checkpoint, known_failures, nothing
from kiosk.store.database.file_keys import opens, rekey
from kiosk.store.database.opening import (
    DATABASE,
    MARK,
    InUse,
    fingerprint_of,
    key_of,
    need_database,
    noted,
    write_mark,
)
from kiosk.store.keys import recovery_keys, recovery_record
from kiosk.store.keys.keyring import KEY_BYTES, StoredKey, shred

MARGIN = 2 << 20  # bytes
Rewriting = Callable[[bytes, bytes], None]
"""Every page of a database anew: under the first key, then under the second."""


class OpenStore(Protocol):
    """A store that works, whose key is changed."""

    @property
    def folder(self) -> Path: ...
    def rekeyed(self) -> AbstractContextManager[Rewriting]: ...


PURPOSE = b"kiosk store key"


def make_recovery(folder: Path, source: StoredKey) -> str:
    """A recovery key for this store, and the store's key sealed to it. The text to print; it is kept nowhere."""
    _, text = recovery_keys.make()
    adopt_recovery(folder, source, text, (text,), 1)
    return text


def adopt_recovery(folder: Path, source: StoredKey, text: str, parts: Sequence[str], needed: int) -> None:
    """Have the store open to the holders of that recovery key from now on, and no more to those of an earlier one.
    ``parts``: what was printed of it, any ``needed`` of which stand for it."""
    with known_failures(folder), alone_in(folder):
        private = recovery_keys.typed(text)
        keep_public(folder, private.public_key(), key_of(folder, source))
        recovery_record.keep(_keys(folder), parts, needed)


def try_recovery(folder: Path, text: str) -> RecoveryTrial:
    """Whether what was printed, a line each, is of the recovery key in force; nothing is changed.

    NoRecoveryKey; WrongRecoveryKey for what is not as printed, or of another key.
    """
    with known_failures(folder):
        recovery_keys.public(_keys(folder))
        record, lines = recovery_record.read(_keys(folder)), [line for line in text.splitlines() if line.strip()]
        if record and any(recovery_keys.digest_of(line) not in record.digests for line in lines):
            raise WrongRecoveryKey("of another key")
        numbers = tuple(sorted({recovery_keys.number_of(line) for line in lines}))
        if missing := recovery_keys.still_needed(text):
            return RecoveryTrial(numbers, missing, opens=False)
        _unsealed(folder, text)
        return RecoveryTrial(numbers, 0, opens=True)


def rotate(folder: Path, source: StoredKey, checkpoint: Checkpoint = nothing) -> None:
    """Put the whole store under a new key. StoreBusy while anybody has it open."""
    with known_failures(folder), alone_in(folder), InUse(folder, alone=True):
        _change(folder, source, lambda key, following: rekey(folder / DATABASE, key, following), checkpoint)


def rotate_open(store: OpenStore, source: StoredKey, checkpoint: Checkpoint = nothing) -> None:
    """The same while the kiosk works: whoever reads or writes waits. StoreBusy while another process has it open."""
    folder = store.folder
    with known_failures(folder), alone_in(folder), store.rekeyed() as change:
        _change(folder, source, change, checkpoint)


def rotation_done(folder: Path) -> float:
    """How far a change of key has come, 0 to 1: its rollback journal holds what was written anew."""
    database, journal = folder / DATABASE, folder / f"{DATABASE}-journal"
    try:
        return min(1.0, journal.stat().st_size / max(1, database.stat().st_size))
    except FileNotFoundError:
        return 0.0


def _change(folder: Path, source: StoredKey, write_anew: Rewriting, checkpoint: Checkpoint) -> None:
    key, following = key_of(folder, source), secrets.token_bytes(KEY_BYTES)
    need_database(folder)
    _need_room(folder)
    source.prepare(following)
    checkpoint("prepared")
    _seal(folder, key, following)
    checkpoint("sealed")
    try:
        write_anew(key, following)
    except BaseException:
        if not opens(folder / DATABASE, following):
            source.discard()
            _seal(folder, key)
        raise
    checkpoint("rekeyed")
    write_mark(folder, following)
    checkpoint("marked")
    source.commit()
    checkpoint("committed")
    _seal(folder, following)


def _need_room(folder: Path) -> None:
    """DiskFull unless every page fits on the disk once more: the journal of the rewriting holds the old ones."""
    needed, free = (folder / DATABASE).stat().st_size * 9 // 8 + MARGIN, shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(f"{free >> 20} MiB free, {needed >> 20} MiB wanted")


def recover(folder: Path, source: StoredKey, text: str) -> None:
    """Bring the key back with the printed one: after a key chip was cleared, or a key file lost.

    NoRecoveryKey if none was made here; WrongRecoveryKey if it does not open this store.
    """
    with known_failures(folder), alone_in(folder):
        source.replace(_unsealed(folder, text))


def _unsealed(folder: Path, text: str) -> bytes:
    """The store's key by the printed one. NoRecoveryKey, WrongRecoveryKey."""
    path = _keys(folder) / recovery_keys.SEALED_NAME
    if not path.exists():
        raise NoRecoveryKey("none was made")
    private = recovery_keys.typed(text)
    for line in path.read_text("ascii").split():
        key = recovery_keys.unseal(bytes.fromhex(line), private, PURPOSE)
        if fingerprint_of(key) == noted(folder):
            return key
    raise WrongRecoveryKey("it opens another store")


def forget(folder: Path, source: StoredKey) -> None:
    """Crypto-erase: without its key the database is noise. A printed recovery key opens backups, and this no more."""
    with known_failures(folder), alone_in(folder), InUse(folder, alone=True):
        source.erase()
        for path in (_keys(folder) / recovery_keys.SEALED_NAME, folder / MARK):
            shred(path)
        for path in folder.glob(f"{DATABASE}*"):
            path.unlink()


def keep_public(folder: Path, public: X25519PublicKey, key: bytes) -> None:
    """Have the store in ``folder``, which is under ``key``, open to the holder of that recovery key from now on."""
    recovery_keys.keep(_keys(folder), public)
    _seal(folder, key)


def _seal(folder: Path, *keys: bytes) -> None:
    """Both keys while one follows the other, so that the printed key opens whichever stands after a cut."""
    try:
        public = recovery_keys.public(_keys(folder))
    except NoRecoveryKey:
        return
    lines = "".join(f"{recovery_keys.seal(key, public, PURPOSE).hex()}\n" for key in keys)
    write_durably(_keys(folder) / recovery_keys.SEALED_NAME, lines.encode(), 0o600)


def _keys(folder: Path) -> Path:
    return folder / "keys"
