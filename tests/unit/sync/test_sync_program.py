"""A new program: taken only whole, fitting and starting; gone back from when it does not come up."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app import launch
from kiosk.errors import UpdateMissing, UpdateRefused, UpdateUnusable
from kiosk.sync.updates.fetching import FolderFetcher
from kiosk.sync.updates.program import BUILD, NEEDS, ProgramUpdates, unpack
from kiosk.sync.updates.releases import Releases
from kiosk_sandbox.publishing import Publisher

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TARGET = "program/kiosk.zip"
TREE = Path(launch.__file__).resolve().parent.parent


def archive(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return made.getvalue()


class House:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.publisher = Publisher(folder / "feed", folder / "keys")
        self.wrong = ""
        self.publish(1)

    def publish(self, build: int, needs: str = "lock", data: bytes = b"") -> None:
        files = {TARGET: data or archive(**{"kiosk/__init__.py": f"BUILD = {build}\n"})}
        self.publisher.publish(files, NOW, custom={TARGET: {BUILD: build, NEEDS: needs}})

    def take(self) -> int:
        updates = ProgramUpdates(
            self.folder / "updates", self.publisher.root, "lock", lambda _: self.wrong, lambda: NOW
        )

        def read(path: str, most: int) -> bytes | None:
            place = self.folder / "feed" / path.lstrip("/")
            return place.read_bytes() if place.is_file() else None

        return updates.take(FolderFetcher(read)).version

    def in_force(self) -> int:
        found = Releases(self.folder / "updates/program").current()
        return found.version if found else 0

    def starts(self) -> int:
        found = launch.chosen(self.folder / "updates/program")
        return found.version if found else 0


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_taken_and_tried(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert house.take() == 1 and house.starts() == 1
    monkeypatch.setenv(launch.BUILD, "1")
    launch.came_up(house.folder)
    assert [house.starts() for _ in range(5)] == [1] * 5
    house.publish(2)
    assert house.take() == 2 and house.take() == 2


def test_one_that_does_not_come_up_gives_way_after_three_starts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.take()
    monkeypatch.setenv(launch.BUILD, "1")
    house.starts()
    launch.came_up(house.folder)
    house.publish(2)
    house.take()
    assert [house.starts() for _ in range(6)] == [2, 2, 2, 1, 1, 1]


def test_the_very_first_that_does_not_come_up_gives_way_to_what_was_set_up(house: House) -> None:
    house.take()
    assert [house.starts() for _ in range(5)] == [1, 1, 1, 0, 0]


def test_another_set_of_packages_or_one_that_does_not_start_is_not_taken(house: House) -> None:
    house.take()
    house.publish(2, needs="other")
    with pytest.raises(UpdateUnusable):
        house.take()
    house.publish(3)
    house.wrong = "kiosk.app.window"
    with pytest.raises(UpdateUnusable):
        house.take()
    assert house.in_force() == 1


def test_no_program_in_the_feed(house: House) -> None:
    house.publisher.publish({"catalogue/x/y.toml": b""}, NOW)
    with pytest.raises(UpdateMissing):
        house.take()


def test_an_older_build_does_nothing(house: House) -> None:
    house.publish(5)
    house.take()
    house.publish(4)
    assert house.take() == 5


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "kiosk/../../x", "other/x.py", "kiosk/.hidden", "kiosk\\x", "kiosk/x y"]
)
def test_names_that_no_program_has(house: House, tmp_path: Path, name: str) -> None:
    house.publish(2, data=archive(**{name: "x"}))
    with pytest.raises(UpdateRefused):
        house.take()
    assert not (tmp_path / "x").exists() and house.in_force() == 0


def test_links_bombs_and_no_archive_at_all(house: House, tmp_path: Path) -> None:
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as opened:
        about = zipfile.ZipInfo("kiosk/link")
        about.external_attr = 0o120777 << 16
        opened.writestr(about, "/etc/passwd")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as opened, opened.open("kiosk/bomb", "w") as file:
        for _ in range(257):
            file.write(bytes(1 << 20))
    for data in (link.getvalue(), bomb.getvalue(), b"no archive", b""):
        (tmp_path / "x.zip").write_bytes(data)
        with pytest.raises(UpdateRefused):
            unpack(tmp_path / "x.zip", tmp_path / "out")


def test_the_real_program_published_taken_and_launched(tmp_path: Path) -> None:
    """This very tree with another version of a procedure, as an update; then it rots."""
    newer = tmp_path / "newer"
    for folder in ("kiosk", "assets", "requirements"):
        shutil.copytree(TREE / folder, newer / folder, ignore=shutil.ignore_patterns("__pycache__"))
    sheet = newer / "assets/procedures/1.001193.toml"
    sheet.write_text(
        re.sub(r'(?m)^version = ".*"', 'version = "2031-01-01"', sheet.read_text("utf-8"), count=1), "utf-8"
    )

    def does(*line: object, tree: Path = TREE) -> subprocess.CompletedProcess[str]:
        given = os.environ | {"PYTHONPATH": str(tree)}
        return subprocess.run([sys.executable, *map(str, line)], capture_output=True, text=True, env=given, check=False)

    keys, data = TREE / "assets/simulated/publisher", tmp_path / "data"
    publish = ["-m", "kiosk", "--data", data, "catalogue", "publish", tmp_path / "feed", "--keys", keys]
    assert does(*publish, "--program", newer, "--build", 1).returncode == 0
    taken = does("-m", "kiosk", "--data", data, "catalogue", "update", tmp_path / "feed", "--program")
    assert taken.returncode == 0, taken.stderr
    where = data / "updates/program/1"
    ran = does("-m", "kiosk.app.launch", "--data", data, "catalogue", "list", "--json")
    assert ran.returncode == 0 and "2031-01-01" in ran.stdout, ran.stderr
    (where / "kiosk/cli.py").write_text("raise SystemExit(70)\n")  # rotten: what was set up starts instead
    ran = does("-m", "kiosk.app.launch", "--data", data, "catalogue", "list", "--json")
    assert ran.returncode == 0 and "1.001193" in ran.stdout and "2031-01-01" not in ran.stdout, ran.stderr
