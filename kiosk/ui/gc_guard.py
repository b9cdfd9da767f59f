"""Garbage with widgets in it is collected on the painting thread, and nowhere else."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 200
"""Often enough that little gathers, rarely enough to cost nothing."""


class GcGuard(QObject):
    """Takes the collector away from the worker threads while it lives: from before the first of them to after the last.

    Python collects cyclic garbage in whatever thread happens to allocate. A widget freed away from the painting thread
    brings the whole process down, now and then, far from its cause.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on, self._settled = gc.isenabled(), False
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def settle(self) -> None:
        """Set aside what was made so far: it stays for the life of the window, and need not be looked through again.
        Once more where more has been made that stays.

        Not where somebody has set things aside before: that process outlives its windows, and this one is to be freed.
        """
        if self._settled:
            gc.collect()
        if self._settled or not gc.get_freeze_count():
            gc.freeze()
            self._settled = True

    def sweep(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        due = [
            number
            for number, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit
        ]
        if due:
            gc.collect(due[-1])

    def sweep_all(self) -> None:
        """Collect whatever there is: for when nobody waits."""
        gc.collect()

    def close(self) -> None:
        """Give the collector back, with nothing left for it that a thread of somebody else's could trip over."""
        self._timer.stop()
        gc.collect()
        if self._settled:
            gc.unfreeze()
        if self._was_on:
            gc.enable()
