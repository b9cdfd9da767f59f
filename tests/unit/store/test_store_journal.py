from __future__ import annotations

import pytest

from kiosk.domain.events import Entry, Kind
from kiosk.errors import StoreDamaged
from kiosk.store.journal import START, Head


@pytest.fixture
def journal(store):
    for number in range(5):
        store.journal.append(Entry(Kind.VISIT_ENDED, f"KS-{number}", {"how": "finished"}))
    return store.journal


def test_entries_are_numbered_without_gaps_and_chained(store, journal, clock):
    clock.pass_by(days=-9000)  # a dead battery: the clock says 2002
    journal.append(Entry(Kind.KIOSK_STARTED))
    entries = journal.entries()
    assert [written.number for written in entries] == [1, 2, 3, 4, 5, 6]
    assert entries[-1].at < entries[0].at
    assert journal.verify() is None
    assert journal.head() == Head(6, entries[-1].hash)
    assert [written.number for written in journal.entries(after=4)] == [5, 6]


def test_an_empty_journal_holds(store):
    assert store.journal.verify() is None
    assert store.journal.head() == Head(0, START)


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
