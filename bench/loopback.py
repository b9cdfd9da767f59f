"""How much of what travels is payload, how long a pass takes on loopback, and how soon a plug that is back is noticed.

    python bench/loopback.py [--filings 20] [--kilobytes 300]

Everything is real (store, HTTP, portal, their syncs to the disk); only the line is as good as a line can be, so the
times say what our own code costs, and nothing about a satellite.
"""

from __future__ import annotations

import argparse
import queue
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.policy import Policy
from kiosk.sync.report import PassReport
from kiosk.sync.watcher import Watcher
from sandbox import OFFICE, Desk, sandbox, settings


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--filings", type=int, default=20)
    parser.add_argument("--kilobytes", type=int, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), office_time) as store, sandbox() as server:
        portal = Portal(settings(server.url), OFFICE.unit)
        policy = Policy(random.random)
        engine = Engine(store, portal, PassTiming(policy, office_time), PassOffice(OFFICE, catalogue.procedure))
        desk, chance = Desk(store), random.Random(1)
        one_pass(engine, desk, chance, args.filings, args.kilobytes * 1000)
        one_pass(engine, desk, chance, args.filings, 0)
        plug(engine, desk, portal)


def one_pass(engine: Engine, desk: Desk, chance: random.Random, filings: int, size: int) -> None:
    """Filings with one document of ``size`` bytes each, or with none."""
    for _ in range(filings):
        desk.file(*([chance.randbytes(size)] if size else []))
    report = engine.run_once()
    assert all(item.outcome == "delivered" for item in report.submissions)
    print(
        f"{filings} filings with {size // 1000} KB: {report.seconds / filings * 1000:6.1f} ms each,"
        f" wire/payload {report.bytes_sent / report.bytes_payload:.4f},"
        f" {(report.bytes_sent - report.bytes_payload) / filings:.0f} bytes each beside the payload"
    )


def plug(engine: Engine, desk: Desk, portal: Portal) -> None:
    """Pull the plug, file, put it back: seconds until the number is here, with the probe interval of a kiosk (3 s)."""
    portal.probe_interval = 3.0
    reports: queue.Queue[PassReport] = queue.Queue()
    watcher = Watcher(engine, reports.put, print).start()
    portal.line.pulled = True
    desk.file(b"x" * 50_000)
    while reports.get().line.value != "down":
        pass
    portal.line.pulled = False
    began = time.monotonic()
    while not any(item.outcome == "delivered" for item in reports.get().submissions):
        pass
    print(f"plug back -> official number: {time.monotonic() - began:.2f} s (a wire without a button: <= 3 s more)")
    watcher.stop()


if __name__ == "__main__":
    main()
