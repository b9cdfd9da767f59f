"""A copy of the store on a stick or in a folder: whole, read back, and for the holder of the recovery key alone.

A backup is a folder of three files: ``store.db`` (the database as it stood, encrypted under the store's key),
``store.recovery`` (that key, sealed to the recovery key), ``backup.json`` (what it is, with the SHA-256 of both and
the kiosk's signature). It gets its name only after every byte was read back from where it lies.

Restored on another machine it goes on where it stood. What the first kiosk sent after the backup is sent once more,
under the same code, which the portal answers with the number it gave: nothing is doubled.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.bounded import read_object
from kiosk.domain.events import Entry, EventKind
from kiosk.durable import alone_in, make_durable, write_durably
from kiosk.errors import BackupUnreadable, DiskFull, StoreExists
from kiosk.store.database import replacing
from kiosk.store.database.connection import known_failures
from kiosk.store.database.file_keys import copy_verified, rekey, sync_file
from kiosk.store.database.opening import DATABASE, exists, make_folder, write_mark
from kiosk.store.keys import recovery_keys
from kiosk.store.keys.keyring import StoredKey
from kiosk.store.keys.rekey import keep_public
from kiosk.store.store import Store

MANIFEST, SEALED = "backup.json", "store.recovery"
_LONGEST = 1 << 20  # bytes of a manifest
PURPOSE = b"kiosk backup"
VERSION = 1


@dataclass(frozen=True)
class Backup:
    """What was written, or is there to be restored."""

    place: Path
    submissions: int
    waiting: int  # of them, not at the portal yet
    journal: int
    size: int  # bytes


def back_up(store: Store, key: bytes, target: Path) -> Backup:
    """Write a backup into a new folder of ``target``, while the kiosk works on.

    NoRecoveryKey if none was made; DiskFull, StoreFailed; StoreDamaged if what was written does not read back.
    """
    public = recovery_keys.public(store.folder / "keys")
    with known_failures(target):
        head = store.journal.head()
        place = target / f"kiosk-{store.keys.public.hex()[:8]}-{head.number:08}"
        draft = target / f".{place.name}.part"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        try:
            manifest = _written(store, key, public, draft)
            _verify(draft)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
        make_durable(target)
    store.journal.append(Entry(EventKind.STORE_BACKED_UP, "", {"entries": str(manifest["journal"])}))
    return _backup(place, manifest)


def restore(place: Path, text: str, folder: Path, source: StoredKey, clock: Callable[[], datetime]) -> Backup:
    """Put the backup in ``place`` into the empty ``folder``, under a new key of this machine's own.

    BackupUnreadable, WrongRecoveryKey, StoreExists, DiskFull; nothing stays of a restore that did not end.
    """
    with known_failures(folder):
        manifest = _verify(place)
        private = recovery_keys.typed(text)
        key = recovery_keys.unseal((place / SEALED).read_bytes(), private, PURPOSE)
        make_folder(folder)
        with alone_in(folder):
            if exists(folder) or source.load() is not None:
                raise StoreExists("a store is here")
            _put(place, folder, key, source)
            keep_public(folder, private.public_key(), _loaded(source))
        with Store.open(folder, clock, source) as store:
            store.check()
            store.journal.append(Entry(EventKind.STORE_RESTORED, "", {"entries": str(manifest["journal"])}))
    return _backup(place, manifest)


def stage(place: Path, text: str, folder: Path, source: StoredKey, clock: Callable[[], datetime]) -> Backup:
    """Put the backup in ``place`` ready beside the store in ``folder``, under the key of this machine, and read all of
    it. The store that is here is not touched (``replacing``).

    BackupUnreadable, WrongRecoveryKey, StoreDamaged, DiskFull.
    """
    new = replacing.staged(folder)
    with known_failures(folder):
        manifest = _verify(place)
        private = recovery_keys.typed(text)
        key = recovery_keys.unseal((place / SEALED).read_bytes(), private, PURPOSE)
        make_folder(folder)
        replacing.discard(folder)
        with alone_in(folder):
            make_folder(new)
            following = source.load() or source.create()
            _copied(place, new, key, following)
            keep_public(new, private.public_key(), following)
        with Store.open(new, clock, source) as store:
            store.check()
    return _backup(place, manifest)


def _put(place: Path, folder: Path, key: bytes, source: StoredKey) -> None:
    """The database last, and under its name only when it is whole: before that, nothing looks like a store."""
    try:
        _copied(place, folder, key, source.create())
    except BaseException:
        with suppress(OSError):
            source.erase()
        raise


def _copied(place: Path, folder: Path, key: bytes, following: bytes) -> None:
    """The backup's database into ``folder``, under another key; no trace of it where that fails."""
    beside = folder / f"{DATABASE}.restored"
    if shutil.disk_usage(folder).free < 3 * (place / DATABASE).stat().st_size:
        raise DiskFull("no room for the copy and its new key")
    try:
        shutil.copyfile(place / DATABASE, beside)
        beside.chmod(0o600)
        sync_file(beside)
        rekey(beside, key, following)
        beside.rename(folder / DATABASE)
        write_mark(folder, following)
    except BaseException:
        for path in (beside, folder / DATABASE):
            path.unlink(missing_ok=True)
        raise
    make_durable(folder)


def _loaded(source: StoredKey) -> bytes:
    key = source.load()
    assert key is not None
    return key


# --- the three files ------------------------------------------------------------------------------------------------


def _written(store: Store, key: bytes, public: Any, draft: Path) -> dict[str, Any]:
    store.copy_to(lambda connection: copy_verified(connection, key, draft / DATABASE))
    write_durably(draft / SEALED, recovery_keys.seal(key, public, PURPOSE), 0o600)
    manifest = {
        "version": VERSION,
        "submissions": len(store.outbox.codes()),
        "waiting": store.outbox.pending_count(),
        "journal": store.journal.head().number,
        "kiosk": store.keys.public.hex(),
        "sha256": {name: _sha256(draft / name) for name in (DATABASE, SEALED)},
        "size": (draft / DATABASE).stat().st_size,
    }
    signature = store.keys.sign(_canonical(manifest)).hex()
    write_durably(draft / MANIFEST, json.dumps({**manifest, "signature": signature}, indent=2).encode(), 0o600)
    return manifest


def _verify(place: Path) -> dict[str, Any]:
    """What the manifest says, if all of it holds. BackupUnreadable otherwise."""
    try:
        manifest: dict[str, Any] = read_object(_manifest(place), _LONGEST)
        signature, kiosk = bytes.fromhex(manifest.pop("signature")), bytes.fromhex(manifest["kiosk"])
        Ed25519PublicKey.from_public_bytes(kiosk).verify(signature, _canonical(manifest))
        whole = manifest["version"] == VERSION and all(
            _sha256(place / name) == manifest["sha256"][name] for name in (DATABASE, SEALED)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidSignature) as error:
        raise BackupUnreadable(type(error).__name__) from error
    if not whole:
        raise BackupUnreadable("not as it was written")
    return manifest


def _manifest(place: Path) -> bytes:
    with (place / MANIFEST).open("rb") as file:
        return file.read(_LONGEST + 1)


def _canonical(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()


def _sha256(path: Path) -> str:
    """Of what the disk holds, not of what memory remembers having written."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    finally:
        os.close(handle)


def _backup(place: Path, manifest: dict[str, Any]) -> Backup:
    return Backup(place, manifest["submissions"], manifest["waiting"], manifest["journal"], manifest["size"])
