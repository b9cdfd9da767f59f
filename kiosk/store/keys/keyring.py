"""The keys: what opens the database, what signs receipts, and what turns an ID number into an owner.

The database's key comes from a ``KeySource``. ``KeyFile`` is the honest fallback where no hardware holds it: a file
that only this account reads, beside the database, so it protects a lost disk image and not a stolen kiosk. The other
keys are made once and live inside the encrypted database.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.durable import make_durable, write_durably
from kiosk.errors import ConfigError, WrongStoreKey
from kiosk.store.database.connection import Database
from kiosk.store.filings.receipts import keys_in

KEY_BYTES = 32


class KeySource(Protocol):
    """Where the database's key is kept."""

    def load(self) -> bytes | None:
        """The 32 bytes; None if no key was ever made here. WrongStoreKey if what is kept is no key."""

    def create(self) -> bytes:
        """Make a key and keep it; durable when this returns. Only where ``load`` finds none."""

    def pending(self) -> bytes | None:
        """The next key, where a change of key was cut short; None otherwise."""

    def commit(self) -> None:
        """The next key is the key from now on."""

    def discard(self) -> None:
        """There is no next key."""


class StoredKey(ABC):
    """A key in a file of ``folder``, in some form; and while it is being changed, the next one beside it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name
        self._next = folder / f"{name}.next"

    @abstractmethod
    def _put(self, key: bytes) -> bytes: ...
    @abstractmethod
    def _taken(self, data: bytes) -> bytes: ...

    def load(self) -> bytes | None:
        return self._taken(self._path.read_bytes()) if self._path.exists() else None

    def create(self) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        self.replace(key)
        return key

    def replace(self, key: bytes) -> None:
        """Keep this key from now on; durable when this returns."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(self._path, self._put(key), 0o600)

    def pending(self) -> bytes | None:
        """The next key, where a change of key was cut short."""
        return self._taken(self._next.read_bytes()) if self._next.exists() else None

    def prepare(self, key: bytes) -> None:
        """Keep ``key`` beside the present one; durable when this returns."""
        write_durably(self._next, self._put(key), 0o600)

    def commit(self) -> None:
        """The next key is the key from now on."""
        self._next.replace(self._path)
        make_durable(self._path.parent)

    def discard(self) -> None:
        """There is no next key."""
        shred(self._next)

    def erase(self) -> None:
        """Forget the key for good. What a flash disk keeps of a file that was written over is beyond us."""
        for path in (self._next, self._path):
            shred(path)


class KeyFile(StoredKey):
    """The key as hexadecimal in ``store.key``, for this account alone (0600)."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "store.key")

    def _put(self, key: bytes) -> bytes:
        return f"{key.hex()}\n".encode()

    def _taken(self, data: bytes) -> bytes:
        return _key_in(data.decode("ascii", errors="replace"))


class SealingChip(Protocol):
    """Something that seals a few bytes to this machine, as it was started."""

    def seal(self, data: bytes) -> bytes: ...
    def unseal(self, sealed: bytes) -> bytes: ...


class SealedKey(StoredKey):
    """The key in ``store.sealed``, which opens only in this machine's key chip. KeyChipFailed where it does not.

    A key that lies in a file from before the chip was used moves into it, and the file goes.
    """

    def __init__(self, folder: Path, chip: SealingChip) -> None:
        super().__init__(folder, "store.sealed")
        self._chip = chip
        self._file = KeyFile(folder)

    def load(self) -> bytes | None:
        sealed = super().load()
        if self._file.pending() is not None:  # which of the two is the store's, only a start with the file can say
            return sealed
        left = self._file.load()
        if sealed is None and left is not None:
            self.replace(left)
            sealed = super().load()
        if sealed is not None and sealed == left:  # the chip has proved that it gives it back
            self._file.erase()
        return sealed

    def _put(self, key: bytes) -> bytes:
        return self._chip.seal(key)

    def _taken(self, data: bytes) -> bytes:
        return self._chip.unseal(data)


def shred(path: Path) -> None:
    """Write over the file, then remove it; harmless if it is gone."""
    if path.exists():
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(max(path.stat().st_size, KEY_BYTES)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        make_durable(path.parent)


def _key_in(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise WrongStoreKey("the key file holds no key") from error
    if len(key) != KEY_BYTES:
        raise WrongStoreKey("the key file holds no whole key")
    return key


OWN = frozenset({"signing", "owners", "answers"})
"""The secrets every store makes for itself."""


class Keyring:
    """The keys inside the database, and the public one beside it for everyone."""

    def __init__(self, database: Database, public: Path) -> None:
        self._database = database
        keys = database.read(_stored_keys)
        if OWN - keys.keys():
            keys = database.write(_fresh_keys)
        self._signing = Ed25519PrivateKey.from_private_bytes(keys["signing"])
        self._owners = keys["owners"]
        self.answers = X25519PrivateKey.from_private_bytes(keys["answers"])  # for what comes home on a stick
        self._folder = public
        self._published: set[str] = set()

    @property
    def public(self) -> bytes:
        """The 32 bytes of the Ed25519 public key."""
        return self._signing.public_key().public_bytes_raw()

    def answers_to(self) -> bytes:
        """The 32 bytes that answers on a stick are sealed to."""
        return self.answers.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """A 64-byte Ed25519 signature."""
        return self._signing.sign(data)

    def signed(self, data: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is this kiosk's own over ``data``."""
        try:
            self._signing.public_key().verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def owner_of(self, id_number: str) -> str:
        """A name for the person that only this kiosk can make from the number, and nobody can turn back."""
        return owner_under(self._owners, id_number)

    def likeness_of(self, text: str) -> bytes:
        """A digest of what makes two filings look alike that only this kiosk can make."""
        return hmac.new(self._owners, b"likeness\n" + text.encode(), hashlib.sha256).digest()

    def secret(self, name: str) -> bytes:
        """What another room keeps here under a name of its own; empty if nothing is."""
        rows = self._database.read(lambda db: db.execute("SELECT value FROM secrets WHERE name = ?", [name]).fetchall())
        return bytes(rows[0][0]) if rows else b""

    def keep_secret(self, name: str, value: bytes) -> None:
        """Keep it in the place of what was there; durable when this returns. ValueError for the kiosk's own names."""
        if name in OWN:
            raise ValueError(name)

        def job(db: Any) -> None:
            db.execute("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", [name, value])

        self._database.write(job)

    def publish(self, kiosk: str) -> None:
        """See that ``KIOSK.pub`` holds this kiosk's key, so that its receipts can be verified without the database.

        The file keeps the keys of earlier databases of the same kiosk, one hexadecimal line each: their receipts
        stay good.
        """
        self._database.write(lambda _: self.publish_within(kiosk))

    def publish_within(self, kiosk: str) -> None:
        """The same inside a write that is under way, whose lock keeps two processes from the file at once."""
        if kiosk in self._published:
            return
        if not (kiosk.isascii() and kiosk.isalnum()):
            raise ConfigError("a kiosk's name is letters and digits", key="office.kiosk")
        self._folder.mkdir(mode=0o755, exist_ok=True)
        path = self._folder / f"{kiosk.upper()}.pub"
        published = keys_in(path)
        if self.public not in published:
            write_durably(path, "".join(f"{key.hex()}\n" for key in (*published, self.public)).encode(), 0o644)
        self._published.add(kiosk)


def owner_under(secret: bytes, id_number: str) -> str:
    """``Keyring.owner_of`` under the kiosk's secret ``owners``; empty for nobody."""
    return hmac.new(secret, id_number.encode(), hashlib.sha256).hexdigest() if id_number else ""


def _stored_keys(db: Any) -> dict[str, bytes]:
    return {name: bytes(value) for name, value in db.execute("SELECT name, value FROM secrets").fetchall()}


def _fresh_keys(db: Any) -> dict[str, bytes]:
    stored = _stored_keys(db)
    for name in OWN - stored.keys():
        stored[name] = secrets.token_bytes(KEY_BYTES)
        db.execute("INSERT INTO secrets (name, value) VALUES (?, ?)", [name, stored[name]])
    return stored
