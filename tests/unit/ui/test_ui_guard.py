"""The idle watch."""

import pytest
from ui_hands import Clock

from kiosk.config import Delays
from kiosk.ui.idle_timer import IdleTimer, StartIdleTimer

QUICK = Delays(idle_ask=0.03, idle_wipe=0.06)


@pytest.fixture
def guard(qapp):
    return IdleTimer(QUICK)


def test_it_asks_and_then_wipes(guard, qtbot):
    with qtbot.waitSignals([guard.ask, guard.wipe], order="strict"):
        guard.wake()


def test_a_touch_after_the_question_stays(guard, qtbot):
    with qtbot.waitSignal(guard.ask):
        guard.wake()
    with qtbot.waitSignal(guard.stayed), qtbot.assertNotEmitted(guard.wipe):
        guard.touched()
    guard.sleep()


def test_nobody_is_asked_before_a_visit_or_after_it(guard, qtbot):
    with qtbot.assertNotEmitted(guard.ask, wait=100):
        guard.touched()
    guard.wake()
    guard.sleep()
    with qtbot.assertNotEmitted(guard.ask, wait=100):
        guard.touched()


def test_the_start_rests_once_after_the_last_touch(qapp, qtbot):
    clock = Clock()
    rest = StartIdleTimer(60.0, clock)
    rests = []
    rest.rested.connect(lambda: rests.append(clock.now))
    rest.look()
    assert rests == [], "nobody was here"
    for seconds in (0, 59, 59.5):  # each touch begins anew
        clock.now += seconds
        rest.touched()
    clock.now += 59
    rest.look()
    assert rests == []
    clock.now += 1
    rest.look()
    clock.now += 600
    rest.look()
    assert rests == [278.5]


def test_a_visit_takes_the_watch_over(qapp):
    clock = Clock()
    rest = StartIdleTimer(60.0, clock)
    rests = []
    rest.rested.connect(lambda: rests.append(clock.now))
    rest.touched()
    rest.sleep()
    clock.now += 600
    rest.look()
    assert rests == []
