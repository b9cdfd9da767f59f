"""The counter's stage: desks, window and words that every presenter of it shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.services.counter.counter import CounterDesks
from kiosk.ui.counter.frame import CounterFrame
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.staff.stage import StaffStage
from kiosk.ui.tasks import Tasks


class CounterStage(StaffStage):
    """Who is signed in is asked by the services themselves, at each act."""

    def __init__(self, desks: CounterDesks, tasks: Tasks, kit: StaffKit, frame: CounterFrame) -> None:
        super().__init__(tasks, kit, frame)
        self.desks, self.frame = desks, frame
        self._asked = 0  # pages, of which the last one is shown

    def show(self, page: QWidget, section: str) -> None:
        """At once; one that is still on its way comes no more."""
        self._asked += 1
        self.frame.show_page(page, section)

    def open(
        self,
        work: Callable[[StaffSession], Any],
        show: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
    ) -> None:
        """A page that wants something read first. Whoever asked for another one meanwhile sees that one: neither
        ``show`` nor ``failed`` is called then."""
        self._asked += 1
        asked = self._asked

        def in_time(then: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda value: then(value) if asked == self._asked else None

        self.act(work, in_time(show), in_time(failed or self.tell))

    def say_after(self, text: str) -> None:
        """That something was done, above the page that was asked for before."""
        self.run(lambda: None, lambda _: self.frame.show_word(text))

    def act(
        self,
        work: Callable[[StaffSession], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
        lane: str = "store",
    ) -> None:
        """With whoever is signed in; nothing where nobody is. ``lane``: of its own, where the answer is waited for. An
        act whose failure is told above the page takes away what stands there of one before, once it is done."""
        if (session := self.session) is None:
            return

        def well(value: Any) -> None:
            if failed is None:
                self.frame.show_fault("")
            done(value)

        self.run(lambda: work(session), well, failed, lane)
