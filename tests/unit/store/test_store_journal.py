from __future__ import annotations

import pytest

from kiosk.domain.events import Entry, EventKind
from kiosk.errors import StoreDamaged
from kiosk.store.journal.hash_chain import START, Break, JournalHead


@pytest.fixture
def journal(store):
    for number in range(5):
        store.journal.append(Entry(EventKind.VISIT_ENDED, f"KS-{number}", {"how": "finished"}))
    return store.journal


def test_entries_are_numbered_without_gaps_and_chained(store, journal, clock):
    clock.pass_by(days=-9000)  # a dead battery: the clock says 2002
    journal.append(Entry(EventKind.KIOSK_STARTED))
    entries = journal.entries()
    assert [written.number for written in entries] == [1, 2, 3, 4, 5, 6]
    assert entries[-1].at < entries[0].at
    assert journal.verify() is None
    assert journal.head() == JournalHead(6, entries[-1].hash)
    assert [written.number for written in journal.entries(after=4)] == [5, 6]


def test_an_empty_journal_holds(store):
    assert store.journal.verify() is None
    assert store.journal.head() == JournalHead(0, START)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE journal SET facts = '{}' WHERE number = 3", 3),
        ("UPDATE journal SET about = 'KS-9' WHERE number = 1", 1),
        ("UPDATE journal SET at = '1990-01-01T00:00:00+07:00' WHERE number = 5", 5),
        ("UPDATE journal SET kind = 'visit.began' WHERE number = 2", 2),
        ("DELETE FROM journal WHERE number = 3", 3),
        ("DELETE FROM journal WHERE number = 1", 1),
        ("UPDATE journal SET number = 9 WHERE number = 5", 5),
        ("UPDATE journal SET hash = zeroblob(32) WHERE number = 4", 4),
    ],
)
def test_the_first_broken_link_is_named(store, journal, change, broken):
    store._database.write(lambda db: db.execute(change))
    assert journal.verify() == broken
    with pytest.raises(StoreDamaged, match=f"journal entry {broken}"):
        store.check()


def test_a_cut_tail_shows_against_a_head_that_was_kept(store, journal):
    kept = journal.head()
    store._database.write(lambda db: db.execute("DELETE FROM journal WHERE number = 5"))
    assert journal.verify() is None
    assert journal.head() != kept


def cut(store, number: int) -> None:
    store._database.write(lambda db: db.execute("DELETE FROM journal WHERE number >= ?", [number]))


def test_a_cut_tail_shows_against_the_kiosks_own_checkpoint(store, journal):
    journal.checkpoint()
    assert journal.audit() is None
    cut(store, 4)
    assert journal.verify() is None
    assert journal.audit() == Break(4, "tail")


def test_a_cut_tail_shows_against_a_head_at_the_portal_even_without_checkpoints(store, journal):
    kept = journal.checkpoint()
    cut(store, 5)
    store._database.write(lambda db: db.execute("DELETE FROM checkpoints"))
    assert journal.audit() is None
    assert journal.audit(kept) == Break(5, "tail")


def test_a_journal_written_anew_shows_against_its_checkpoint(store, journal):
    kept = journal.checkpoint()
    cut(store, 3)
    for _ in range(4):
        journal.append(Entry(EventKind.KIOSK_STARTED))
    assert journal.verify() is None
    assert journal.audit() == Break(5, "checkpoint") and journal.audit(kept).number == 5


def test_a_checkpoint_that_somebody_else_signed_is_a_break(store, journal):
    journal.checkpoint()
    store._database.write(lambda db: db.execute("UPDATE checkpoints SET signature = zeroblob(64)"))
    assert journal.audit() == Break(5, "checkpoint")


@pytest.mark.parametrize("text", ["nonsense", "KJ1:aa:5:zz:00", "KJ1:aa:5:00:00", "KJ1:5"])
def test_a_head_that_is_none_is_said(store, journal, text):
    assert journal.audit(text) == Break(0, "head")


def test_old_checkpoints_thin_out_and_the_newest_stays(store, journal):
    for _ in range(140):
        journal.append(Entry(EventKind.KIOSK_STARTED))
        journal.checkpoint()
    numbers = store._database.read(lambda db: db.execute("SELECT number FROM checkpoints ORDER BY 1").fetchall())
    assert [row[0] for row in numbers] == [64, 128, 145]
    assert journal.audit() is None
