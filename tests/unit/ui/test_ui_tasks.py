"""Background work: every task ends as success, known failure or bug, and a visit that is over hears of none."""

import threading

import pytest

from kiosk.errors import CardRemoved
from kiosk.ui.tasks import Tasks


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(qapp, bugs):
    made = Tasks(bugs.append)
    yield made
    made.close()


def test_a_result_comes_back_on_the_painting_thread(tasks, qtbot):
    came: list[tuple[int, threading.Thread]] = []
    tasks.run("card", lambda _: 7, done=lambda value: came.append((value, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(7, threading.main_thread())]


def test_a_known_failure_is_told_as_one(tasks, qtbot, bugs):
    failed: list[object] = []

    def work(_):
        raise CardRemoved

    tasks.run("card", work, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], CardRemoved) and not bugs


def test_anything_else_is_a_bug(tasks, qtbot, bugs):
    tasks.run("card", lambda _: 1 // 0, failed=lambda error: pytest.fail("no known failure"))
    qtbot.waitUntil(lambda: bool(bugs))
    assert isinstance(bugs[0], ZeroDivisionError)


def test_a_known_failure_that_nobody_expects_is_a_bug(tasks, qtbot, bugs):
    def work(_):
        raise CardRemoved

    tasks.run("card", work)
    qtbot.waitUntil(lambda: bool(bugs))
    assert isinstance(bugs[0], CardRemoved)


def test_news_comes_in_order(tasks, qtbot):
    heard: list[int] = []
    done: list[bool] = []

    def work(task):
        for number in range(5):
            task.tell(number)
        return True

    tasks.run("camera", work, news=heard.append, done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert heard == [0, 1, 2, 3, 4]


def test_a_slow_card_does_not_hold_up_the_camera(tasks, qtbot):
    go, seen = threading.Event(), []
    tasks.run("card", lambda _: go.wait(20))
    tasks.run("camera", lambda _: True, done=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    go.set()


def test_a_visit_that_is_over_hears_nothing_and_cancels_all(tasks, qtbot):
    begun, heard, after = threading.Event(), [], []

    def work(task):
        begun.set()
        assert task.cancel.wait(20)
        return "too late"

    tasks.run("card", work, done=heard.append)
    assert begun.wait(20)
    tasks.forget()
    tasks.run("card", lambda _: True, done=after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert heard == []


def test_what_is_asked_for_after_the_end_never_begins(tasks, bugs):
    tasks.close()
    begun: list[int] = []
    cancelled = tasks.run("store", lambda _: begun.append(1), failed=lambda _: begun.append(2))
    assert cancelled.is_set() and begun == [] and bugs == []
