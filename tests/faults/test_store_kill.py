"""A kill at any instruction leaves the draft or the submission: never neither, never both, nothing twice."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import store_child as child

from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.errors import StoreError

SCRIPT = Path(child.__file__)


def said_by(folder: Path) -> list[str]:
    path = folder.with_suffix(".said")
    return path.read_text().split("\n")[:-1] if path.exists() else []


def hold_to_its_word(folder: Path) -> str:
    """Open what the kill left, compare it with what was promised, and go on from there. Where it stood."""
    said = said_by(folder)
    with child.opened(folder) as store:
        store.check()
        draft, made = store.drafts.get(child.DRAFT), store.outbox.of_draft(child.DRAFT)
        assert not (draft and made), "both"
        if "drafted" in said:
            assert draft or made, "neither"
        for text in said:
            if text.startswith("filed "):
                assert made is not None and made.code == text.split()[1]
        stood = made.sync.value if made else ("draft" if draft else "nothing")
        if "settled" in said:
            assert stood == "delivered"
        _go_on(store)
    return stood


def _go_on(store) -> None:
    made = store.outbox.file(child.DRAFT, child.filing(child.put(store)), child.NOW)
    assert store.outbox.list() == (made,) and store.drafts.get(child.DRAFT) is None
    assert [item.entry.kind for item in store.journal.entries()].count(EventKind.SUBMISSION_FILED) == 1
    assert store.documents.get(made.filing.documents[0].sha256) == child.PAPER
    if made.sync is not Sync.DELIVERED:
        assert store.outbox.due(child.NOW) == (made,), "what is not delivered is sent again"
        store.outbox.claim(made.code)
        store.outbox.settle(made.code, child.OFFICIAL)
    attempts = [item.entry.kind for item in store.journal.entries()].count(EventKind.SYNC_ATTEMPT)
    assert store.outbox.get(made.code).attempts == attempts
    store.check()


@pytest.mark.long
def test_a_kill_at_every_checkpoint(tmp_path):
    ran = subprocess.run([sys.executable, SCRIPT, "kill", tmp_path], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    total = json.loads(ran.stdout)
    stood = [hold_to_its_word(tmp_path / str(number)) for number in range(total + 1)]
    assert {"nothing", "draft", "queued", "sending", "delivered"} == set(stood)
    order = ["nothing", "draft", "queued", "sending", "queued", "sending", "delivered"]
    assert _runs(stood[1:]) == order


def _runs(states: list[str]) -> list[str]:
    return [state for number, state in enumerate(states) if number == 0 or states[number - 1] != state]


TRACE = ["strace", "-f", "-qq", "-o", "/dev/null"]
QUICK = "--seccomp-bpf"
"""Stops at the traced calls alone, not at every call of a Python that starts. (It injects errors, but no signals.)"""


def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*TRACE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.long
@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
@pytest.mark.parametrize("call", ["pwrite64", "fsync"])
def test_a_kill_at_a_system_call(tmp_path, call):
    """The process dies inside SQLite, between its writes to the log and to the database."""
    total = _count("live", tmp_path / "whole", call)
    assert total > 10
    stood = set()
    for number in _spread(total, 12):
        folder = tmp_path / f"{call}-{number}"
        ran = _traced(folder, ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"])
        assert ran.returncode != 0
        stood.add(hold_to_its_word(folder))
    assert {"draft", "delivered"} & stood


def _spread(total: int, most: int) -> list[int]:
    return sorted({1 + (total - 1) * step // (most - 1) for step in range(most)})


def _count(what: str, folder: Path, call: str) -> int:
    """How often the busiest thread makes the call: strace counts each thread for itself."""
    log = folder.with_suffix(".trace")
    command = [sys.executable, SCRIPT, what, folder]
    trace = ["strace", QUICK, "-f", "-qq", "-o", log, "-e", f"trace={call}"]
    subprocess.run([*trace, *command], check=True, capture_output=True)
    threads = re.findall(rf"^(\d+) +{call}\(", log.read_text(), re.MULTILINE)
    return max(threads.count(thread) for thread in set(threads))


def _traced(folder: Path, options: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*TRACE, *options, sys.executable, SCRIPT, "live", folder], capture_output=True, check=False)


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_each_filing_is_on_the_disk_before_it_is_said(tmp_path):
    few, many = (_count("many", tmp_path / str(number), "fsync") for number in (3, 23))
    assert 20 <= many - few <= 21


def test_a_first_start_that_was_cut_is_finished_by_the_next(tmp_path):
    """A key without a database is what a kill leaves there; a database without a key is not."""
    first = tmp_path / "data"
    child.opened(first).close()
    for name in ("store.db", "store.id"):
        (first / name).unlink()
    child.opened(first).close()
    (first / "store.id").unlink()
    child.opened(first).close()
    assert (first / "store.id").exists()
    (first / "keys" / "store.key").unlink()
    with pytest.raises(StoreError) as told:
        child.opened(first)
    assert told.value.code == "store.key-missing" and not (first / "keys" / "store.key").exists()
