"""Durable filings a second, against plain SQLite with the same durability, in one run.

    python bench/store.py [--filings N] [--rounds N] [--folder DIR] [--syncs]
    python bench/store.py --papers [--rounds N]
    python bench/store.py --alike [--filings N]

A filing carries a 20 kB form and is encrypted, signed, journalled in a hash chain and indexed; the yardstick is one
INSERT of 20 kB into an unencrypted table, WAL and synchronous=FULL, one commit each. Both take turns in rounds on the
same disk, so that the ratio holds where the absolute numbers do not. ``--syncs`` counts fsync with strace.

``--papers`` keeps papers of 300 kB and 3 MB as the store does, in pieces inside the database, and as sealed files
beside it with a row each: written beside, synced, renamed, the folder synced, the row committed. Durable puts and
whole reads, in turns.

``--alike`` files N forms of 4 kB and asks which of them look like another, as handing in does: three digests each.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import Applicant, Filing
from kiosk.store import Reserve, Store

FORM = 20_000  # bytes


def filing(number: int) -> Filing:
    answers = {f"field.{key:03}": {"value": "ă" * 60 + f"{key + number}", "origin": "typed"} for key in range(110)}
    made = Filing(
        procedure="1.001193",
        version="2026-04-15",
        prefix="KS",
        unit="H15.50.05.13",
        kiosk="DV01",
        applicant=Applicant("Vàng Thị Mỷ", "999162001234"),
        subject="Sùng Minh Khuê",
        answers=answers,
        documents=(),
        consents={"card": True},
    )
    assert abs(len(made.canonical()) - FORM) < FORM / 10, len(made.canonical())
    return made


def store_round(store: Store, first: int, filings: int) -> float:
    """Filings a second, one durable transaction each."""
    made = [filing(number) for number in range(first, first + filings)]
    begun = time.perf_counter()
    for number, one in enumerate(made, start=first):
        store.outbox.file(f"d{number}", one, datetime(2026, 11, 23, 9, 30, tzinfo=ZONE))
    return filings / (time.perf_counter() - begun)


def plain_round(connection: sqlite3.Connection, filings: int) -> float:
    payload = [os.urandom(FORM) for _ in range(filings)]
    begun = time.perf_counter()
    for one in payload:
        connection.execute("INSERT INTO items (data) VALUES (?)", [one])
        connection.commit()
    return filings / (time.perf_counter() - begun)


def plain(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "plain.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, data BLOB)")
    connection.commit()
    return connection


def compare(folder: Path, filings: int, rounds: int) -> None:
    ours, theirs = [], []
    yardstick = plain(folder)
    with Store.open(folder / "data", lambda: datetime.now(ZONE)) as store:
        for number in range(rounds):
            ours.append(store_round(store, number * filings, filings))
            theirs.append(plain_round(yardstick, filings))
    yardstick.close()
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    print(f"store   {statistics.median(ours):8.0f} filings/s (encrypted, signed, chained, 20 kB)")
    print(f"sqlite3 {statistics.median(theirs):8.0f} inserts/s (plain, WAL, FULL, 20 kB)")
    print(f"ratio   {ratio:8.2f} (median of {rounds} rounds of {filings})")


def syncs(folder: Path, filings: int) -> None:
    """fsync calls a filing: the difference between two runs of different length."""

    def counted(number: int) -> int:
        log, data = folder / f"trace{number}", folder / f"data{number}"
        child = [sys.executable, __file__, "--only", str(number), "--folder", str(data)]
        subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=fsync,fdatasync", *child], check=True)
        return len(re.findall(r"\b(?:fsync|fdatasync)\(", log.read_text()))

    few, many = 10, 10 + filings
    print(f"syncs   {(counted(many) - counted(few)) / filings:8.3f} a filing (over {filings})")


class Files:
    """Papers as files: AES-256-GCM, named by content, each with its row in a plain SQLite of the same durability."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._rows = folder, plain(folder)
        self._cipher = AESGCM(os.urandom(32))

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        nonce, beside = os.urandom(12), self._folder / f"{name}.part"
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600)
        os.write(handle, nonce + self._cipher.encrypt(nonce, data, name.encode()))
        os.fsync(handle)
        os.close(handle)
        beside.rename(self._folder / name)
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        self._rows.execute("INSERT INTO items (data) VALUES (?)", [name])
        self._rows.commit()
        return name

    def get(self, name: str) -> bytes:
        data = (self._folder / name).read_bytes()
        return self._cipher.decrypt(data[:12], data[12:], name.encode())


def papers(folder: Path, rounds: int) -> None:
    """Milliseconds, median and p95, of a durable put and of a whole read."""
    files = Files(folder / "files")
    with Store.open(folder / "data", lambda: datetime.now(ZONE), reserve=Reserve(0, 0, 0)) as store:

        def piecewise(data: bytes) -> str:
            return store.documents.put(data, key="k", name="k.pdf", media_type="application/pdf").sha256

        ways = {"in pieces": (piecewise, store.documents.get), "as files": (files.put, files.get)}
        for size in (300_000, 3_000_000):
            taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
            for _ in range(rounds):
                for name, (put, get) in ways.items():
                    taken[name] += [_timed(put, get, os.urandom(size)) for _ in range(10)]
            for name, found in taken.items():
                put_ms, get_ms = ([one[at] * 1000 for one in found] for at in (0, 1))
                cuts = statistics.quantiles(put_ms, n=20)
                told = f"put {cuts[9]:6.1f} ms (p95 {cuts[18]:6.1f})   get {statistics.median(get_ms):6.1f} ms"
                print(f"{size:>8} bytes {name:<10} {told}")


def _timed(put: Callable[[bytes], str], get: Callable[[str], bytes], data: bytes) -> tuple[float, float]:
    begun = time.perf_counter()
    name = put(data)
    kept = time.perf_counter()
    assert get(name) == data
    return kept - begun, time.perf_counter() - kept


def alike(folder: Path, filings: int) -> None:
    """Milliseconds, median and p95, of the look for filings that look the same, as more and more lie here."""
    with Store.open(folder, lambda: datetime.now(ZONE), reserve=Reserve(0, 0, 0)) as store:
        for number in range(filings):
            texts = [f"{number} {way}" for way in range(3)]
            form = replace(filing(number), answers={"child.name": {"value": "ă" * 1500, "origin": "typed"}})
            store.outbox.file(f"d{number}", form, datetime(2026, 11, 23, 9, 30, tzinfo=ZONE), alike=texts)
            if number + 1 in (100, 1_000, 10_000, filings):
                taken = [
                    _looked(store, number // 2, found=1),
                    *(_looked(store, -one, found=0) for one in range(1, 200)),
                ]
                cuts = statistics.quantiles([one * 1000 for one in taken], n=20)
                print(f"{number + 1:>6} filings   look {cuts[9]:6.2f} ms (p95 {cuts[18]:6.2f})")


def _looked(store: Store, number: int, found: int) -> float:
    begun = time.perf_counter()
    assert len(store.outbox.like([f"{number} {way}" for way in range(3)])) == found
    return time.perf_counter() - begun


def only(folder: Path, filings: int) -> None:
    with Store.open(folder, lambda: datetime.now(ZONE)) as store:
        store_round(store, 0, filings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filings", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; a temporary folder otherwise")
    parser.add_argument("--syncs", action="store_true")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--papers", action="store_true")
    parser.add_argument("--alike", action="store_true")
    args = parser.parse_args()
    if args.only is not None:
        return only(args.folder, args.only)
    work: Callable[[Path], None] = (
        (lambda folder: syncs(folder, args.filings))
        if args.syncs
        else (lambda folder: compare(folder, args.filings, args.rounds))
    )
    if args.papers:
        work = lambda folder: papers(folder, args.rounds)  # noqa: E731 - as above
    if args.alike:
        work = lambda folder: alike(folder, args.filings)  # noqa: E731 - as above
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        work(Path(folder))
    return None


if __name__ == "__main__":
    main()
