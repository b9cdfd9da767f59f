"""The tests' own look at every object (tests/collector.py)."""

from __future__ import annotations

import threading
import time

from collector import every_object


def test_a_tuple_that_another_thread_fills_meanwhile_is_left_whole() -> None:
    broken, over = list[BaseException](), threading.Event()

    def fill() -> None:
        try:
            while not over.is_set():
                tuple(one for one in range(300_000))
                time.sleep(0)  # as a thread that reads: it lets the others run
        except SystemError as error:
            broken.append(error)

    other = threading.Thread(target=fill)
    other.start()
    try:
        for _ in range(30):
            with every_object() as objects:
                assert any(one is other for one in objects)
    finally:
        over.set()
        other.join()
    assert broken == []
