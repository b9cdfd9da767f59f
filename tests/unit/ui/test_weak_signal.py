"""What outlives its listeners keeps nothing of them."""

import gc

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from kiosk.ui.weak_signal import WeakSignal


class Listener(QObject):
    def __init__(self, told: list[str], name: str) -> None:
        super().__init__()
        self._told, self._name = told, name

    def hear(self) -> None:
        self._told.append(self._name)


def test_in_the_order_of_connecting_and_not_after_they_are_gone(qapp):
    signal, told = WeakSignal(), list[str]()
    first, second, third = (Listener(told, name) for name in ("first", "second", "third"))
    signal.connect(first.hear)
    signal.connect(second.hear)
    signal.connect(third.hear)
    signal.connect(lambda: told.append("plain"))
    del second
    gc.collect()
    delete(third)  # its Qt side alone, as deleteLater does
    signal.emit()
    assert told == ["first", "plain"] and len(signal) == 3
    del third
    gc.collect()
    assert len(signal) == 2


def test_who_goes_while_it_is_told_is_passed_over(qapp):
    signal, told = WeakSignal(), list[str]()
    last = Listener(told, "last")
    signal.connect(lambda: delete(last))
    signal.connect(last.hear)
    signal.emit()
    assert told == []


def test_a_method_of_qts_own_is_refused(qapp):
    with pytest.raises(TypeError):
        WeakSignal().connect(QObject().deleteLater)
