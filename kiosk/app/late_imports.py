"""What the first picture does not wait for, loaded soon after it: staff's pages, a fifth of the window's code.

All of it is there before somebody comes with a PIN, and before what lies on the disk may be another program's.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

ROOMS = ("kiosk.ui.staff", "kiosk.ui.counter", "kiosk.ui.maintenance")
ALONE = ("kiosk.app.maintenance_desks",)
AFTER, EVERY, BUSY = 4000, 60, 2000  # ms after the start, between two modules, and while somebody stands there


def late_modules() -> Iterator[str]:
    for room in ROOMS:
        path = importlib.import_module(room).__path__
        yield from (f"{room}.{one.name}" for one in pkgutil.iter_modules(path))
    yield from ALONE


class LateImports(QObject):
    """One module after another on the painting thread, where widgets' classes are made, whenever ``free`` says that
    nobody stands there. ``done`` is called after the last."""

    def __init__(self, free: Callable[[], bool], done: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._free, self._done = free, done
        self._left = late_modules()
        self._next = QTimer(self, singleShot=True, interval=AFTER)
        self._next.timeout.connect(self.step)
        self._next.start()

    def step(self) -> None:
        if not self._free():
            self._next.start(BUSY)
        elif (name := next(self._left, None)) is not None:
            importlib.import_module(name)
            self._next.start(EVERY)
        else:
            self._done()

    def close(self) -> None:
        self._next.stop()
