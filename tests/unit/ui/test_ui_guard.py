"""The idle watch."""

import pytest

from kiosk.config import Delays
from kiosk.ui.idle_timer import IdleTimer

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
