"""The shape of the database moves on with a verified copy before each step, and never backwards."""

from __future__ import annotations

import json

import pytest

from kiosk.errors import StoreDamaged, StoreTooNew
from kiosk.store import Store
from kiosk.store.database import connection, file_keys
from kiosk.store.database.migrations import migrations
from kiosk.store.database.opening import BEFORE, DATABASE


@pytest.fixture
def old(folder, clock, filing, monkeypatch):
    """A store as the first version left it, with one filing; and the program of that time gone."""
    first = [step for step in migrations._migrations if step.name == "first"]
    with monkeypatch.context() as then:
        then.setattr(migrations, "_migrations", first)
        from kiosk.store.keys.keyring import KeyFile

        folder.mkdir(mode=0o700)
        plain = connection.Database(folder / DATABASE, KeyFile(folder / "keys").create())
        content = filing().canonical().decode()
        plain.write(lambda db: _file(db, content, filing().digest()))
        plain.close()
    return folder


def _file(db, content: str, digest: str) -> None:
    db.execute("INSERT INTO submissions (id, code, draft, sync) VALUES (1, 'KS-AAAA-A1', 'd1', 'queued')")
    db.execute(
        "INSERT INTO filings VALUES (1, '', ?, '2026-11-20T09:00:00+07:00', '2026-11-25T09:00:00+07:00', 'r', ?)",
        [digest, content],
    )


def test_an_older_store_is_brought_up_with_a_copy_beside(old, clock):
    with Store.open(old, clock) as store:
        (item,) = store.outbox.list()
        assert item.code == "KS-AAAA-A1"
        shown = store._database.read(lambda db: db.execute("SELECT day, procedure FROM submissions").fetchall())
        assert shown == [("2026-11-20", json.loads(item.filing.canonical())["procedure"])]
    assert (old / BEFORE).stat().st_mode & 0o777 == 0o600


def test_the_copy_is_a_whole_store_of_the_old_shape(old, clock, monkeypatch):
    Store.open(old, clock).close()
    (old / BEFORE).replace(old / DATABASE)
    with Store.open(old, clock) as again:
        assert len(again.outbox.list()) == 1


def test_a_copy_that_does_not_read_back_stops_the_step(old, clock, monkeypatch):
    monkeypatch.setattr(file_keys, "first_bad_page", lambda _: "cipher_integrity_check: page 3")
    before = (old / DATABASE).read_bytes()
    with pytest.raises(StoreDamaged):
        Store.open(old, clock)
    assert (old / DATABASE).read_bytes() == before and not (old / BEFORE).exists()


def test_a_step_that_fails_leaves_the_old_shape(old, clock, monkeypatch):
    def fails(db) -> None:
        db.execute("ALTER TABLE submissions ADD COLUMN half TEXT")
        raise ZeroDivisionError

    steps = [*migrations._migrations, migrations._Migration("later", fails)]
    with monkeypatch.context() as later:
        later.setattr(migrations, "_migrations", steps)
        with pytest.raises(ZeroDivisionError):
            Store.open(old, clock)
    with Store.open(old, clock) as store:
        assert len(store.outbox.list()) == 1


def test_a_newer_store_is_refused_and_left_alone(folder, clock):
    with Store.open(folder, clock) as store:
        store._database.write(
            lambda db: db["_sqlite_migrations"].insert({"migration_set": "store", "name": "ninth", "applied_at": "x"})
        )
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(StoreTooNew, match="ninth"):
        Store.open(folder, clock)
    assert (folder / DATABASE).read_bytes() == before


def test_the_copy_goes_with_the_next_start_that_finds_all_well(old, clock):
    Store.start(old, clock).close()
    assert (old / BEFORE).exists()
    Store.start(old, clock).close()
    assert not (old / BEFORE).exists()
