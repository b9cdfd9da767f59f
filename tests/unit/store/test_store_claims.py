"""One attempt at a time: whose it is, until when, and in which order."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from kiosk.domain.submission import Legal, Sync
from kiosk.errors import Claimed
from kiosk.store.database.process_identity import alive, name_of
from kiosk.store.filings import outbox


@pytest.fixture
def three(store, clock, filing):
    return [store.outbox.file(f"d{n}", filing(child=f"Sùng Minh {n}"), clock()).code for n in range(3)]


@pytest.fixture
def other(store, clock):
    """The outbox of another process: this one's parent, which lives longer than any test."""
    name = name_of(os.getppid())
    assert alive(name) and name != name_of(os.getpid())
    held = store.outbox
    return outbox.Outbox(held._database, held._journal, held._keys, held._space, held._clock, name)


def test_the_urgent_is_due_first_then_the_oldest(store, clock, three, filing):
    urgent = store.outbox.file("d9", filing(child="Sùng Minh 9"), clock(), priority=5).code
    store.outbox.hurry(three[2])
    assert [item.code for item in store.outbox.due(clock())] == [three[2], urgent, three[0], three[1]]


def test_what_one_process_sends_another_leaves_alone(store, clock, three, other):
    assert other.claim(three[0]).sync is Sync.SENDING
    assert three[0] not in [item.code for item in store.outbox.due(clock())]
    with pytest.raises(Claimed):
        store.outbox.claim(three[0])
    assert store.outbox.claim(three[1]).attempts == 1
    other.retry(three[0], None, "line.down")
    assert store.outbox.claim(three[0]).attempts == 2


def test_a_claim_of_the_living_holds_however_long_it_takes_and_whatever_the_clock_says(store, clock, three, other):
    other.claim(three[0])
    for jump in (3650, -7300):
        clock.pass_by(days=jump)
        assert three[0] not in [item.code for item in store.outbox.due(clock())]
        with pytest.raises(Claimed):
            store.outbox.claim(three[0])


def test_what_has_been_tried_since_it_was_listed_is_not_tried_by_that_list(store, clock, three, other):
    listed, numbered, _ = store.outbox.due(clock())
    other.claim(three[0])
    other.retry(three[0], clock() + timedelta(minutes=4), "line.down")
    other.claim(three[1])
    other.numbered(three[1], "H15.50.05.13-261123-0001")
    for item in (listed, numbered):
        with pytest.raises(Claimed):
            store.outbox.claim(item.code, item)
    assert store.outbox.get(three[0]).attempts == 1


def test_a_claim_from_before_the_machine_started_anew_holds_nothing(store, clock, three):
    held = store.outbox
    boot, number, began = name_of(os.getppid()).split("/")
    for gone in (f"{boot[::-1]}/{number}/{began}", f"{boot}/{number}/{int(began) - 1}"):
        theirs = outbox.Outbox(held._database, held._journal, held._keys, held._space, held._clock, gone)
        theirs.claim(three[0])
        assert store.outbox.due(clock())[0].code == three[0]
    assert store.outbox.claim(three[0]).attempts == 3


def test_the_dead_lose_their_claims_at_once(store, clock, three):
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = name_of(child.pid)
    held = store.outbox
    theirs = outbox.Outbox(held._database, held._journal, held._keys, held._space, held._clock, name)
    theirs.claim(three[0])
    assert three[0] not in [item.code for item in store.outbox.due(clock())]
    child.communicate(b"\n")
    assert not alive(name)
    assert store.outbox.due(clock())[0].code == three[0]


def test_the_days_list_is_of_that_day_newest_first(store, clock, three, filing):
    clock.pass_by(days=1)
    later = store.outbox.file("d9", filing(child="Mai"), clock()).code
    assert [line.code for line in store.outbox.day(date(2026, 11, 23))] == three[::-1]
    assert [line.code for line in store.outbox.day(date(2026, 11, 23), limit=1)] == three[-1:]
    (line,) = store.outbox.day(date(2026, 11, 24))
    assert (line.code, line.procedure, line.sync) == (later, "1.001193", Sync.QUEUED)
    assert store.outbox.day(date(2026, 11, 22)) == ()


def test_what_is_at_the_office_still_is_told_without_reading_it(store, filing, clock):
    codes = [store.outbox.file(f"d{number}", filing(child=f"Khuê {number}"), clock()).code for number in range(4)]
    for number, code in enumerate(codes[:3]):
        store.outbox.claim(code)
        store.outbox.settle(code, f"H15.50.05.13-261123-000{number}")
    store.outbox.set_legal(codes[1], Legal.HANDED_OVER)
    store.outbox.set_legal(codes[2], Legal.IN_PROGRESS)
    assert store.outbox.at_office({Legal.HANDED_OVER, Legal.STOPPED}) == (codes[0], codes[2])


def test_all_that_a_dead_line_held_back_goes_in_its_old_order(store, filing, clock):
    codes = [store.outbox.file(f"d{number}", filing(child=f"Khuê {number}"), clock()).code for number in range(3)]
    for code, reason in zip(codes, ("line.down", "portal.down", "line.down"), strict=True):
        store.outbox.claim(code)
        store.outbox.retry(code, clock() + timedelta(minutes=4), reason)
    assert store.outbox.due(clock()) == ()
    store.outbox.hurry_all("line.")
    assert [item.code for item in store.outbox.due(clock())] == [codes[0], codes[2]]
    assert [item.code for item in store.outbox.due(clock(), 1)] == [codes[0]]
