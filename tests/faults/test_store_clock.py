"""A clock that jumps back ten years, or forward one: nothing is lost, sent early, erased early or let in early."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from arriving import arrived

from kiosk.domain.submission import Legal, Sync
from kiosk.store import Draft, Store
from kiosk.store.filings.retention import Terms
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document

JUMPS = {"back ten years": timedelta(days=-3653), "forward a year": timedelta(days=365)}
TERMS = Terms(documents_days=30, draft_days=3)


@pytest.fixture(params=JUMPS)
def jump(request: pytest.FixtureRequest) -> timedelta:
    return JUMPS[request.param]


def test_what_waits_is_sent_all_the_same(box: Kiosk, portal: PortalServer, jump: timedelta) -> None:
    """Also what was to wait until an hour that is now ten years away."""
    first = box.desk.file(document(3_000, 1))
    box.store.outbox.claim(first.code)
    box.store.outbox.retry(first.code, box.clock() + timedelta(minutes=4), "line.down")
    box.clock.forward(jump.total_seconds())
    second = box.desk.file(document(3_000, 2))
    box.engine = box.fresh_engine()
    assert box.engine.run_once().error is None
    assert {item.code: item.sync for item in box.store.outbox.list()} == {
        first.code: Sync.DELIVERED,
        second.code: Sync.DELIVERED,
    }
    assert {one.reference for one in portal.dossiers.newest()} == {f"DV01/{first.code}", f"DV01/{second.code}"}


def test_an_attempt_under_way_stays_this_process_own(tmp_path: Path, box: Kiosk, jump: timedelta) -> None:
    code = box.desk.file(document(3_000, 1)).code
    box.store.outbox.claim(code)
    box.clock.forward(jump.total_seconds())
    assert box.store.outbox.settle(code, "H15.50.05.13-261123-0001").official
    box.store.outbox.set_legal(code, Legal.ACCEPTED)
    box.store.check()


def test_nothing_is_erased_early(box: Kiosk, jump: timedelta) -> None:
    code = box.desk.file(document(3_000, 1)).code
    box.store.drafts.save(Draft("d", "1.001193", "v", {}, (), "owner"))
    box.engine.run_once()
    arrived(box.store, code)
    box.store.retention.tidy(TERMS)
    box.clock.forward(jump.total_seconds())
    for _ in range(2):
        assert box.store.retention.tidy(TERMS).documents == 0
        assert box.store.drafts.get("d") is not None
    (paper,) = box.store.outbox.get(code).filing.documents
    assert box.store.documents.get(paper.sha256) == document(3_000, 1)


def test_the_journal_and_the_next_start_hold(tmp_path: Path, jump: timedelta) -> None:
    moment = [datetime.fromisoformat("2026-11-23T09:30:00+07:00")]
    for number in range(3):
        with Store.start(tmp_path, lambda: moment[0]) as store:
            store.drafts.save(Draft(f"d{number}", "1.001193", "v", {}, (), "owner"))
            latest = store.drafts.latest("owner")
            assert latest is not None and latest.id == f"d{number}", (
                "the order is what happened, not what the clock said"
            )
            store.journal.checkpoint()
            store.check()
        moment[0] += jump if number == 0 else -jump
