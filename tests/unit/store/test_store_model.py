"""The outbox against the transition table: whatever is done to it, in whatever order, through restarts too."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import TRANSITIONS, Applicant, Event, Filing, Sync
from kiosk.errors import AlreadyFiled, TransitionError
from kiosk.store import Reserve, Store

START = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
OFFICIAL = "H15.50.05.13-261123-0001"


def filing(child: str) -> Filing:
    who = Applicant("Vàng Thị Mỷ", "999162001234")
    return Filing("1.001193", "v", "KS", "H15.50.05.13", "DV01", who, child, {}, (), {})


@dataclass
class Expected:
    draft: str
    child: str
    sync: Sync = Sync.QUEUED
    attempts: int = 0
    next_try: datetime | None = None


class Outbox(RuleBasedStateMachine):
    codes = Bundle("codes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = START
        self.expected: dict[str, Expected] = {}
        self.entries = 0

    @initialize()
    def begins(self) -> None:
        self.store = self.opened()

    def opened(self) -> Store:
        return Store.open(self.folder / "data", lambda: self.now, reserve=Reserve(0, 0, 0))

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(target=codes, draft=st.sampled_from("abcd"), child=st.sampled_from(["Khuê", "Mai"]))
    def file(self, draft: str, child: str) -> str:
        held = next((code for code, item in self.expected.items() if item.draft == draft), None)
        if held and self.expected[held].child != child:
            with pytest.raises(AlreadyFiled):
                self.store.outbox.file(draft, filing(child), self.now)
            return held
        made = self.store.outbox.file(draft, filing(child), self.now)
        if held:
            assert made.code == held
        else:
            self.expected[made.code] = Expected(draft, child)
            self.entries += 1
        return made.code

    @rule(
        code=codes,
        event=st.sampled_from([event for event in Event if event is not Event.LOST]),
        minutes=st.integers(-5, 5),
    )
    def step(self, code: str, event: Event, minutes: int) -> None:
        at = self.now + timedelta(minutes=minutes)
        acts = {
            Event.ATTEMPT: lambda: self.store.outbox.claim(code),
            Event.SETTLE: lambda: self.store.outbox.settle(code, f"{OFFICIAL}{list(self.expected).index(code)}"),
            Event.RETRY: lambda: self.store.outbox.retry(code, at, "line.down"),
            Event.PARK: lambda: self.store.outbox.park(code, "portal.refused"),
            Event.UNPARK: lambda: self.store.outbox.unpark(code),
            Event.SERVE: lambda: self.store.outbox.serve(code),
        }
        held = self.expected[code]
        follows = TRANSITIONS.get((held.sync, event))
        if follows is None:
            with pytest.raises(TransitionError):
                acts[event]()
            return
        assert acts[event]().sync is follows
        self.entries += 1
        waits = {Event.ATTEMPT: held.next_try, Event.RETRY: at}
        attempts = held.attempts + (event is Event.ATTEMPT)
        self.expected[code] = replace(held, sync=follows, attempts=attempts, next_try=waits.get(event))

    @rule(code=codes)
    def the_portal_has_lost_it(self, code: str) -> None:
        held = self.expected[code]
        assert self.store.reconciling.lost(code) == (held.sync is Sync.DELIVERED)
        if held.sync is Sync.DELIVERED:
            self.entries += 2  # with the alarm
            self.expected[code] = replace(held, sync=Sync.QUEUED, attempts=0, next_try=None)

    @rule(minutes=st.integers(-3, 10))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def restarts(self) -> None:
        self.store.close()
        self.store = self.opened()

    @invariant()
    def stands_as_expected(self) -> None:
        items = {item.code: item for item in self.store.outbox.list()}
        assert list(items) == list(self.expected)
        for code, held in self.expected.items():
            item = items[code]
            assert (item.sync, item.attempts, item.next_try) == (held.sync, held.attempts, held.next_try)
            assert bool(item.official) == (held.sync is Sync.DELIVERED)

    @invariant()
    def what_is_due_is_sent(self) -> None:
        ready = [
            code
            for code, held in self.expected.items()
            if held.sync is Sync.SENDING
            or (held.sync is Sync.QUEUED and (held.next_try is None or held.next_try <= self.now))
        ]
        assert [item.code for item in self.store.outbox.due(self.now)] == ready

    @invariant()
    def the_journal_tells_all_of_it(self) -> None:
        assert len(self.store.journal.entries()) == self.entries
        assert self.store.journal.verify() is None


TestOutboxModel = Outbox.TestCase
TestOutboxModel.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
