"""Changing the store's key, bringing it back from the printed one, and forgetting it for good.

Each is done with nobody else in the store, and each can be cut at any instruction: the next start finds the database
under the old key or under the new one, and the key with it.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from kiosk.durable import alone_in, write_durably
from kiosk.errors import DiskFull, NoRecoveryKey, WrongRecoveryKey
from kiosk.store.database.connection import Checkpoint, known_failures, nothing, rekey
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
from kiosk.store.keys import recovery_keys
from kiosk.store.keys.keyring import KEY_BYTES, StoredKey, shred

MARGIN = 2 << 20  # bytes
PURPOSE = b"kiosk store key"


def make_recovery(folder: Path, source: StoredKey) -> str:
    """A recovery key for this store, and the store's key sealed to it. The text to print; it is kept nowhere."""
    with known_failures(folder), alone_in(folder):
        key = key_of(folder, source)
        private, text = recovery_keys.make()
        keep_public(folder, private.public_key(), key)
        return text


def rotate(folder: Path, source: StoredKey, checkpoint: Checkpoint = nothing) -> None:
    """Put the whole store under a new key. StoreBusy while anybody has it open."""
    with known_failures(folder), alone_in(folder), InUse(folder, alone=True):
        key, following = key_of(folder, source), secrets.token_bytes(KEY_BYTES)
        need_database(folder)
        _need_room(folder)
        source.prepare(following)
        checkpoint("prepared")
        _seal(folder, key, following)
        checkpoint("sealed")
        rekey(folder / DATABASE, key, following)
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
        path = _keys(folder) / recovery_keys.SEALED_NAME
        if not path.exists():
            raise NoRecoveryKey("none was made")
        private = recovery_keys.typed(text)
        for line in path.read_text("ascii").split():
            key = recovery_keys.unseal(bytes.fromhex(line), private, PURPOSE)
            if fingerprint_of(key) == noted(folder):
                source.replace(key)
                return
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
