"""Certification is an order for the counter and no dossier: it is never sent, it stands in the counter's queue until an
officer has done it, and it is counted there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_flow_every_procedure import EveryDesk, in_force

from kiosk.domain.dossier import WorkQueue
from kiosk.domain.submission import Submission, Sync
from kiosk.errors import TransitionError
from sandbox import Kiosk, sandbox

ORDERS = ("2.000815", "2.000884")


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveryDesk]:
    with sandbox() as portal:
        box = Kiosk(tmp_path_factory.mktemp("kiosk"), portal.url)
        yield EveryDesk(box, portal)
        box.close()


@pytest.fixture(params=ORDERS)
def order(request: pytest.FixtureRequest, every: EveryDesk) -> Submission:
    code = request.param
    return every.file(in_force(code), f"{code}-{request.node.name}")[1]


def test_it_is_never_sent_and_waits_for_nothing(every: EveryDesk, order: Submission) -> None:
    box = every.box
    box.clock.forward(3600)
    box.engine.run_once()
    waits = box.store.outbox.get(order.code)
    assert (waits.sync, waits.attempts, waits.official, waits.legal) == (Sync.COUNTER, 0, "", None)
    assert box.store.outbox.pending_count() == 0 and box.store.carriage.waiting() == ()
    assert not waits.filing.has_due_day, "nothing is promised before an officer has it in hand"
    for act in (box.store.outbox.claim, box.store.outbox.unpark):
        with pytest.raises(TransitionError):
            act(order.code)


def test_it_stands_in_the_counters_queue_until_it_is_done_and_is_counted(every: EveryDesk, order: Submission) -> None:
    store = every.box.store
    waiting = store.dossiers.queue_counts()
    assert waiting[WorkQueue.ORDERS] >= 1 and waiting[WorkQueue.UNSENT] == 0 == waiting[WorkQueue.DUE]
    day = order.filed_at.date()
    before = {one.procedure: one for one in store.dossiers.tally(day, day)}[order.filing.procedure]
    assert store.outbox.serve(order.code).sync is Sync.SERVED
    assert store.dossiers.queue_counts()[WorkQueue.ORDERS] == waiting[WorkQueue.ORDERS] - 1
    after = {one.procedure: one for one in store.dossiers.tally(day, day)}[order.filing.procedure]
    assert (after.filed, after.open, after.done) == (before.filed, before.open - 1, before.done + 1)
    with pytest.raises(TransitionError):
        store.outbox.serve(order.code)
