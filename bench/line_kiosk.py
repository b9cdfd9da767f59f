"""A kiosk at the near end of bench/sync.py's line: PAPER [--urgent SECONDS]. Ends when that paper's filing has arrived.

With ``--urgent``, a form of 10 KB is filed every so often meanwhile; told is how many seconds each waited.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from link import FAR

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import Sync
from kiosk.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.policy import Policy
from kiosk.sync.watcher import Watcher
from sandbox import OFFICE, Desk, filing, settings

DUE = datetime(2026, 11, 25, 14, 0, tzinfo=ZONE)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paper", type=Path)
    parser.add_argument("--urgent", type=float, default=0.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), office_time) as store:
        code = Desk(store).file(args.paper.read_bytes()).code
        portal = Portal(settings(f"http://{FAR}:8640", connect_timeout=10.0, read_timeout=60.0), OFFICE.unit)
        portal.probe_interval = 3.0
        policy = Policy(random.random)
        engine = Engine(store, portal, PassTiming(policy, office_time), PassOffice(OFFICE, catalogue.procedure))
        watcher = Watcher(engine, lambda _: None, print)
        changed = threading.Event()
        store.outbox.subscribe(watcher.wake)
        store.outbox.subscribe(changed.set)
        watcher.start()
        following, serial = time.monotonic() + 15, 0
        while store.outbox.get(code).sync is not Sync.DELIVERED:
            changed.wait(0.5)
            changed.clear()
            if args.urgent and time.monotonic() >= following:
                following, serial = time.monotonic() + args.urgent, serial + 1
                print(f"{wait_for_number(store, serial):.2f}", flush=True)
        watcher.stop()
        portal.close()


def wait_for_number(store: Store, serial: int) -> float:
    """File a form of 10 KB; seconds until its number is here."""
    long = {f"note.{n}": {"value": "xã " * 33, "origin": "typed"} for n in range(55)}
    form = replace(filing(subject=f"SÙNG THỊ DỢ {serial}"), answers=long)
    began = time.monotonic()
    code = store.outbox.file(f"urgent-{serial}", form, DUE).code
    while not store.outbox.get(code).official:
        time.sleep(0.02)
    return time.monotonic() - began


main()
