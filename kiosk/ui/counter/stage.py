"""The counter's stage: desks, window and words that every presenter of it shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.services.counter.counter import CounterDesks
from kiosk.ui.counter.dialogs import DialogForm
from kiosk.ui.counter.frame import CounterFrame
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.staff.stage import StaffStage
from kiosk.ui.tasks import Tasks

SLOW = 700  # ms after which an answer that is waited for is said to be


class CounterStage(StaffStage):
    """Who is signed in is asked by the services themselves, at each act."""

    def __init__(self, desks: CounterDesks, tasks: Tasks, kit: StaffKit, frame: CounterFrame) -> None:
        super().__init__(tasks, kit, frame)
        self.desks, self.frame = desks, frame
        self._asked = 0  # pages and dialogs, of which the last one is shown
        self._turned = 0  # pages alone
        self._changing: set[tuple[object, ...]] = set()  # acts that are on their way, by where they began
        self._awaited = 0  # answers that somebody waits for
        self._slow = QTimer(self, singleShot=True, interval=SLOW)
        self._slow.timeout.connect(lambda: self.frame.show_wait(kit.say("waits")))
        self.locked.connect(self._await_nothing)
        self.ended.connect(self._await_nothing)

    def _await_nothing(self) -> None:
        """The session's own word came in the place of what was waited for."""
        self._changing.clear()
        self._awaited = 1
        self._answered()

    def _await(self) -> None:
        """An answer that does not come at once is said to be waited for."""
        self._awaited += 1
        if not self._slow.isActive():
            self._slow.start()

    def _answered(self) -> None:
        self._awaited = max(0, self._awaited - 1)
        if not self._awaited:
            self._slow.stop()
            self.frame.show_wait("")

    @property
    def turn(self) -> int:
        """Another one as soon as somebody asks for another page, whether that is shown yet or not."""
        return self._turned

    def show(self, page: QWidget, section: str) -> None:
        """At once; one that is still on its way comes no more."""
        self._asked += 1
        self._turned += 1
        self.frame.show_page(page, section)

    def open(
        self,
        work: Callable[[StaffSession], Any],
        show: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
    ) -> None:
        """A page that wants something read first. Whoever asked for another one meanwhile sees that one: neither
        ``show`` nor ``failed`` is called then."""
        if self.session is None:
            return
        self._turned += 1
        self._asked += 1
        asked = self._asked

        def in_time(then: Callable[[Any], None]) -> Callable[[Any], None]:
            def answered(value: Any) -> None:
                self._answered()
                if asked == self._asked:
                    then(value)

            return answered

        self._await()
        self.act(work, in_time(show), in_time(failed or self.tell))

    def ask(self, form: DialogForm) -> None:
        """A dialog about the page that is shown; one that is on its way comes no more."""
        self._asked += 1
        form.dropped.connect(self.frame.end_dialog)
        self.frame.show_dialog(form)

    def change(
        self,
        work: Callable[[StaffSession], Any],
        show: Callable[[Any], object],
        failed: Callable[[KioskError], None] | None = None,
        *,
        of: object = None,
        always: Callable[[Any], object] | None = None,
    ) -> None:
        """An act at an officer's word, from the dialog or the page where that was said. Said there again about the same
        thing (``of``) while it is on its way, it is the same word. It ends its own dialog and no other; ``show`` is
        called where nobody asked for another page meanwhile, ``always`` and ``failed`` in any case."""
        begun = dialog, turned, _ = self.frame.dialog, self._turned, of
        if self.session is None or begun in self._changing:
            return
        self._changing.add(begun)
        self._await()

        def well(value: Any) -> None:
            self._changing.discard(begun)
            self._answered()
            if dialog is not None and dialog is self.frame.dialog:
                self.frame.end_dialog()
            if turned == self._turned:
                self.frame.show_fault("")
                show(value)
            if always is not None:
                always(value)

        def fail(error: KioskError) -> None:
            self._changing.discard(begun)
            self._answered()
            (failed or self.tell)(error)

        self.act(work, well, fail)

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
