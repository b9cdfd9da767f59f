"""Whatever this program starts runs its own code, and never what lies in a working folder, a home or a data folder."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.app import launch
from kiosk.devices.scanner import SaneScanner
from kiosk.errors import KioskError
from kiosk.own_python import PROGRAM, surroundings
from kiosk.scan import decoder_process, outside
from kiosk.sync.updates.program import names_program
from kiosk.sync.updates.proof import NotProved, proved, tree
from kiosk.sync.updates.releases import Release, Releases

PACKAGING = PROGRAM / "packaging"
LIBRARIES = ("numpy", "pypdfium2", "sane", "kiosk", "json", "sitecustomize", "usercustomize")


def page() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), (90, 90, 90)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def strange_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody works on a stick, on which code lies under the names of libraries."""
    for name in LIBRARIES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    monkeypatch.chdir(tmp_path)
    decoder_process._spare.close()  # the one that waits was begun elsewhere
    return tmp_path


def test_no_child_runs_what_lies_in_the_working_folder(strange_folder: Path) -> None:
    assert outside.first(page()).shape == (60, 80, 3)
    with contextlib.suppress(KioskError):  # there is none here
        SaneScanner().trays()
    assert not (strange_folder / "ran").exists()


@pytest.mark.parametrize("places", ["", ":", "relative", ".:/usr/lib:"])
def test_no_place_of_code_is_named_by_a_relative_path(places: str) -> None:
    named = surroundings({"PYTHONPATH": places})["PYTHONPATH"].split(":")
    assert named[0] == str(PROGRAM) and all(Path(one).is_absolute() for one in named)


def test_children_of_a_signed_program_leave_no_bytecode_beside_it(tmp_path: Path) -> None:
    """Otherwise the next start would find files that nobody signed, and go back to the program before."""
    shutil.copytree(PROGRAM / "kiosk", tmp_path / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROGRAM / "assets", tmp_path / "assets")
    (tmp_path / "page.png").write_bytes(page())
    before = tree(tmp_path)
    look = "import kiosk.scan.outside as o; print(o.__file__, o.first(open('page.png', 'rb').read()).shape)"
    given = launch.environment(Release(7, tmp_path), tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, env=given, cwd=tmp_path, check=True
    )
    assert str(tmp_path) in ran.stdout and "(60, 80, 3)" in ran.stdout
    assert tree(tmp_path) == before


# --- what was left in the data folder ------------------------------------------------------------------------------


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _long_number(path: Path) -> None:
    path.write_text("9" * 5000)


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


ODD = [_long_number, _binary, _endless, _fifo, Path.mkdir]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["current", "trial", "up", "spurned", "7/signed.json", "7/release.json"])
def test_an_odd_file_in_the_data_folder_stops_no_start(tmp_path: Path, name: str, odd: object) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "current").write_text("7\n")
    (tmp_path / name).unlink(missing_ok=True)
    assert callable(odd)
    odd(tmp_path / name)
    releases = Releases(tmp_path)
    assert (
        not releases.spurned(7)
        and launch.chosen(tmp_path, lambda one: proved(one, tmp_path, b"{}", names_program)) is None
    )
    assert releases.current() is None


def test_a_release_of_endless_size_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "kiosk.py").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    with pytest.raises(NotProved):
        tree(tmp_path)


def test_no_program_has_its_home_where_it_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound, print and the session's manager take settings from a home, and some of them name code to load."""
    (tmp_path / "data").mkdir()
    for home, given in ((tmp_path / "data", "/"), (tmp_path / "data/inner", "/"), (tmp_path, str(tmp_path))):
        monkeypatch.setenv("HOME", str(home))
        assert launch.environment(None, tmp_path / "data")["HOME"] == given
    monkeypatch.setenv("HOME", str(tmp_path / "data"))
    assert launch.environment(Release(7, tmp_path / "data/7"), tmp_path / "data")["HOME"] == "/"


def test_the_services_user_has_its_home_outside_its_data() -> None:
    users = (PACKAGING / "sysusers.d/kiosk.conf").read_text("utf-8")
    unit = (PACKAGING / "systemd/kiosk.service").read_text("utf-8")
    (home,) = re.findall(r'^u kiosk - "[^"]*" (\S+)', users, re.MULTILINE)
    assert home == "/" and "\nEnvironment=HOME=/\n" in unit and " -P -s -m kiosk.app.launch" in unit
