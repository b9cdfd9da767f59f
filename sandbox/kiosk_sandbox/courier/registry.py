"""Whom this desk knows: its own two keys, and each kiosk it may take a stick from.

A folder of small files. ``portal.key`` holds the private keys and is read by the owner of the folder alone: what sticks
are opened with, what is signed with, and the next one of these where a change has been announced. A change has two
steps, so that kiosks learn the next key before it signs anything; those that were away follow the successions, which
stay in ``portal.signers`` for good.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.durable import alone_in, write_durably
from kiosk.errors import ConfigError
from kiosk.sync.inbox.signers import follows, succession


@dataclass(frozen=True)
class KnownKiosk:
    """A kiosk, and the ends of what went to and fro."""

    unit: str
    kiosk: str
    public: str  # 64 hexadecimal digits
    head: str = ""  # the longest journal's end that came on a stick
    manifest: int = 0  # the number of the last manifest that came
    answer: int = 0  # the number of the last answer that went


class Registry:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self.opening, self.signing = self._keys()

    @property
    def seal(self) -> bytes:
        """What kiosks seal to."""
        return self.opening.public_key().public_bytes_raw()

    @property
    def sign(self) -> bytes:
        """What kiosks check answers with."""
        return self.signing.public_key().public_bytes_raw()

    # --- the signing key, and the one after it ----------------------------------------------------------------------

    def pins(self) -> str:
        """The keys that a kiosk is to believe, hexadecimal: the present one, and the next where there is one."""
        return " ".join(key.public_key().public_bytes_raw().hex() for key in self._own_keys()[1])

    def for_enrolment(self) -> dict[str, str]:
        """What a kiosk that enrols is to keep of this side: ``signers`` and ``seal``, hexadecimal."""
        return {"signers": self.pins(), "seal": self.seal.hex()}

    def successions(self) -> list[str]:
        """How the keys follow one another, a line each."""
        path = self._folder / "portal.signers"
        return path.read_text("ascii").splitlines() if path.exists() else []

    def announce(self) -> bytes:
        """Make the next signing key, and have the present one name it; the same again if there is one."""
        with alone_in(self._folder):
            opening, (signing, *following) = self._own_keys()
            if not following:
                following = [Ed25519PrivateKey.generate()]
                public = following[0].public_key().public_bytes_raw()
                line = succession(public, signing.public_key().public_bytes_raw(), signing.sign(follows(public)))
                lines = "".join(f"{one}\n" for one in [*self.successions(), line])
                write_durably(self._folder / "portal.signers", lines.encode(), 0o644)
                self._keep(opening, signing, *following)
        return following[0].public_key().public_bytes_raw()

    def change(self) -> bytes:
        """Sign with the announced key from now on; the old private key goes. ConfigError where none was announced."""
        with alone_in(self._folder):
            opening, (_, *following) = self._own_keys()
            if not following:
                raise ConfigError("no next key was announced", key="--change")
            self._keep(opening, *following)
            self.signing = following[0]
        return self.sign

    # --- kiosks -----------------------------------------------------------------------------------------------------

    def know(self, unit: str, kiosk: str, public: bytes) -> KnownKiosk:
        """Take sticks from this kiosk from now on. ConfigError if the key is none."""
        if len(public) != 32 or not (kiosk.isascii() and kiosk.isalnum() and unit):
            raise ConfigError("unit, kiosk or key is out of shape", key="kiosk")
        with alone_in(self._folder):
            entry = self.known(public)
            updated = replace(entry, unit=unit, kiosk=kiosk) if entry else KnownKiosk(unit, kiosk, public.hex())
            self._put(updated)
        return updated

    def known(self, public: bytes) -> KnownKiosk | None:
        """The kiosk with that Ed25519 key; None if this desk was never told of it."""
        try:
            return KnownKiosk(**json.loads(self._path(public).read_text("utf-8")))
        except FileNotFoundError:
            return None

    def keys(self, unit: str, kiosk: str) -> tuple[str, ...]:
        """The public keys of that kiosk, hexadecimal."""
        return tuple(one.public for one in self.all() if (one.unit, one.kiosk) == (unit, kiosk))

    def all(self) -> tuple[KnownKiosk, ...]:
        entries = (json.loads(path.read_text("utf-8")) for path in sorted(self._folder.glob("*.json")))
        return tuple(KnownKiosk(**item) for item in entries)

    def came(self, public: bytes, manifest: int, head: str) -> KnownKiosk:
        """A manifest of this kiosk was read: keep the later one's end of the journal."""
        with alone_in(self._folder):
            entry = self.known(public)
            assert entry is not None
            if manifest >= entry.manifest:
                entry = replace(entry, manifest=manifest, head=head)
                self._put(entry)
        return entry

    def next_answer(self, public: bytes) -> int:
        """A number that was never given to this kiosk; durable before it is used."""
        with alone_in(self._folder):
            entry = self.known(public)
            assert entry is not None
            entry = replace(entry, answer=entry.answer + 1)
            self._put(entry)
        return entry.answer

    # --- files ----------------------------------------------------------------------------------------------------

    def _keys(self) -> tuple[X25519PrivateKey, Ed25519PrivateKey]:
        path = self._folder / "portal.key"
        with alone_in(self._folder):
            if not path.exists():
                self._keep(X25519PrivateKey.generate(), Ed25519PrivateKey.generate())
            opening, signing = self._own_keys()
        return opening, signing[0]

    def _own_keys(self) -> tuple[X25519PrivateKey, list[Ed25519PrivateKey]]:
        """What opens; what signs, and what will sign next if that was announced."""
        opening, *signing = map(bytes.fromhex, (self._folder / "portal.key").read_text("ascii").split())
        return X25519PrivateKey.from_private_bytes(opening), list(map(Ed25519PrivateKey.from_private_bytes, signing))

    def _keep(self, opening: X25519PrivateKey, *signing: Ed25519PrivateKey) -> None:
        raw = [opening.private_bytes_raw(), *(key.private_bytes_raw() for key in signing)]
        write_durably(self._folder / "portal.key", "".join(f"{key.hex()}\n" for key in raw).encode(), 0o600)

    def _path(self, public: bytes) -> Path:
        return self._folder / f"{hashlib.sha256(public).hexdigest()[:16]}.json"

    def _put(self, known: KnownKiosk) -> None:
        write_durably(self._path(bytes.fromhex(known.public)), json.dumps(asdict(known)).encode(), 0o600)
