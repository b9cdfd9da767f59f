"""A full disk never locks the queue in, and what cannot be done on it leaves the old state whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import full_disk_child as child
from test_store_disk_full import on_own_disk

from kiosk.clock import office_time
from kiosk.store import Store
from kiosk.store.database.reserve_file import NAME, SIZE

DISK = 'mount -t tmpfs -o size=96m kiosk "$1" && shift && exec "$@"'


def on_disk(what: str, folder: Path) -> Any:
    """What the child says, on a disk of its own."""
    disk = folder / "disk"
    disk.mkdir()
    command = [sys.executable, str(Path(child.__file__)), what, str(disk)]
    environment = os.environ | {"SETTINGS": str(folder / "kiosk.toml")}
    line = ["unshare", "-m", "sh", "-c", DISK, "sh", str(disk), *command]
    ran = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@on_own_disk
def test_what_waits_is_sent_from_a_disk_without_a_byte(tmp_path: Path) -> None:
    assert on_disk("sent", tmp_path) == [0, child.PAPERS, 0, ["delivered"] * child.PAPERS, True, True, True]


def test_what_is_filed_without_a_screen_keeps_the_reserve_too(tmp_path: Path) -> None:
    with Store.open(tmp_path, office_time) as store:
        (tmp_path / NAME).unlink(missing_ok=True)
        store.space.for_visit()
        assert (tmp_path / NAME).stat().st_size == SIZE


@on_own_disk
def test_where_nothing_was_kept_all_can_still_be_read(tmp_path: Path) -> None:
    assert on_disk("looked_at", tmp_path) == [True, 0, 0, "store.disk-full"] * 2


@on_own_disk
def test_a_read_only_disk_shows_what_stood_in_the_log_alone(tmp_path: Path) -> None:
    assert on_disk("read_only", tmp_path) == [0, True, 1, 0]


@on_own_disk
def test_a_key_and_a_backup_that_find_no_room_leave_all_as_it_was(tmp_path: Path) -> None:
    told = on_disk("changed", tmp_path)
    assert told == [[name, 1, "store.disk-full"] for _ in range(3) for name in ("keys", "backup")]


@on_own_disk
def test_a_filing_by_command_begins_no_lower_than_a_visit(tmp_path: Path) -> None:
    assert on_disk("submitted", tmp_path) == [1, "store.disk-full", []]


@on_own_disk
def test_a_disk_that_fills_under_the_running_kiosk_lets_statuses_be_written(tmp_path: Path) -> None:
    assert on_disk("running", tmp_path) == ["delivered", False]
