"""An officer's ``kiosk sync`` beside the running kiosk: each filing is one process's at a time, and goes up once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from kiosk.domain.events import EventKind
from kiosk_sandbox.faults import PortalFault
from sandbox import Kiosk, document, sandbox

PASS = Path(__file__).parents[1] / "one_pass.py"


def test_two_processes_share_the_queue_and_try_nothing_twice(tmp_path):
    slow = PortalFault("latency", method="PATCH", seconds=0.15, times=0)
    with sandbox(faults=[slow]) as portal:
        box = Kiosk(tmp_path / "store", portal.url)
        filed = [box.desk.file(document(4_000, n), document(5_000, 50 + n)).code for n in range(6)]
        both = [_begun(tmp_path / "store", portal.url) for _ in range(2)]
        for one in both:
            assert one.stdout and one.stdout.readline() == "ready\n"
        for one in both:
            assert one.stdin
            one.stdin.write("\n")
            one.stdin.flush()
        assert [one.wait(60) for one in both] == [0, 0]
        tried = Counter(
            one.entry.about for one in box.store.journal.entries() if one.entry.kind is EventKind.SYNC_ATTEMPT
        )
        assert tried == dict.fromkeys(filed, 1)
        assert box.store.outbox.pending_count() == 0
        assert len(portal.dossiers.newest()) == len(filed)
        box.close()


def _begun(folder: Path, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, PASS, str(folder), url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
