"""A new program: taken only whole, fitting and starting; gone back from when it does not come up."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from kiosk.app import launch
from kiosk.errors import ConfigError, UpdateMissing, UpdateRefused, UpdateUnusable
from kiosk.sync.updates.fetching import FolderFetcher
from kiosk.sync.updates.program import BUILD, NEEDS, TREE, ProgramUpdates, names_program, unpack
from kiosk.sync.updates.proof import PROOF, proved
from kiosk.sync.updates.releases import Release, Releases
from kiosk_sandbox.publishing import Publisher, program_archive
from sandbox import program

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TARGET = "program/kiosk.zip"
CHECKOUT = Path(launch.__file__).resolve().parents[2]


class House:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.publisher = Publisher(folder / "feed", folder / "keys")
        self.wrong = ""
        self.publish(1)

    def publish(self, build: int, needs: str = "lock", files: Mapping[str, str] = MappingProxyType({})) -> None:
        archive, signed = program(files or {"kiosk/__init__.py": f"BUILD = {build}\n", "assets/x/y.toml": "x = 1\n"})
        custom = {TARGET: {BUILD: build, NEEDS: needs, **signed}}
        self.publisher.publish({TARGET: archive}, NOW, custom=custom)

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

    def signed(self, release: Release) -> bool:
        return proved(release, self.folder / "updates", self.publisher.root, names_program)

    def starts(self) -> int:
        found = launch.chosen(self.folder / "updates/program", self.signed)
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
    house.publish(2, files={name: "x"})
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


@pytest.mark.parametrize("name", [".gitkeep", "speech/.hidden", "Bản sao.toml"])
def test_what_no_kiosk_would_take_is_not_published(tmp_path: Path, name: str) -> None:
    """Else it would be signed, brought to every kiosk, and called not ours there."""
    for file in ("kiosk/__init__.py", "requirements/kiosk.lock", f"assets/packs/{name}"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    with pytest.raises(ConfigError, match=re.escape(name)):
        program_archive(tmp_path)
    (tmp_path / "assets/packs" / name).unlink()
    program_archive(tmp_path)


TAMPERED = {
    "a file changed, and the list with it": lambda place: _relisted(place, "kiosk/__init__.py", "import os\n"),
    "a file more, as a package that everybody imports": lambda place: _relisted(place, "numpy.py", "import os\n"),
    "bytecode in place of a module": lambda place: _relisted(place, "kiosk/__pycache__/cli.cpython-311.pyc", "x"),
    "a file less": lambda place: (place / "assets/x/y.toml").unlink(),
    "a link to elsewhere": lambda place: (place / "assets/x/z.toml").symlink_to("/etc/hostname"),
    "a link in place of a folder": lambda place: (place / "scripts").symlink_to("/etc"),
    "no proof": lambda place: (place / PROOF).unlink(),
    "a proof without end": lambda place: (place / PROOF).write_text("[" * 100_000),
}


def _relisted(place: Path, name: str, text: str) -> None:
    """What somebody does who can write here: the file, and the list of digests beside it."""
    listed = json.loads((place / "release.json").read_text())
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text)
    (place / "release.json").write_text(json.dumps(listed | {name: sha256(text.encode()).hexdigest()}))


@pytest.mark.parametrize("how", TAMPERED)
def test_what_is_not_as_signed_is_never_started_and_heals(house: House, how: str, monkeypatch: Any) -> None:
    house.take()
    monkeypatch.setenv(launch.BUILD, "1")
    launch.came_up(house.folder)
    assert house.starts() == 1
    house.publish(2)
    house.take()
    monkeypatch.setenv(launch.BUILD, "2")
    launch.came_up(house.folder)
    TAMPERED[how](house.folder / "updates/program/2")
    assert house.starts() == 1  # the one before
    TAMPERED[how](house.folder / "updates/program/1")
    assert house.starts() == 0  # what was set up
    assert house.take() == 2 and house.starts() == 2


def test_another_publishers_program_is_not_started(house: House, tmp_path: Path) -> None:
    """Whole and signed, by somebody else; and ours where nobody was named to be believed."""
    house.take()
    assert not proved(Release(1, house.folder / "updates/program/1"), house.folder / "updates", b"", names_program)
    other = House(tmp_path / "other")
    other.take()
    shutil.rmtree(house.folder / "updates")
    shutil.copytree(other.folder / "updates", house.folder / "updates")
    assert house.starts() == 0


def test_a_program_signed_by_a_key_that_came_later_is_started(house: House) -> None:
    house.publisher.rotate("targets", NOW)
    house.publisher = Publisher(house.folder / "feed", house.folder / "keys")
    house.publish(2)
    house.take()
    assert house.starts() == 2


def test_a_root_that_the_pinned_one_does_not_lead_to_proves_nothing(house: House) -> None:
    """A stranger's next root beside our own first, and a program that is whole under it."""
    stranger = House(house.folder / "stranger")
    stranger.publisher.rotate("targets", NOW)
    stranger.publisher = Publisher(stranger.folder / "feed", stranger.folder / "keys")
    stranger.publish(2)
    stranger.take()
    assert stranger.starts() == 2
    shutil.copytree(stranger.folder / "updates", house.folder / "updates")
    assert house.starts() == 0


def test_a_program_whose_files_were_not_signed_is_not_taken(house: House) -> None:
    archive, signed = program({"kiosk/__init__.py": "x = 1\n"})
    for told in ({}, {TREE: "0" * 64}, {TREE: 7}):
        custom = {TARGET: {BUILD: 2, NEEDS: "lock", **told}}
        house.publisher.publish({TARGET: archive}, NOW, custom=custom)
        with pytest.raises(UpdateRefused):
            house.take()
    assert signed and house.in_force() == 0


def test_no_note_can_be_taken_and_nothing_on_trial_starts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: what came up before goes on, what is on trial waits."""
    house.take()

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("kiosk.app.launch.write_durably", full)
    assert house.starts() == 0
    launch.came_up(house.folder)
    (house.folder / "updates/program/up").write_text("1")
    assert house.starts() == 1


def test_the_real_program_published_taken_and_launched(tmp_path: Path) -> None:
    """This very tree with another version of a procedure, as an update; then it rots."""
    newer = tmp_path / "newer"
    for folder in ("kiosk", "assets", "requirements"):
        shutil.copytree(CHECKOUT / folder, newer / folder, ignore=shutil.ignore_patterns("__pycache__"))
    sheet = newer / "assets/procedures/1.001193/2026-11-30.toml"
    text = re.sub(r'(?m)^version = ".*"', 'version = "2031-01-01"', sheet.read_text("utf-8"), count=1)
    sheet.with_stem("2031-01-01").write_text(text, "utf-8")
    sheet.unlink()

    def does(*line: object, tree: Path = CHECKOUT) -> subprocess.CompletedProcess[str]:
        given = os.environ | {"PYTHONPATH": str(tree)}
        return subprocess.run([sys.executable, *map(str, line)], capture_output=True, text=True, env=given, check=False)

    data, settings = tmp_path / "data", tmp_path / "kiosk.toml"
    settings.write_text(f'trust = "{tmp_path}/trust"\n')
    here = ["--data", data, "--config", settings]
    publish = ["-m", "kiosk", *here, "catalogue", "publish", tmp_path / "feed", "--keys", tmp_path / "keys"]
    assert does(*publish, "--program", newer, "--build", 1).returncode == 0
    refused = does("-m", "kiosk", *here, "catalogue", "update", tmp_path / "feed", "--program")
    assert refused.returncode == 1 and "update.no-root" in refused.stderr
    (tmp_path / "trust/updates").mkdir(parents=True)
    shutil.copy(tmp_path / "feed/metadata/1.root.json", tmp_path / "trust/updates/root.json")
    taken = does("-m", "kiosk", *here, "catalogue", "update", tmp_path / "feed", "--program")
    assert taken.returncode == 0, taken.stderr
    where = data / "updates/program/1"
    for _ in range(2):  # and it leaves nothing behind that was not signed
        ran = does("-m", "kiosk.app.launch", *here, "catalogue", "list", "--json")
        assert ran.returncode == 0 and "2031-01-01" in ran.stdout, ran.stderr
    unnamed = does("-m", "kiosk.app.launch", "--data", data, "catalogue", "list", "--json")
    assert unnamed.returncode == 0 and "2031-01-01" not in unnamed.stdout, unnamed.stderr
    _relisted(where, "kiosk/cli.py", "raise SystemExit(70)\n")  # by a stranger's hand: what was set up starts instead
    ran = does("-m", "kiosk.app.launch", *here, "catalogue", "list", "--json")
    assert ran.returncode == 0 and "1.001193" in ran.stdout and "2031-01-01" not in ran.stdout, ran.stderr
