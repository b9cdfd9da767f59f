"""A disk that turns read-only under a live store, as ext4 does after an error: said, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import store_child as child

DISK = """truncate -s 24m "$1/image" && mkfs.ext4 -q "$1/image" && mkdir "$1/disk" &&
    mount -o loop "$1/image" "$1/disk" && exec {rest}"""


def own_disk(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    script = DISK.format(rest='"$@"' if command else "true")
    line = ["unshare", "-m", "sh", "-c", script.replace('exec "$@"', 'shift && exec "$@"'), "sh", folder, *command]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.fixture
def may_mount(tmp_path: Path) -> None:
    (tmp_path / "probe").mkdir()
    try:
        ready = own_disk(tmp_path / "probe").returncode == 0
    except FileNotFoundError:
        ready = False
    if not ready:
        pytest.skip("may not mount a loop device in a private namespace")


def test_a_live_store_on_a_disk_that_turns_read_only(tmp_path: Path, may_mount: None) -> None:
    ran = own_disk(tmp_path, sys.executable, child.__file__, "turned", tmp_path / "disk")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["store.failed", "store.failed", "store.failed"]
