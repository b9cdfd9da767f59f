"""An order for the counter: its days here are data, a person may have it erased, an older database takes it in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.store import Reserve, Store, Terms, Wish
from kiosk.store.database.migrations import migrations

TERMS = Terms(documents_days=30, draft_days=3)
RESERVE = Reserve(0, 0, 0)


@pytest.fixture
def order(store, clock, filing):
    return store.outbox.file("o1", replace(filing(), order_days=30), clock())


def days(store, clock, count: int) -> None:
    for _ in range(count):
        clock.pass_by(days=1)
        store.retention.tidy(TERMS)


def test_it_goes_when_its_days_are_over_done_or_not(store, clock, filing, order):
    store.retention.tidy(TERMS)
    store.outbox.serve(store.outbox.file("o2", replace(filing(child="Mai"), order_days=30), clock()).code)
    days(store, clock, 29)
    assert store.outbox.get(order.code).filing.applicant.full_name
    clock.pass_by(days=1)
    assert store.retention.tidy(TERMS).orders == 2
    gone = store.outbox.list(Sync.COUNTER, Sync.SERVED)
    assert [(one.filing.applicant.full_name, one.filing.subject, one.filing.answers) for one in gone] == [
        ("", "", {})
    ] * 2
    erased = [one.entry.about for one in store.journal.entries() if one.entry.kind is EventKind.ORDER_ERASED]
    assert erased == [one.code for one in gone]
    entries = len(store.journal.entries())
    days(store, clock, 3)
    assert len(store.journal.entries()) == entries
    store.check()


def test_a_person_may_have_it_erased_at_once(store, order):
    request = store.retention.ask(order.code, Wish.ERASE)
    assert request.done is not None
    assert store.outbox.get(order.code).filing.subject == ""


def test_a_dossier_is_no_order(store, clock, filing):
    code = store.outbox.file("d1", filing(), clock()).code
    assert store.outbox.get(code).sync is Sync.QUEUED and store.outbox.pending_count() == 1


def test_nothing_waits_for_the_line_where_there_are_orders_alone(store, clock, filing, order):
    """Before, an order counted as waiting to be sent, for good, done or not."""
    assert store.line_book.waiting_since() is None
    store.outbox.serve(order.code)
    assert store.line_book.waiting_since() is None
    clock.pass_by(days=1)
    sent = store.outbox.file("d1", filing(), clock())
    assert store.line_book.waiting_since() == sent.filed_at


def test_an_older_database_takes_orders_in(folder, clock, filing, monkeypatch):
    steps = [one for one in migrations._migrations if one.name != "orders"]
    with monkeypatch.context() as older:
        older.setattr(migrations, "_migrations", steps)
        with Store.open(folder, clock, reserve=RESERVE) as first:
            before = first.outbox.file("d1", filing(), clock())
    with Store.open(folder, clock, reserve=RESERVE) as now:
        assert now.outbox.get(before.code) == before
        order = now.outbox.file("o1", replace(filing(child="Mai"), order_days=3), clock())
        assert now.outbox.get(order.code).sync is Sync.COUNTER
        now.check()
