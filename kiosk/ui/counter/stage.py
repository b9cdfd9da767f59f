"""The counter's stage: desks, window and words that every presenter of it shares, and the one way to work off the
painting thread. A known failure is said above the page; a session that locked itself or has ended is told to the host.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError, SessionEnded, SessionLocked
from kiosk.services.counter.counter import CounterDesks
from kiosk.ui.counter.frame import CounterFrame
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.tasks import Tasks


class CounterStage(QObject):
    """``locked`` and ``ended`` say what the sessions said of an act."""

    locked = Signal()
    ended = Signal()

    def __init__(self, desks: CounterDesks, tasks: Tasks, kit: StaffKit, frame: CounterFrame) -> None:
        super().__init__()
        self.desks, self.kit, self.frame = desks, kit, frame
        self._tasks = tasks
        self.session: StaffSession | None = None

    def show(self, page: QWidget, section: str) -> None:
        self.frame.show_page(page, section)

    def act(
        self,
        work: Callable[[StaffSession], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
    ) -> None:
        """With whoever is signed in; nothing where nobody is."""
        if (session := self.session) is not None:
            self.run(lambda: work(session), done, failed)

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[KioskError], None] | None = None
    ) -> None:
        def fail(error: KioskError) -> None:
            if isinstance(error, SessionLocked):
                self.locked.emit()
            elif isinstance(error, SessionEnded):
                self.ended.emit()
            else:
                (failed or self.say)(error)

        self._tasks.run("store", lambda _: work(), done=done, failed=fail)

    def say(self, error: KioskError) -> None:
        self.frame.show_fault(self.sentence(error))

    def sentence(self, error: KioskError) -> str:
        words = self.kit.strings.words
        return f"{words.message(error)} {words.remedy(error)}"
