"""A long row of kills at random instants: how many filings were lost, doubled or damaged.

    python bench/kills.py [--kills N] [--seed N] [--folder DIR]

A child files one dossier after another (paper, draft, filing, attempt, settlement) and says each code once the store
has promised it; after a random moment it is killed with SIGKILL. Another child opens what is left and compares it with
what was said. The same store lives through all kills of a row of 100, so that damage would add up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from kiosk.domain.calendar import ZONE
from kiosk.domain.events import Kind
from kiosk.domain.submission import Applicant, DocumentRef, Filing, Sync
from kiosk.store import Draft, Reserve, Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
ROW = 100  # kills that one store lives through
LONGEST = 0.06  # seconds from the first promise of a life to the kill


def opened(folder: Path) -> Store:
    return Store.open(folder, lambda: NOW, reserve=Reserve(0, 0, 0))


def filing(number: int, paper: DocumentRef) -> Filing:
    who = Applicant("Vàng Thị Mỷ", "999162001234")
    answers = {"child.name": {"value": f"Sùng Minh {number}", "origin": "typed"}}
    return Filing("1.001193", "v", "KS", "H15.50.05.13", "DV01", who, "Sùng Minh Khuê", answers, (paper,), {})


def live(folder: Path, voice: int) -> None:
    """File until killed. Goes on with the draft that the last life left."""
    with opened(folder) as store:
        number = len(store.outbox.list())
        for item in store.outbox.due(NOW):
            _send(store, item.code)
        while True:
            paper = store.documents.put(
                b"%PDF" + number.to_bytes(8, "big") * 9000,
                key="giay_chung_sinh",
                name="a.pdf",
                media_type="application/pdf",
            )
            store.drafts.save(Draft(f"d{number}", "1.001193", "v", {}, (paper,)))
            os.write(voice, f"draft {number}\n".encode())
            code = store.outbox.file(f"d{number}", filing(number, paper), NOW).code
            os.write(voice, f"filed {number} {code}\n".encode())
            _send(store, code)
            os.write(voice, f"sent {number} {code}\n".encode())
            number += 1


def _send(store: Store, code: str) -> None:
    store.outbox.begin(code)
    store.outbox.settle(code, "H15.50.05.13-261123-0001")


def verify(folder: Path, said: list[str], voice: int) -> None:
    """Tell what was lost, doubled or damaged, as a JSON object of counts."""
    found: Counter[str] = Counter()
    with opened(folder) as store:
        store.check()
        items = store.outbox.list()
        found["doubled"] += len(items) - len({item.filing.canonical() for item in items})
        filed = sum(written.entry.kind is Kind.SUBMISSION_FILED for written in store.journal.entries())
        found["journal"] += filed != len(items)
        found["failed"] += "failed" in said  # it ended before the kill: the store refused to go on
        for text in said:
            if text == "failed":
                continue
            what, number, *code = text.split()
            held, draft = store.outbox.of_draft(f"d{number}"), store.drafts.get(f"d{number}")
            found["both"] += bool(held and draft)
            found["lost"] += not (held or draft)
            found["changed"] += bool(code) and (held is None or held.code != code[0])
            found["unsent"] += what == "sent" and (held is None or held.sync is not Sync.DELIVERED)
        found["papers"] += sum(store.documents.size(item.filing.documents[0].sha256) is None for item in items)
        found["filings"] = len(items)
    os.write(voice, json.dumps(found).encode())


def one_life(folder: Path, chance: random.Random) -> list[str]:
    """What was said before the kill."""
    ear, voice = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            live(folder, voice)
        finally:
            os._exit(1)
    os.close(voice)
    heard = os.read(ear, 1 << 16)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while more := os.read(ear, 1 << 16):
        heard += more
    os.close(ear)
    said = heard.decode().splitlines()
    return said if os.WIFSIGNALED(status) else [*said, "failed"]


def looked_at(folder: Path, said: list[str]) -> dict[str, int]:
    ear, voice = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            verify(folder, said, voice)
        finally:
            os._exit(0)
    os.close(voice)
    os.waitpid(child, 0)
    heard = os.read(ear, 1 << 16)
    os.close(ear)
    if not heard:
        return {"damaged": 1}
    told: dict[str, int] = json.loads(heard)
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    chance, total, filings = random.Random(args.seed), Counter[str](), 0
    with tempfile.TemporaryDirectory(dir=args.folder) as base:
        for kill in range(args.kills):
            folder = Path(base) / str(kill // ROW)
            found = looked_at(folder, one_life(folder, chance))
            count = found.pop("filings", 0)
            total.update(found)
            if kill % ROW == ROW - 1 or kill == args.kills - 1:
                filings += count
    faults = {name: count for name, count in total.items() if count}
    print(f"{args.kills} kills, {filings} filings, seed {args.seed}: {faults or 'none lost, doubled or damaged'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
