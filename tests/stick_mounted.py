"""Runs one promise of ``stick_contract`` against ``MountedSticks`` and real file systems on loop devices.

Started inside ``unshare --mount``, so that no mount is ever seen outside: ``python stick_mounted.py FOLDER PROMISE``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import stick_contract
from stick_contract import DATA, ROOM, Rig, opened

from kiosk.devices.removable import MountedSticks
from kiosk.errors import StickGone


class Mounted:
    """Plugging is mounting a loop device below a watched folder; pulling is the lazy unmount that udisks does."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._media = folder, folder / "media"
        self._media.mkdir()
        self.sticks = MountedSticks((self._media,))

    def plug(self, label: str) -> Path:
        image, root = self.image(label), self._media / "officer" / label
        if not image.exists():
            with image.open("wb") as file:
                file.truncate(ROOM)
            run("mkfs.ext2", "-q", "-m", "0", str(image))
        root.mkdir(parents=True, exist_ok=True)
        run("mount", "-o", "loop", str(image), str(root))
        return root

    def image(self, label: str) -> Path:
        return self._folder / f"{len(label)}.img"

    def pull(self, label: str) -> None:
        run("umount", "-l", str(self._media / "officer" / label))

    def lock(self, label: str) -> None:
        run("mount", "-o", "remount,ro", str(self._media / "officer" / label))


def run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr}")


def a_dying_medium_is_a_stick_that_is_gone(rig: Rig) -> None:
    """The blocks behind the file system are fewer than it says: the kernel answers EIO, as of a worn-out stick."""
    assert isinstance(rig, Mounted)
    image = rig.image("KINGSTON")
    run("mount", "-t", "tmpfs", "-o", f"size={ROOM // 3}", "none", str(image.parent))
    (image.parent / "media").mkdir()
    _, medium = opened(rig)
    assert medium.write_file("a.bin", DATA)
    try:
        medium.write_file("b.bin", (DATA, DATA, DATA))
    except StickGone as error:
        assert error.detail == "EIO", error.detail
        return
    raise AssertionError("written to nowhere")


def main(folder: Path, promise: str) -> None:
    check = globals().get(promise) or getattr(stick_contract, promise)
    check(Mounted(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
