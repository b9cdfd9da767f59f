"""Updates under attack: whatever lies in the feed, what is in force stays in force, and filing never waits."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from run_cache import once, tree_digest
from sampling import Sample

from kiosk import catalogue
from kiosk.errors import (
    LineDown,
    StickFileTooLarge,
    UpdateError,
    UpdateExpired,
    UpdateMissing,
    UpdateRefused,
    UpdateUnusable,
)
from kiosk.resources import ASSETS
from kiosk.sync.updates.catalogue import CatalogueUpdates
from kiosk.sync.updates.fetching import PART, FolderFetcher, LineFetcher
from kiosk.sync.updates.releases import Releases
from kiosk_sandbox.publishing import Publisher, catalogue_files

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PROCEDURE = "catalogue/procedures/1.001193/2026-11-30.toml"


def fault(folder: Path) -> str:
    """The catalogue's own verdict, once in a run for the same bytes: it reads and tries every procedure."""
    return once(f"catalogue-{tree_digest(folder)}", lambda: catalogue.fault(folder))


class House:
    """A publisher, its feed, and a kiosk that takes from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.feed = folder / "feed"
        self.publisher = Publisher(self.feed, folder / "keys")
        self.files = catalogue_files(ASSETS)
        self.now = NOW
        self.publish()
        self.kiosk = CatalogueUpdates(folder / "updates", self.publisher.root, fault, lambda: self.now)

    def publish(self, note: str = "", lasts: timedelta = timedelta(days=30)) -> int:
        if note:
            self.files = self.files | {PROCEDURE: self.files[PROCEDURE] + f"\n# {note}\n".encode()}
        return self.publisher.publish(self.files, self.now, lasts)

    def take(self, feed: Path | None = None) -> int:
        self.fetcher = FolderFetcher(lambda path, most: _read((feed or self.feed) / path.lstrip("/"), most))
        return self.kiosk.take(self.fetcher).version

    def take_by_line(self) -> int:
        def ask(path: str, headers):
            place = self.feed / path.lstrip("/")
            start, end = (int(word) for word in headers["Range"].removeprefix("bytes=").split("-"))
            return _Reply(206, place.read_bytes()[start : end + 1]) if place.is_file() else _Reply(404, b"")

        return self.kiosk.take(LineFetcher(ask)).version

    def in_force(self) -> int:
        current = self.kiosk.releases.current()
        return current.version if current else 0

    def text(self) -> str:
        current = self.kiosk.releases.current()
        assert current is not None
        return (current.folder / "procedures/1.001193/2026-11-30.toml").read_text("utf-8")


def _read(path: Path, most: int) -> bytes | None:
    """As the kiosk's own reading of a stick does."""
    if not path.is_file():
        return None
    if path.stat().st_size > most:
        raise StickFileTooLarge("above the limit")
    return path.read_bytes()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_taken_and_in_force(house: House) -> None:
    assert house.take() == 1
    current = house.kiosk.releases.current()
    assert current is not None and not fault(current.folder)
    house.publish("sửa lời")
    assert house.take() == 2 and house.text().endswith("# sửa lời\n")
    assert house.take() == 2


def test_only_what_changed_travels(house: House) -> None:
    house.take()
    whole = house.fetcher.bytes
    house.publish("một dòng")
    house.take()
    assert house.fetcher.bytes < whole / 3
    assert house.fetcher.bytes > len(house.files[PROCEDURE])


def test_another_publisher(house: House, tmp_path: Path) -> None:
    house.take()
    stranger = Publisher(tmp_path / "other", tmp_path / "other-keys")
    for _ in range(3):
        stranger.publish(house.files | {PROCEDURE: b"x"}, house.now)
        house.now += timedelta(hours=1)
    with pytest.raises(UpdateRefused):
        house.take(tmp_path / "other")
    assert house.in_force() == 1


def test_rollback_to_an_older_set(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.feed, tmp_path / "old")
    house.publish("mới")
    house.take()
    with pytest.raises(UpdateRefused):
        house.take(tmp_path / "old")
    assert house.in_force() == 2 and "# mới" in house.text()


def test_freeze_ends_when_the_publishers_word_does_and_filing_goes_on(house: House) -> None:
    house.take()
    house.now += timedelta(days=60)
    with pytest.raises(UpdateExpired):
        house.take_by_line()
    known = house.kiosk.age()
    assert house.in_force() == 1 and known is not None
    assert (house.now - known.published).days == 60 and known.until < house.now
    house.publish("sau mùa lũ")
    assert house.take_by_line() == 2


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("days", "may"), [(29, True), (31, True), (179, True), (181, False)])
@pytest.mark.parametrize("fresh", [True, False])
def test_a_stick_is_good_for_half_a_year(house: House, days: int, may: bool, fresh: bool) -> None:
    """Where a technician drives four hours; at a kiosk that never took an update, and at one that did."""
    if not fresh:
        house.take()
    house.publish("trước chuyến đi")
    house.now += timedelta(days=days)
    if may:
        assert house.take() == 2 and house.take() == 2
        return
    with pytest.raises(UpdateExpired):
        house.take()
    assert house.in_force() == (0 if fresh else 1)


def test_what_came_on_a_stick_counts_no_longer_by_line(house: House) -> None:
    house.now += timedelta(days=31)
    assert house.take() == 1
    with pytest.raises(UpdateExpired):
        house.take_by_line()


def test_the_grace_of_a_stick_is_the_timestamps_alone(house: House) -> None:
    house.publish("một năm", lasts=timedelta(days=400))
    house.now += timedelta(days=366)
    with pytest.raises(UpdateExpired):
        house.take()
    assert house.in_force() == 0


def test_a_fresh_kiosk_whose_clock_says_1990_takes_an_update(house: House) -> None:
    house.now = datetime(1990, 1, 1, tzinfo=UTC)
    assert house.take() == 1


def test_a_clock_in_2039_takes_nothing_and_keeps_what_it_has(house: House) -> None:
    house.take()
    house.publish("mới")
    house.now = datetime(2039, 1, 1, tzinfo=UTC)
    with pytest.raises(UpdateExpired):
        house.take()
    assert house.in_force() == 1 and not fault(house.kiosk.releases.current().folder)  # type: ignore[union-attr]


def test_mix_and_match(house: House, tmp_path: Path) -> None:
    """Targets of one set beside the snapshot of another."""
    house.take()
    old = (house.feed / "metadata/1.targets.json").read_bytes()
    house.publish("mới")
    (house.feed / "metadata/2.targets.json").write_bytes(old)
    with pytest.raises(UpdateRefused):
        house.take()
    assert house.in_force() == 1


def _target(house: House) -> Path:
    (found,) = (house.feed / "targets/catalogue/procedures/1.001193").glob("*.2026-11-30.toml")
    return found


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b" "), id="longer"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-1]), id="shorter"),
        pytest.param(lambda path: path.write_bytes(b"!" + path.read_bytes()[1:]), id="another"),
        pytest.param(lambda path: os.truncate(path, 1 << 32), id="endless"),
        pytest.param(lambda path: path.unlink(), id="gone"),
    ],
)
def test_a_file_that_is_not_what_was_signed(house: House, change: Callable[[Path], object]) -> None:
    change(_target(house))
    with pytest.raises(UpdateError):
        house.take()
    assert house.in_force() == 0


@pytest.mark.parametrize("name", ["timestamp.json", "1.snapshot.json", "1.targets.json"])
@pytest.mark.parametrize("how", ["garbage", "endless", "html", "deep", "unsigned"])
def test_metadata_that_is_none(house: House, name: str, how: str) -> None:
    path = house.feed / "metadata" / name
    signed = json.loads(path.read_bytes())
    path.write_bytes(
        {
            "garbage": os.urandom(500),
            "endless": b" " * (3 << 20),
            "html": b"<html>Wi-Fi: please sign in</html>",
            "deep": b"[" * 50_000,
            "unsigned": json.dumps(signed | {"signatures": []}).encode(),
        }[how]
    )
    with pytest.raises(UpdateError):
        house.take()
    assert house.in_force() == 0


def test_no_feed_at_all(house: House, tmp_path: Path) -> None:
    with pytest.raises(UpdateMissing):
        house.take(tmp_path / "nothing")


def test_signed_and_unusable_goes_back_by_itself(house: House) -> None:
    house.take()
    house.files = house.files | {PROCEDURE: b'[procedure]\ncode = "1.001193"\n'}
    house.publish()
    with pytest.raises(UpdateUnusable) as caught:
        house.take()
    assert caught.value.values["what"].startswith("procedures/1.001193/2026-11-30.toml:")
    assert house.in_force() == 1
    house.files = catalogue_files(ASSETS)
    house.files = {name: data for name, data in house.files.items() if not name.endswith("vi/sync.toml")}
    house.publish()
    with pytest.raises(UpdateUnusable):  # a sentence that this program says is missing
        house.take()
    assert house.in_force() == 1


def test_unusable_only_once_it_is_in_force(house: House) -> None:
    """The check after the switch: what loaded in one place does not in the other."""
    house.take()
    house.publish("mới")
    house.kiosk = CatalogueUpdates(
        house.folder / "updates", house.publisher.root, lambda path: "" if path.suffix == ".new" else "x", lambda: NOW
    )
    with pytest.raises(UpdateUnusable):
        house.take()
    assert house.in_force() == 1


def test_names_that_lead_elsewhere(house: House) -> None:
    for name in ("catalogue/../../../etc/passwd", "catalogue/procedures/..", "catalogue//etc/passwd", "catalogue/x"):
        house.files = {name: b"x"}
        try:
            house.publish()
        except (OSError, ValueError):
            continue  # our own publisher cannot even say it
        with pytest.raises(UpdateError):
            house.take()
    assert house.in_force() == 0


def test_a_file_that_rots_falls_back_to_the_last_good_one(house: House) -> None:
    house.take()
    house.publish("mới")
    house.take()
    current = house.kiosk.releases.current()
    assert current is not None
    (current.folder / "procedures/1.001193/2026-11-30.toml").write_text("rotten")
    assert house.in_force() == 1
    assert house.kiosk.releases.back() is not None and house.in_force() == 1
    assert house.take() == 2 and "# mới" in house.text()  # and is fetched again


def test_cut_at_any_step_something_whole_is_in_force(
    house: House, monkeypatch: pytest.MonkeyPatch, sample: Sample
) -> None:
    class Cut(BaseException):
        pass

    house.take()
    house.publish("mới")
    for call in ("fsync", "write", "open"):
        for last in sample.of(f"cut at {call}", range(0, 60, 7), 3):
            seen = 0
            real = getattr(os, call)

            def step(*args, real=real, last=last, **given):
                nonlocal seen
                seen += 1
                if seen > last:
                    raise Cut
                return real(*args, **given)

            with monkeypatch.context() as patch:
                patch.setattr(os, call, step)
                with suppress(Cut):
                    house.take()
            assert house.in_force() in (1, 2)
            assert not fault(Releases(house.folder / "updates/catalogue").current().folder)  # type: ignore[union-attr]
    assert house.take() == 2


class _Reply:
    def __init__(self, status: int, body: bytes) -> None:
        self.status, self.body, self.headers = status, body, {}


def test_by_line_in_parts_and_a_cut_is_told_as_the_line(house: House) -> None:
    asked: list[str] = []

    def ask(path: str, headers):
        asked.append(headers["Range"])
        start, end = (int(word) for word in headers["Range"].removeprefix("bytes=").split("-"))
        data = bytes(5) * (PART // 2)
        return _Reply(206, data[start : end + 1]) if start < len(data) else _Reply(416, b"")

    came = b"".join(LineFetcher(ask).fetch("feed:/targets/x"))
    assert len(came) == 5 * (PART // 2) and len(asked) == 3

    def down(path: str, headers):
        raise LineDown("cut")

    with pytest.raises(LineDown):
        house.kiosk.take(LineFetcher(down))
    assert house.in_force() == 0


def test_a_server_that_never_ends(house: House) -> None:
    def endless(path: str, headers):
        return _Reply(206, bytes(PART))

    with pytest.raises(UpdateError):
        house.kiosk.take(LineFetcher(endless))
