"""A disk that answers with an input/output error: said by its name, and what was promised is there afterwards."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import store_child as child
from test_store_kill import QUICK, SCRIPT, TRACE, _count, _spread, can_trace, hold_to_its_word

pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")


@pytest.mark.long
@pytest.mark.parametrize("call", ["pwrite64", "fsync", "pread64"])
def test_an_error_of_the_disk_is_known_and_costs_nothing_that_was_said(tmp_path, call):
    failed = 0
    for number in [1, 2, 4] if call == "pread64" else _spread(_count("live", tmp_path / "whole", call), 5):
        folder = tmp_path / f"{call}-{number}"
        own = ["-P", folder / "store.db", "-P", folder / "store.db-wal"] if call == "pread64" else []
        inject = [*own, "-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={number}"]
        ran = subprocess.run(
            [*TRACE, QUICK, *inject, sys.executable, SCRIPT, "ill", folder], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr  # a StoreError, or none: nothing else comes out
        told = json.loads(ran.stdout)
        assert set(told) <= {"store.failed", "store.damaged", "store.busy"}, told
        failed += bool(told)
        hold_to_its_word(folder)
    assert failed > 1


def test_the_child_tells_its_troubles(tmp_path):
    ran = subprocess.run([sys.executable, SCRIPT, "ill", tmp_path / "well"], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []
    assert child.said_codes(tmp_path / "well")
