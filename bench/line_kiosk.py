"""A kiosk for bench/sync.py, at the near end of its line: PAPER. Ends when the filing with that paper is delivered."""

import argparse
import random
import tempfile
import time
from pathlib import Path

from link import FAR
from sandbox import OFFICE, Desk, settings

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.domain.submission import Sync
from kiosk.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.policy import Policy
from kiosk.sync.portal import Portal

parser = argparse.ArgumentParser()
parser.add_argument("paper", type=Path)
args = parser.parse_args()
with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), office_time) as store:
    code = Desk(store).file(args.paper.read_bytes()).code
    url = f"http://{FAR}:8640"
    portal = Portal(settings(url, connect_timeout=10.0, read_timeout=60.0), OFFICE.unit)
    engine = Engine(store, portal, Policy(random.random), office_time, office=OFFICE, procedure=catalogue.procedure)
    while store.outbox.get(code).sync is not Sync.DELIVERED:
        report = engine.run_once()
        print(report.told(), flush=True)
        if store.outbox.get(code).sync is not Sync.DELIVERED:
            time.sleep(0.5 if not report.rest else min(3, report.rest))
    portal.close()
