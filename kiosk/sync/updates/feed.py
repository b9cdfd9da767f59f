"""What our publisher has signed, as TUF proves it: never older than before, never mixed, whole and from us.

``tuf``'s client does the proving (TUF specification 1.0.x, §5). The clock is given: a kiosk whose battery is dead says
1990, and then nothing would ever have expired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tuf.api.exceptions import DownloadError, DownloadHTTPError, ExpiredMetadataError, RepositoryError
from tuf.api.metadata import Metadata, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from kiosk.durable import read_bounded
from kiosk.errors import UpdateExpired, UpdateMissing, UpdateRefused, UpdateRootMissing
from kiosk.sync.updates.fetching import Fetcher

PUBLISHED = "x-published"
"""The moment of publishing, in the timestamp's signed part (ISO 8601): how old what is here is."""

_MOST_TIMESTAMP = 16 << 10
_LIMITS = UpdaterConfig(
    max_root_rotations=64,
    max_delegations=1,
    root_max_length=64 << 10,
    timestamp_max_length=_MOST_TIMESTAMP,
    snapshot_max_length=64 << 10,
    targets_max_length=1 << 20,
)


@dataclass(frozen=True)
class UpdateOffer:
    """A set of files that is proved to be ours and newest. ``version`` only grows."""

    version: int
    targets: Mapping[str, TargetFile]


@dataclass(frozen=True)
class Age:
    """Of what was last proved: when it was published, and until when its publisher vouches for it to be the newest."""

    published: datetime
    until: datetime


class UpdateFeed:
    """``folder`` keeps what was proved last; ``root`` is the pinned root metadata, empty where
    there is none; ``now`` gives aware moments."""

    def __init__(self, folder: Path, root: bytes, fetcher: Fetcher, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._fetcher = fetcher
        self._now = now
        self._root = root
        self._updater: Updater | None = None

    def offer(self) -> UpdateOffer:
        """What is newest. UpdateRootMissing, UpdateMissing, UpdateExpired, UpdateRefused, or what the way itself fails
        with."""
        if not self._root:
            raise UpdateRootMissing("no updates/root.json in the trust folder")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _without_oddities(self._folder)
        with self._known_failures():
            self._updater = Updater(
                str(self._folder),
                "feed:/metadata/",
                None,
                "feed:/targets/",
                self._fetcher,
                _LIMITS,
                bootstrap=self._root,
            )
            now = self._now().astimezone(UTC)
            self._updater._trusted_set.reference_time = now - self._fetcher.grace  # no other way in; decision 75
            self._updater.refresh()
            self._vouched(now)
        signed = Metadata[Targets].from_bytes((self._folder / "targets.json").read_bytes()).signed
        return UpdateOffer(signed.version, signed.targets)

    def _vouched(self, now: datetime) -> None:
        """The grace is for the timestamp alone: nothing else counts a day longer than its publisher said."""
        trusted = self._updater._trusted_set if self._updater else {}
        for role in ("root", "snapshot", "targets"):
            if trusted[role].is_expired(now):
                raise ExpiredMetadataError(f"{role} has expired")

    def fetch(self, target: TargetFile, place: Path) -> None:
        """The file whole and proved at ``place``. UpdateRefused if it is another; else as ``offer``."""
        assert self._updater is not None
        place.parent.mkdir(parents=True, exist_ok=True)
        with self._known_failures():
            self._updater.download_target(target, str(place))

    @contextmanager
    def _known_failures(self) -> Iterator[None]:
        try:
            yield
        except ExpiredMetadataError as error:
            raise UpdateExpired(str(error)) from error
        except RepositoryError as error:
            raise UpdateRefused(str(error)) from error
        except DownloadHTTPError as error:
            raise UpdateMissing(f"{error.status_code}") from error
        except DownloadError as error:
            raise self._fetcher.failure or UpdateRefused(str(error)) from error


def _without_oddities(folder: Path) -> None:
    """TUF's client opens what it kept: a pipe or a device there would be waited for without end."""
    for path in folder.rglob("*"):
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.unlink(missing_ok=True)


def age(folder: Path) -> Age | None:
    """Of what was last proved in ``folder``; None if nothing was."""
    try:
        signed = Metadata[Timestamp].from_bytes(read_bounded(folder / "timestamp.json", _MOST_TIMESTAMP)).signed
        published = datetime.fromisoformat(str(signed.unrecognized_fields.get(PUBLISHED, "")))
    except (OSError, ValueError, RepositoryError):
        return None
    return Age(published.astimezone(UTC), signed.expires)
