"""A disk without room: filing is refused with the draft still there, and goes through once there is room."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import store_child as child

SCRIPT = Path(child.__file__)
OWN_DISK = 'mount -t tmpfs -o size=6m kiosk "$1" && shift && exec "$@"'
READ_ONLY = 'mount -t tmpfs -o ro kiosk "$1" && shift && exec "$@"'


def may_mount() -> bool:
    probe = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m kiosk /mnt"]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


on_own_disk = pytest.mark.skipif(not may_mount(), reason="may not mount a disk of its own in a private namespace")


def live(what: str, folder: Path, disk: str = "") -> list[str]:
    command = [sys.executable, SCRIPT, what, folder]
    if disk:
        command = ["unshare", "-m", "sh", "-c", disk, "sh", folder, *command]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    said: list[str] = json.loads(ran.stdout)
    return said


@on_own_disk
def test_a_full_disk_refuses_the_filing_and_keeps_the_draft(tmp_path):
    told = live("full", tmp_path, OWN_DISK)
    assert told[0] == "document refused"
    assert told.count("full") >= 3


@on_own_disk
def test_a_full_disk_at_the_first_start_leaves_nothing_in_the_way(tmp_path):
    assert live("start-full", tmp_path, OWN_DISK).count("full") >= 3


def test_a_file_that_may_not_grow_refuses_the_filing_and_keeps_the_draft(tmp_path):
    told = live("limited", tmp_path)
    assert told and set(told) <= {"store.failed", "store.disk-full"}


@on_own_disk
def test_a_disk_that_is_read_only_is_said_by_its_name(tmp_path):
    assert live("refused", tmp_path, READ_ONLY) == ["store.failed"]
