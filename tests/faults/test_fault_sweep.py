"""A sample of ``bench/kills.py``: a visit and its sync, ended anywhere; what was announced is there, whole, once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import visit_sweep
from test_fault_visit_kill import may_mount

pytestmark = pytest.mark.long

SCRIPT = Path(visit_sweep.__file__)
SMALL_DISK = 'mount -t tmpfs -o size=12m kiosk "$1" && shift && exec "$@"'


def swept(*given: object, env: dict[str, str] | None = None, disk: Path | None = None) -> list[Any]:
    command = [sys.executable, SCRIPT, *map(str, given)]
    if disk:
        command = ["unshare", "-m", "sh", "-c", SMALL_DISK, "sh", disk, *command]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert ran.returncode == 0, ran.stderr
    tallies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["faults"] for one in tallies] == [{}] * len(tallies)
    return tallies


def test_killed_at_random_instants_and_at_checkpoints_of_the_store() -> None:
    instants, points = swept("instants", 4, 20261124, "+", "points", 20, 18)
    assert instants["killed"] == 4 and points["killed"] == points["lives"] >= 2


def test_ended_at_calls_to_the_disk(tmp_path: Path) -> None:
    """Killed there, killed half way through the bytes, EIO, and from there on full or read-only."""
    env = visit_sweep.preloaded(tmp_path)
    if env is None:
        pytest.skip("no C compiler here")
    ends = {how: {"full": "store.disk-full"}.get(how, "store.failed") for how in visit_sweep.HOWS}
    given = [word for how in ends for word in ("+", "calls", how, 90 if how == "read" else 60, 370)]
    for (how, code), told in zip(ends.items(), swept(*given[1:], env=env), strict=True):
        if how in ("kill", "tear"):
            assert told["killed"] == told["lives"] >= 2, how
        else:
            assert {name for name in told["ends"] if name.startswith("failed ")} == {f"failed {code}"}, how


@pytest.mark.skipif(not may_mount(), reason="may not mount a disk of its own in a private namespace")
def test_on_a_disk_with_a_little_more_room_each_time(tmp_path: Path) -> None:
    (told,) = swept("room", tmp_path, 1 << 20, disk=tmp_path)
    assert "failed store.disk-full" in told["ends"] and "closed" in told["ends"]
