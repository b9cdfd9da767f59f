"""Our side of an update: a folder that is the feed, signed with four keys. Serve it, or copy it onto a stick.

    FEED/metadata/1.root.json, timestamp.json ...
    FEED/targets/catalogue/procedures/1.001193/HASH.2026-11-30.toml ...

The keys lie apart from the feed; in earnest, root and targets stay off every machine that has a line.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from kiosk.durable import make_durable, write_durably
from kiosk.errors import ConfigError
from kiosk.resources import CATALOGUE, read_toml
from kiosk.sync.updates.catalogue import PREFIX
from kiosk.sync.updates.feed import PUBLISHED
from kiosk.sync.updates.notes import NOTES, noted
from kiosk.sync.updates.program import NEEDS, TREE, is_program_file
from kiosk.sync.updates.proof import digest_of

LOCK = "requirements/kiosk.lock"
_NEXT = ".next.pem"
ROLES = ("root", "targets", "snapshot", "timestamp")
ROOT_LASTS = timedelta(days=20 * 365)
TARGETS_LAST = timedelta(days=365)
NEWEST_FOR = timedelta(days=30)  # so long a timestamp vouches that there is nothing newer


class Publisher:
    """``feed`` is written, ``keys`` holds ROLE.pem. ConfigError where the keys are not those of the feed."""

    def __init__(self, feed: Path, keys: Path) -> None:
        self._feed = feed
        self._metadata = feed / "metadata"
        self._keys = keys
        self._signers = {role: CryptoSigner(_key(keys / f"{role}.pem")) for role in ROLES}
        self._finish_rotation()

    @property
    def root(self) -> bytes:
        """The root metadata that kiosks pin."""
        return (self._metadata / "1.root.json").read_bytes()

    def publish(
        self,
        files: Mapping[str, bytes],
        now: datetime,
        newest_for: timedelta = NEWEST_FOR,
        custom: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        notes: Mapping[str, Any] = MappingProxyType({}),
    ) -> int:
        """Sign ``files`` (target path: content) as the newest set; its version. The same files again: the same set,
        vouched for anew, with the ``notes`` that it had (kind: language: lines of what changed)."""
        self._metadata.mkdir(parents=True, exist_ok=True)
        root = self._root(now)
        version, targets = self._targets(files, now, custom, notes)
        snapshot = Snapshot(version, expires=_until(now, TARGETS_LAST), meta={"targets.json": MetaFile(version)})
        self._sign("snapshot", Metadata(snapshot), f"{version}.snapshot.json")
        self._sign("targets", Metadata(targets), f"{version}.targets.json")
        stamp = Timestamp(self._next_timestamp(), expires=_until(now, newest_for), snapshot_meta=MetaFile(version))
        stamp.unrecognized_fields[PUBLISHED] = now.astimezone(UTC).isoformat()
        self._sign("timestamp", Metadata(stamp), "timestamp.json")  # the last: only now is the new set the newest
        assert root.signed.consistent_snapshot
        return version

    def rotate(self, role: str, now: datetime) -> int:
        """A new key for ``role``; the old one is worth nothing from now on. The new root's version. Publish again then.

        Kiosks follow from the root they pin, version by version (TUF specification, 5.3): a new root is signed with the
        key of the one before and with its own.
        """
        current = self._root(now)
        fresh_root = Root.from_dict(current.signed.to_dict())
        before, after = self._signers[role], CryptoSigner(_key(self._keys / f"{role}{_NEXT}"))
        fresh_root.revoke_key(before.public_key.keyid, role)
        fresh_root.add_key(after.public_key, role)
        fresh_root.version, fresh_root.expires = fresh_root.version + 1, _until(now, ROOT_LASTS)
        signed = Metadata(fresh_root)
        signed.sign(self._signers["root"])
        if role == "root":
            signed.sign(after, append=True)
        write_durably(self._metadata / f"{fresh_root.version}.root.json", signed.to_bytes(), 0o644)
        self._finish_rotation()
        return fresh_root.version

    def _finish_rotation(self) -> None:
        """A key that the newest root knows takes its place; one that it does not know was cut off before it counted."""
        for role in ROLES:
            waiting = self._keys / f"{role}{_NEXT}"
            if waiting.exists() and (newest := self._newest_root()) is not None:
                signer = CryptoSigner(_key(waiting))
                if signer.public_key.keyid in newest.signed.roles[role].keyids:
                    waiting.replace(self._keys / f"{role}.pem")
                    make_durable(self._keys)
                    self._signers[role] = signer

    def _root(self, now: datetime) -> Metadata[Root]:
        current = self._newest_root()
        if current is None:
            fresh_root = Root(expires=_until(now, ROOT_LASTS), consistent_snapshot=True)
            for role in ROLES:
                fresh_root.add_key(self._signers[role].public_key, role)
            current = Metadata(fresh_root)
            self._sign("root", current, "1.root.json")
        if any(self._signers[role].public_key.keyid not in current.signed.roles[role].keyids for role in ROLES):
            raise ConfigError("these keys are not the feed's", key="--keys")
        return current

    def _newest_root(self) -> Metadata[Root] | None:
        newest = max((int(path.name.split(".")[0]) for path in self._metadata.glob("*.root.json")), default=None)
        return Metadata[Root].from_file(str(self._metadata / f"{newest}.root.json")) if newest else None

    def _targets(
        self,
        files: Mapping[str, bytes],
        now: datetime,
        custom: Mapping[str, Mapping[str, Any]],
        notes: Mapping[str, Any],
    ) -> tuple[int, Targets]:
        targets = {path: TargetFile.from_data(path, data, ["sha256"]) for path, data in sorted(files.items())}
        for path, more in custom.items():
            targets[path].unrecognized_fields["custom"] = dict(more)
        for path, target in targets.items():
            place = self._feed / "targets" / Path(path).parent / f"{target.hashes['sha256']}.{Path(path).name}"
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                write_durably(place, files[path], 0o644)
        newest = self._newest()
        same = newest is not None and newest.targets == targets
        version = newest.version if newest and same else (newest.version if newest else 0) + 1
        signed = Targets(version, expires=_until(now, TARGETS_LAST), targets=targets)
        if signed_notes := newest.unrecognized_fields.get(NOTES) if newest and same else dict(notes):
            signed.unrecognized_fields[NOTES] = signed_notes
        return version, signed

    def _newest(self) -> Targets | None:
        versions = sorted(int(path.name.split(".")[0]) for path in self._metadata.glob("*.targets.json"))
        return (
            Metadata[Targets].from_file(str(self._metadata / f"{versions[-1]}.targets.json")).signed
            if versions
            else None
        )

    def _next_timestamp(self) -> int:
        path = self._metadata / "timestamp.json"
        return Metadata[Timestamp].from_file(str(path)).signed.version + 1 if path.exists() else 1

    def _sign(self, role: str, metadata: Metadata[Any], name: str) -> None:
        metadata.sign(self._signers[role])
        write_durably(self._metadata / name, metadata.to_bytes(), 0o644)


def catalogue_files(assets: Path) -> dict[str, bytes]:
    """The catalogue below ``assets``, as targets."""
    return {f"{PREFIX}{path.relative_to(assets).as_posix()}": path.read_bytes() for path in _files(assets)}


def release_notes(file: Path) -> dict[str, dict[str, list[str]]]:
    """What changed, as its author wrote it: ``[catalogue]`` and ``[program]``, each with lines by language.
    ConfigError for what a kiosk would not show."""
    table = read_toml(file)
    notes = {kind: {code: list(lines) for code, lines in noted(of).items()} for kind, of in table.items()}
    if notes != table or not set(notes) <= {"catalogue", "program"}:
        raise ConfigError(f"{file.name}: [catalogue] and [program], lists of short lines by language", key="--notes")
    return notes


def program_archive(place: Path) -> tuple[bytes, dict[str, str]]:
    """The program in ``place`` as one archive, the same bytes each time, and what is signed of it beside: the SHA-256
    of the packages' lock, and that of all its files. ConfigError for a file whose name no kiosk takes."""
    buffer, digests = io.BytesIO(), {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _program_files(place):
            about = zipfile.ZipInfo(name)
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, data)
            digests[name] = hashlib.sha256(data).hexdigest()
    return buffer.getvalue(), {NEEDS: digests[LOCK], TREE: digest_of(digests)}


def _program_files(place: Path) -> Iterator[tuple[str, bytes]]:
    for folder in ("assets", "kiosk", "requirements"):
        for path in sorted(path for path in (place / folder).rglob("*") if path.is_file()):
            if "__pycache__" not in path.parts:
                name = path.relative_to(place).as_posix()
                if not is_program_file(name):
                    raise ConfigError(f"no kiosk takes a program with {name}", key="--program")
                yield name, path.read_bytes()


def _files(assets: Path) -> Iterator[Path]:
    for folder in CATALOGUE:
        yield from sorted(path for path in (assets / folder).rglob("*") if path.is_file())


def _until(now: datetime, lasts: timedelta) -> datetime:
    return (now + lasts).astimezone(UTC).replace(microsecond=0)


def _key(path: Path) -> Ed25519PrivateKey:
    """The key in ``path``, made if there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = Ed25519PrivateKey.generate()
        plain = serialization.NoEncryption()
        secret = fresh.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        write_durably(path, secret, 0o600)
    stored = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(stored, Ed25519PrivateKey):
        raise ConfigError(f"{path.name} is no Ed25519 key", key="--keys")
    return stored
