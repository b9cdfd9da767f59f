"""Code signing at start: what lies in a release is what its publisher signed, whoever could write there meanwhile.

Beside its files a release keeps the targets metadata that named them (``PROOF``). It is believed only under a root that
the pinned one leads to (TUF specification, 5.3), and every file is compared with it: none changed, none missing, none
more. Dates are not looked at: what was right to take stays right to start, whatever the clock says.

A key that was rotated out still proves what it signed, until the pinned root itself is a newer one: whoever can write
here can also take the newer roots away.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, TargetFile, Targets

from kiosk.durable import read_bounded, write_durably
from kiosk.sync.updates.releases import LIST, Release

PROOF = "signed.json"
METADATA, HISTORY = "metadata", "root_history"
MOST_ROOTS = 256
_MOST_FILES, _MOST_BYTES = 20_000, 256 << 20  # of a release, as a program may be at most
_MOST_TARGETS, _MOST_ROOT = 1 << 20, 64 << 10  # bytes of metadata, as the updater's own limits

Names = Callable[[Mapping[str, TargetFile], Mapping[str, str]], bool]
"""Whether the signed targets name exactly these files (name below the release: SHA-256)."""


@dataclass(frozen=True)
class ReleaseSignature:
    """What was signed; ``by``: the keys whose signatures hold (TUF key identifiers), of ``keys`` that may sign."""

    targets: Targets
    by: tuple[str, ...]
    keys: int


class NotProved(ValueError):
    """Something in a release that no publisher of ours signed."""


def keep_proof(updates: Path, staged: Path) -> None:
    """Put the metadata that was proved last beside what came under it."""
    write_durably(staged / PROOF, (updates / METADATA / "targets.json").read_bytes(), 0o644)


def proved(release: Release, updates: Path, root: bytes, names: Names) -> bool:
    """Whether all of ``release`` was signed under ``root``, the pinned root metadata (empty: nothing is proved).
    ``updates`` is the folder of all updates."""
    try:
        return names(signature(release, updates, root).targets.targets, tree(release.folder))
    except (RepositoryError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def tree(folder: Path) -> dict[str, str]:
    """Every file of a release with its SHA-256. NotProved for links, for anything that is no plain file, and for more
    than a program is."""
    files: dict[str, str] = {}
    left = _MOST_BYTES
    for count, path in enumerate(folder.rglob("*")):
        state = path.lstat()
        left -= state.st_size if stat.S_ISREG(state.st_mode) else 0
        if not (stat.S_ISDIR(state.st_mode) or stat.S_ISREG(state.st_mode)) or count > _MOST_FILES or left < 0:
            raise NotProved("no plain file, or too many")
        name = path.relative_to(folder).as_posix()
        if stat.S_ISREG(state.st_mode) and name not in (PROOF, LIST):
            with path.open("rb") as file:
                files[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return files


def digest_of(files: Mapping[str, str]) -> str:
    """One SHA-256 over names and contents: what the publisher of a program signs of its files."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def signature(release: Release, updates: Path, pinned: bytes) -> ReleaseSignature:
    """Of the metadata kept beside the files of ``release``, which are not looked at. NotProved, OSError or
    RepositoryError unless a root of ours signed for it."""
    return signature_beside(release.folder / PROOF, updates / METADATA, pinned)


def signature_beside(path: Path, metadata: Path, pinned: bytes) -> ReleaseSignature:
    """The same of the targets metadata at ``path``, by the roots that were kept in ``metadata``."""
    signed = Metadata[Targets].from_bytes(read_bounded(path, _MOST_TARGETS))
    for root in _roots(metadata / HISTORY, pinned):
        result = root.get_verification_result("targets", signed.signed_bytes, signed.signatures)
        if result.verified:
            return ReleaseSignature(
                signed.signed, tuple(sorted(result.signed)), len(result.signed) + len(result.unsigned)
            )
    raise NotProved("no root of ours")


def _roots(history: Path, pinned: bytes) -> Iterator[Root]:
    """The pinned root, and those that follow from it, each signed by the one before and by itself."""
    root = Metadata[Root].from_bytes(pinned).signed
    yield root
    for number in range(root.version + 1, root.version + MOST_ROOTS):
        place = history / f"{number}.root.json"
        if not place.is_file():
            return
        following = Metadata[Root].from_bytes(read_bounded(place, _MOST_ROOT))
        for judge in (root, following.signed):
            judge.verify_delegate("root", following.signed_bytes, following.signatures)
        root = following.signed
        if root.version != number:
            return
        yield root
