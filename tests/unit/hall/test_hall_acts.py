"""Idempotency keys: one act, however often it is asked, at once or later, by whom the disk refuses or a bug ends."""

from __future__ import annotations

import threading

import pytest

from kiosk.errors import ActBroken, ActDoneBefore, DiskFull, HallProtocol
from kiosk.hall.acts import ANSWERS, KEPT, ActLedger


class Paper:
    """Notes that outlive a ledger. ``full``: the disk takes nothing."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.full = False

    def get(self, name: str) -> str:
        return self.notes.get(name, "")

    def set(self, name: str, value: str) -> None:
        if self.full:
            raise DiskFull("full")
        self.notes[name] = value


class Work:
    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> bytes:
        self.done += 1
        return b"answer %d" % self.done


def test_asked_again_it_is_done_once_and_answers_the_same() -> None:
    ledger, work = ActLedger(Paper()), Work()
    assert [ledger.once("k", b"a", work) for _ in range(3)] == [b"answer 1"] * 3
    with pytest.raises(HallProtocol):
        ledger.once("k", b"b", work)
    assert ledger.once("l", b"a", work) == b"answer 2"


def test_asked_again_while_it_is_being_done_it_waits_for_that_answer() -> None:
    ledger, work = ActLedger(Paper()), Work()
    begun, go = threading.Event(), threading.Event()
    answers: list[bytes] = []

    def slow() -> bytes:
        begun.set()
        go.wait()
        return work()

    threads = [threading.Thread(target=lambda: answers.append(ledger.once("k", b"a", slow))) for _ in range(2)]
    threads[0].start()
    begun.wait()
    threads[1].start()
    go.set()
    for one in threads:
        one.join()
    assert answers == [b"answer 1"] * 2 and work.done == 1


def test_after_a_start_what_was_done_is_not_done_again_and_what_broke_off_is_not_either() -> None:
    paper, work = Paper(), Work()
    before = ActLedger(paper)
    before.once("done", b"a", work)
    with pytest.raises(ZeroDivisionError):
        before.once("broken", b"a", _breaks)
    with pytest.raises(ActBroken):
        before.once("broken", b"a", work)
    after = ActLedger(paper)
    with pytest.raises(ActDoneBefore):
        after.once("done", b"a", work)
    with pytest.raises(ActBroken):
        after.once("broken", b"a", work)
    assert after.once("new", b"a", work) == b"answer 2"


def test_a_full_disk_before_it_leaves_nothing_done_and_one_after_it_keeps_the_answer() -> None:
    paper, work = Paper(), Work()
    ledger = ActLedger(paper)
    paper.full = True
    with pytest.raises(DiskFull):
        ledger.once("k", b"a", work)
    assert work.done == 0
    paper.full = False
    assert ledger.once("k", b"a", work) == b"answer 1"

    def fills() -> bytes:
        paper.full = True
        return work()

    assert ledger.once("l", b"a", fills) == b"answer 2"
    paper.full = False
    with pytest.raises(ActBroken):
        ActLedger(paper).once("l", b"a", work)


def test_it_remembers_the_newest_and_takes_no_more_room() -> None:
    paper, work = Paper(), Work()
    ledger = ActLedger(paper)
    for number in range(KEPT + 5):
        ledger.once(f"k{number}", b"a", work)
    assert len(paper.notes) == KEPT + 1 and len(ledger._acts) == ANSWERS
    after = ActLedger(paper)
    for number in (5, KEPT + 4):
        with pytest.raises(ActDoneBefore):
            after.once(f"k{number}", b"a", work)
    with pytest.raises(ActDoneBefore):  # gone from memory, not from the notes
        ledger.once(f"k{KEPT - ANSWERS}", b"a", work)


def _breaks() -> bytes:
    raise ZeroDivisionError
