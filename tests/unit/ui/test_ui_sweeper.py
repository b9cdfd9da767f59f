"""Widgets that nobody holds any more are freed on the painting thread, whoever is allocating."""

import gc
import threading

from PySide6.QtCore import QObject

from kiosk.ui.gc_guard import GcGuard

freed_in: list[threading.Thread] = []


class Knot(QObject):
    """A widget's fate: it is held by nothing but itself."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        freed_in.append(threading.current_thread())


def allocate_elsewhere() -> None:
    """Enough new objects in another thread to call Python's own collector many times."""
    thread = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    thread.start()
    thread.join()


def test_a_worker_never_frees_a_widget(qapp, qtbot):
    freed_in.clear()
    was_on = gc.isenabled()
    sweeper = GcGuard()
    try:
        Knot()
        allocate_elsewhere()
        assert freed_in == []
        kept = [[] for _ in range(2_000)]  # what makes a collection due
        qtbot.waitUntil(lambda: bool(freed_in))
    finally:
        sweeper.close()
    assert freed_in == [threading.main_thread()] and kept
    assert gc.isenabled() is was_on


def test_what_a_house_leaves_is_gone_before_anybody_else_collects(qapp):
    freed_in.clear()
    gc.enable()
    sweeper = GcGuard()
    sweeper.settle()
    Knot()
    sweeper.close()
    assert freed_in == [threading.main_thread()] and gc.isenabled()


def test_without_it_a_worker_does(qapp):
    """What the sweeper is for: should Python ever stop doing this, the sweeper may go."""
    freed_in.clear()
    gc.enable()
    Knot()
    allocate_elsewhere()
    assert freed_in and freed_in[0] is not threading.main_thread()
