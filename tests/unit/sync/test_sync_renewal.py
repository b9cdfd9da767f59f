"""Updates that nobody asks for: once a day, when it is calm, and never again what was turned down."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.errors import LineDown, UpdateMissing
from kiosk.sync.updates.renewal import Renewal


class Day:
    """A kiosk's notes, clock, line and portal."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        self.noted: dict[str, str] = {}
        self.calm, self.asked = True, 0
        self.answer: bool | Exception = False
        self.renewal = self.started()

    def started(self) -> Renewal:
        def bug(error: BaseException) -> None:
            raise error

        return Renewal(self, lambda: self.now, lambda: self.calm, self.take, bug)

    def get(self, name: str) -> str:
        return self.noted.get(name, "")

    def set(self, name: str, value: str) -> None:
        self.noted[name] = value

    def take(self) -> bool:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def day() -> Day:
    return Day()


def test_once_a_day_over_restarts_too(day: Day) -> None:
    for _ in range(3):
        day.renewal.look()
        day.renewal = day.started()
    assert day.asked == 1
    day.now += timedelta(days=1)
    day.renewal.look()
    assert day.asked == 2


def test_not_while_something_of_a_residents_waits(day: Day) -> None:
    day.calm = False
    day.renewal.look()
    assert not day.asked
    day.calm = True
    day.renewal.look()
    assert day.asked == 1


def test_a_cut_is_tried_again_the_same_day(day: Day) -> None:
    day.answer = LineDown("gone")
    with pytest.raises(LineDown):
        day.renewal.look()
    day.answer = True
    day.renewal.look()
    assert day.asked == 2 and day.renewal.waits


def test_a_portal_without_updates_is_asked_once_a_day(day: Day) -> None:
    day.answer = UpdateMissing("404")
    day.renewal.look()
    day.renewal.look()
    assert day.asked == 1 and not day.renewal.waits


def test_what_came_waits_until_the_next_start(day: Day) -> None:
    day.answer = True
    day.renewal.look()
    day.answer, day.now = False, day.now + timedelta(days=1)
    day.renewal.look()
    assert day.renewal.waits


def test_stops_at_once(day: Day) -> None:
    day.renewal.start()
    day.renewal.stop()
    assert not any(thread.name == "updates" for thread in threading.enumerate())
