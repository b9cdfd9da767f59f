"""The log is folded in beside the writers: no commit does it, and nothing is lost or left unfolded by it."""

from __future__ import annotations

import os
import threading

import pytest

from kiosk.store import Reserve, Store
from kiosk.store.database import wal_checkpoint

BIG = 300_000


def put(store: Store, count: int) -> list[str]:
    data = [os.urandom(BIG) for _ in range(count)]
    return [store.documents.put(one, key="k", name="k.pdf", media_type="application/pdf").sha256 for one in data]


@pytest.fixture
def folded(monkeypatch):
    """Told of each look at the log, on the thread that took it."""
    seen: list[tuple[str, int, int]] = []
    told = threading.Condition()
    original = wal_checkpoint._fold

    def fold(connection) -> None:
        original(connection)
        _, pages, done = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        with told:
            seen.append((threading.current_thread().name, pages, done))
            told.notify_all()

    monkeypatch.setattr(wal_checkpoint, "_fold", fold)
    return seen, told


def test_a_long_log_is_folded_by_a_thread_of_its_own(folder, clock, folded):
    seen, told = folded
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        names = put(store, 60)  # 18 MB
        with told:
            assert told.wait_for(lambda: any(done >= wal_checkpoint.PAGES for _, _, done in seen), 30)
        assert {name for name, _, _ in seen} == {"store-log"}
        store.check()
        assert all(store.documents.size(name) == BIG for name in names)
    with Store.start(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        store.check()
        assert all(store.documents.size(name) == BIG for name in names)


def test_a_short_log_costs_neither_thread_nor_connection(store):
    put(store, 2)
    assert store._database._folding._thread is None


def test_a_disk_that_refuses_costs_no_commit(folder, clock, monkeypatch, caplog):
    from sqlcipher3 import dbapi2

    asked = threading.Event()

    def refused(connection) -> None:
        asked.set()
        raise dbapi2.OperationalError("disk I/O error")

    monkeypatch.setattr(wal_checkpoint, "_fold", refused)
    monkeypatch.setattr(wal_checkpoint, "PAGES", 10)
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        (name,) = put(store, 1)
        assert store.documents.size(name) == BIG
        assert asked.wait(30)
    assert "not folded" in caplog.text
