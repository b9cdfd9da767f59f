"""The stage of a staff's window: who is signed in, and the one way to work off the painting thread. A known failure is
said above the page; a session that locked itself or has ended is told to the host.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError, SessionEnded, SessionLocked
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.veiled import VeiledFrame
from kiosk.ui.tasks import Tasks


class StaffStage(QObject):
    """``locked`` and ``ended`` say what the sessions said of an act."""

    locked = Signal()
    ended = Signal()

    def __init__(self, tasks: Tasks, kit: StaffKit, frame: VeiledFrame) -> None:
        super().__init__()
        self.tasks, self.kit, self._frame = tasks, kit, frame
        self.session: StaffSession | None = None
        self.closed = False  # the glass is the residents' again: what comes late has nowhere to go

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
        lane: str = "store",
    ) -> None:
        """Whoever is signed in, or nobody: the sign-in itself."""

        def well(value: Any) -> None:
            if not self.closed:
                done(value)

        self.tasks.run(lane, lambda _: work(), done=well, failed=self.failing(failed))

    def failing(self, failed: Callable[[KioskError], None] | None) -> Callable[[KioskError], None]:
        """What hears a known failure: the host, of a session's own; else ``failed``, or the line above the page."""

        def fail(error: KioskError) -> None:
            if self.closed:
                return
            if isinstance(error, SessionLocked):
                self.locked.emit()
            elif isinstance(error, SessionEnded):
                self.ended.emit()
            else:
                (failed or self.tell)(error)

        return fail

    def is_shown(self, page: QWidget) -> bool:
        return self._frame.pages.currentWidget() is page

    def tell(self, error: KioskError) -> None:
        """Above the page."""
        self._frame.tell_fault(self.sentence(error))

    def sentence(self, error: KioskError) -> str:
        """What is the matter, and what helps."""
        return f"{self.kit.strings.words.message(error)} {self.remedy(error)}"

    def remedy(self, error: KioskError) -> str:
        """What helps, for who works at this window."""
        return self.kit.strings.words.staff_remedy(error)
