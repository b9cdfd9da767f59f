"""The procedures are read when somebody first looks for them, once, whoever asks; what cannot be read is no start."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.app.offered import OfferedProcedures, OfferReading
from kiosk.store import Store
from kiosk.ui.tasks import Tasks


class Editions:
    def __init__(self) -> None:
        self.bound: list[str] = []

    def bind(self, code: str, _version: str, _source: str) -> None:
        self.bound.append(code)


class Shelf:
    """Of a store what is asked for here."""

    def __init__(self) -> None:
        self.editions = Editions()


def offered_by(shelf: Any) -> OfferedProcedures:
    store: Store = shelf
    return OfferedProcedures(store)


def test_nothing_is_read_before_somebody_looks() -> None:
    shelf = Shelf()
    offered = offered_by(shelf)
    assert shelf.editions.bound == [] and not offered.is_new_day
    assert "1.001193" in offered.in_force
    once = list(shelf.editions.bound)
    assert set(once) == {one.code for one in offered.in_force.values()} and len(once) == len(set(once))
    assert len(offered.ended) == len(offered.ended.known) and shelf.editions.bound == once


@pytest.mark.parametrize(
    "look", [len, list, lambda them: them["1.001193"], lambda them: {**them}], ids=["len", "each", "one", "spread"]
)
def test_each_look_reads(look: Callable[[Any], Any]) -> None:
    assert look(offered_by(Shelf()).in_force)


def test_who_comes_while_they_are_read_waits_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    offered, begun, go_on = offered_by(Shelf()), threading.Event(), threading.Event()
    read, reads, found = offered._of, list[int](), list[int]()

    def slowly(day: Any) -> Any:
        reads.append(1)
        begun.set()
        go_on.wait()
        return read(day)

    monkeypatch.setattr(offered, "_of", slowly)
    threads = [threading.Thread(target=lambda: found.append(len(offered.in_force))) for _ in range(3)]
    threads[0].start()
    begun.wait()
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert reads == [1] and len(found) == 3 and len(set(found)) == 1


def test_what_cannot_be_read_ends_the_program(qapp, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    told, ended, bugs = list[BaseException](), list[int](), list[BaseException]()
    offered, tasks = offered_by(Shelf()), Tasks(bugs.append)

    def broken(_day: Any) -> Any:
        raise KeyError("a procedure out of shape")

    monkeypatch.setattr(offered, "_of", broken)
    OfferReading(offered, tasks, told.append, ended.append).begin()
    qtbot.waitUntil(lambda: bool(ended))
    tasks.close()
    assert ended[0] != 0 and [type(one) for one in told] == [KeyError] and bugs == []
