"""A signal of something that outlives whoever listens: it holds them weakly and keeps no trace of those that are gone.

Qt's own would do, but PySide notes each connection from Python until its *sender* is destroyed (6.11, libpyside/
dynamicslot.cpp, ``connectionHash``). The look and the words live as long as the window and every widget of every page
listens to them: the notes would grow with each visit, and all of them are looked through whenever a button goes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from types import MethodType
from typing import Any
from weakref import ref

from PySide6.QtCore import QObject
from shiboken6 import isValid


class _Listener(ref[Any]):
    """Who listens, and by which method."""

    __slots__ = ("method", "number")

    number: int
    method: Callable[[Any], object]


class WeakSignal:
    """Without arguments, on one thread. Listeners are called in the order in which they connected."""

    def __init__(self) -> None:
        self._numbers = count()
        self._listeners: dict[int, _Listener | Callable[[], object]] = {}

    def connect(self, slot: Callable[[], object]) -> None:
        """A method is called for as long as its object lives; a plain function for as long as the signal does.

        TypeError for a method of Qt's own: it cannot be held weakly.
        """
        number = next(self._numbers)
        if not isinstance(slot, MethodType):
            if getattr(slot, "__self__", None) is not None:
                raise TypeError(f"{slot} is not written in Python")
            self._listeners[number] = slot
            return
        listener = self._listeners[number] = _Listener(slot.__self__, self._forget)
        listener.number, listener.method = number, slot.__func__

    def _forget(self, listener: ref[Any]) -> None:
        self._listeners.pop(listener.number, None)  # type: ignore[attr-defined]

    def emit(self) -> None:
        """Call whoever listens now. An object whose Qt side is gone, also in the middle of this, is passed over."""
        for listener in tuple(self._listeners.values()):
            if not isinstance(listener, _Listener):
                listener()
                continue
            owner = listener()
            if owner is not None and (not isinstance(owner, QObject) or isValid(owner)):
                listener.method(owner)

    def __len__(self) -> int:
        """How many listen."""
        return len(self._listeners)
