"""What every port for USB sticks promises: the simulated one here, the real one on file systems mounted for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from stick_contract import DATA, PROMISES, ROOM, Rig, left, opened

from kiosk.devices.removable import MountedSticks
from kiosk.devices.simulated.sticks import Manners, SimulatedSticks
from kiosk.errors import StickFileTooLarge, StickGone, StickUntrue

TESTS = Path(__file__).parents[1]


class Simulated:
    def __init__(self, folder: Path) -> None:
        self.sticks = SimulatedSticks(folder)

    def plug(self, label: str) -> Path:
        return self.sticks.plug(label, Manners(capacity=ROOM))

    def pull(self, label: str) -> None:
        self.sticks.pull(label)

    def lock(self, label: str) -> None:
        self.sticks.manners(label).read_only = True


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: str(promise.__name__))
def test_simulated_sticks_keep(promise: Callable[[Rig], None], tmp_path: Path) -> None:
    promise(Simulated(tmp_path))


@pytest.mark.parametrize(
    "promise", [*(promise.__name__ for promise in PROMISES), "a_dying_medium_is_a_stick_that_is_gone"]
)
def test_mounted_sticks_keep(promise: str, tmp_path: Path) -> None:
    why = why_not()
    if why:
        pytest.skip(why)
    words = [sys.executable, str(TESTS / "stick_mounted.py"), str(tmp_path), promise]
    path = os.pathsep.join((str(TESTS.parent), str(TESTS)))
    done = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", *words],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@cache
def why_not() -> str:
    """Mounting wants root and a loop device."""
    missing = [name for name in ("unshare", "mount", "mkfs.ext2", "losetup") if not shutil.which(name)]
    if missing:
        return f"not here: {', '.join(missing)}"
    if os.geteuid() != 0:
        return "mounting needs root"
    if subprocess.run(["losetup", "-f"], capture_output=True, check=False).returncode:
        return "no loop device"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return "no mounts of our own" if tried.returncode else ""


def test_what_rots_on_the_stick_is_noticed_and_not_left_there(tmp_path: Path) -> None:
    rig = Simulated(tmp_path)
    root, medium = opened(rig)
    medium.write_file("a.bin", b"old")
    rig.sticks.manners("KINGSTON").rots = True
    with pytest.raises(StickUntrue):
        medium.write_file("a.bin", DATA)
    assert left(root) == ["a.bin"]
    assert medium.read_file("a.bin", 10) == b"old"


def test_a_file_larger_than_fat_takes_is_refused_before_it_is_written(tmp_path: Path) -> None:
    sticks = SimulatedSticks(tmp_path)
    root = sticks.plug("FAT", Manners(largest=3 * len(DATA)))
    (stick,) = sticks.sticks()
    assert stick.largest_file == 2**32 - 1
    with pytest.raises(StickFileTooLarge):
        sticks.open(stick).write_file("a.bin", (DATA for _ in range(4)))
    assert left(root) == []
    assert sticks.open(stick).write_file("a.bin", (DATA for _ in range(3)))


def test_pulled_between_two_pieces_by_itself(tmp_path: Path) -> None:
    sticks = SimulatedSticks(tmp_path)
    sticks.plug("LOOSE", Manners(pulled_after=len(DATA)))
    (stick,) = sticks.sticks()
    with pytest.raises(StickGone):
        sticks.open(stick).write_file("a.bin", (DATA, DATA))
    assert sticks.sticks() == ()


def test_only_what_is_mounted_below_a_watched_folder_is_a_stick(tmp_path: Path) -> None:
    inside = tmp_path / "media" / "officer" / "MY STICK"
    for folder in (inside, tmp_path / "media" / "ram", tmp_path / "srv"):
        folder.mkdir(parents=True)
    table = tmp_path / "table"
    escaped = str(inside).replace(" ", r"\040")
    table.write_text(
        f"1 2 8:1 / {escaped} rw,nosuid shared:1 - vfat /dev/sdb1 rw\n"
        f"1 2 0:5 / {tmp_path}/media/ram rw - tmpfs none rw\n"
        f"1 2 8:2 / {tmp_path}/srv rw - ext4 /dev/sda2 rw\n"
        f"1 2 8:3 / {tmp_path}/media/gone rw - vfat /dev/sdc1 rw\n"
        "a line that is none\n"
    )
    (found,) = MountedSticks((tmp_path / "media",), table=table).sticks()
    assert (found.path, found.label, found.filesystem) == (inside, "MY STICK", "vfat")
