"""A publisher's key that others may know is replaced; kiosks that pin the first root follow, and take nothing old."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.durable import write_durably
from kiosk.errors import UpdateRefused
from kiosk.sync.updates.catalogue import CatalogueUpdates
from kiosk.sync.updates.fetching import FolderFetcher
from kiosk_sandbox.publishing import ROLES, Publisher

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FIRST, SECOND = {"catalogue/x/y.toml": b"1"}, {"catalogue/x/y.toml": b"2"}


class Feed:
    def __init__(self, folder: Path) -> None:
        self.folder, self.keys = folder / "feed", folder / "keys"
        self.publisher = Publisher(self.folder, self.keys)
        self.publisher.publish(FIRST, NOW)
        self.kiosk = CatalogueUpdates(folder / "updates", self.publisher.root, lambda _: "", lambda: NOW)
        assert self.take() == 1

    def take(self, folder: Path | None = None) -> int:
        def read(path: str, most: int) -> bytes | None:
            place = (folder or self.folder) / path.lstrip("/")
            return place.read_bytes() if place.is_file() else None

        return self.kiosk.take(FolderFetcher(read)).version


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return Feed(tmp_path)


@pytest.mark.parametrize("role", ROLES)
def test_kiosks_follow_and_the_old_key_is_worth_nothing(feed: Feed, tmp_path: Path, role: str) -> None:
    """Whoever holds the old key, and all the others as they are now."""
    shutil.copytree(feed.keys, tmp_path / "stolen")
    assert feed.publisher.rotate(role, NOW) == 2
    Publisher(feed.folder, feed.keys).publish(SECOND, NOW)
    assert feed.take() == 2
    theirs = Publisher(tmp_path / "theirs", tmp_path / "stolen")
    for number in range(4):
        theirs.publish(FIRST | {f"catalogue/x/{number}.toml": b"theirs"}, NOW)
    if role == "root":
        theirs.rotate("targets", NOW)
        theirs.rotate("targets", NOW)  # 3.root.json: the next that a kiosk asks for
    for root in feed.folder.glob("metadata/*.root.json"):
        shutil.copy(root, tmp_path / "theirs/metadata")
    with pytest.raises(UpdateRefused):
        feed.take(tmp_path / "theirs")
    current = feed.kiosk.releases.current()
    assert current is not None and current.version == 2


def test_again_and_again_and_a_kiosk_that_was_away_follows_all(feed: Feed) -> None:
    for role in (*ROLES, "root", "root"):
        feed.publisher.rotate(role, NOW)
    feed.publisher.publish(SECOND, NOW)
    assert feed.take() == 2
    assert len(list(feed.folder.glob("metadata/*.root.json"))) == 7


def test_cut_between_the_new_root_and_its_key(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Publisher, "_finish_rotation", lambda self: None)
        feed.publisher.rotate("root", NOW)
    again = Publisher(feed.folder, feed.keys)
    assert not list(feed.keys.glob("*.next.pem"))
    again.rotate("root", NOW)
    again.publish(SECOND, NOW)
    assert feed.take() == 2


def test_cut_before_the_new_root(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(path: Path, data: bytes, mode: int) -> None:
        if path.name.endswith("root.json"):
            raise OSError(28, "full")
        write_durably(path, data, mode)

    with monkeypatch.context() as patched:
        patched.setattr("kiosk_sandbox.publishing.write_durably", cut)
        with pytest.raises(OSError, match="full"):
            feed.publisher.rotate("targets", NOW)
    Publisher(feed.folder, feed.keys).publish(SECOND, NOW)
    assert feed.take() == 2
