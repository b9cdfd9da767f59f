from __future__ import annotations

import stat

import pytest

from kiosk.errors import KioskError, StoreDamaged
from kiosk.store import Store


@pytest.mark.parametrize(
    ("pragma", "wanted"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: 1, the default of WAL, can lose commits at a power cut
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("cipher_page_size", "4096"),
    ],
)
def test_the_database_is_set_for_durability(store, pragma, wanted):
    assert store._database.read(lambda db: db.execute(f"PRAGMA {pragma}").fetchone()[0]) == wanted


def test_the_sqlite_beneath_has_no_known_wal_corruption(store):
    text = store._database.read(lambda db: db.execute("SELECT sqlite_version()").fetchone()[0])
    assert tuple(map(int, text.split("."))) >= (3, 51, 3)


def test_only_this_account_may_look_in(store, folder):
    modes = {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in [folder, *folder.rglob("*")]
        if "public" not in path.parts
    }
    assert modes.pop("keys") == modes.pop(".") == 0o700
    assert modes and set(modes.values()) == {0o600}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE filings SET content = replace(content, 'Khuê', 'Mai')", "the content of KS-"),
        ("UPDATE pieces SET data = zeroblob(length(data))", "document "),
        ("DELETE FROM pieces", "document "),
        ("DELETE FROM journal", "the journal on KS-"),
        ('UPDATE journal SET facts = replace(facts, \'"digest":"\', \'"digest":"0\')', "the journal on KS-"),
    ],
)
def test_the_check_names_what_was_changed_behind_its_back(store, clock, paper, filing, change, said):
    store.outbox.file("d1", filing(paper), clock())
    store.check()
    assert store._database.write(lambda db: db.execute(change).rowcount) == 1
    with pytest.raises(StoreDamaged) as told:
        store.check()
    assert told.value.detail.startswith(said) and "Khuê" not in told.value.detail


def test_notes_outlive_a_restart(folder, clock):
    with Store.open(folder, clock) as store:
        assert store.notes.get("clock.floor") == ""
        store.notes.set("clock.floor", "1")
        store.notes.set("clock.floor", "2")
    with Store.open(folder, clock) as store:
        assert store.notes.get("clock.floor") == "2"


def test_a_bug_in_a_job_comes_out_as_itself_and_leaves_nothing(store):
    def job(db):
        db.execute("INSERT INTO notes (name, value) VALUES ('a', 'b')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store._database.write(job)
    assert store.notes.get("a") == ""
    with pytest.raises(Exception, match="no such table") as told:
        store._database.read(lambda db: db.execute("SELECT * FROM nowhere"))
    assert not isinstance(told.value, KioskError)
