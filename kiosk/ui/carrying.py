"""A stick of the office is put in while nobody is served: a sheet offers to copy the queue onto it.

Answers that the stick brings home are applied first. A resident's own stick is never looked at further than for the
office's mark, and keeps the office's out of no other socket. A visit is never disturbed: the sheet comes at the start
screen only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QTimer

from kiosk.domain.courier import Arrived, Exported, ExportProgress
from kiosk.domain.stick import StickEvent
from kiosk.domain.stick import StickInfo as Plugged
from kiosk.domain.visit import VisitStep
from kiosk.errors import KioskError, StickGone
from kiosk.services.courier_desk import CourierDesk
from kiosk.ui.carrying_sheets import AskSheet, BusySheet, CarrySheet, EndSheet
from kiosk.ui.flow import Flow
from kiosk.ui.tasks import Tasks, Work

PATIENCE = 60_000  # ms that a sheet waits for a hand; then the next resident finds the start again


class Carrying(QObject):
    """Watches the sticks with tasks of its own: the visits' tasks are forgotten with each visit."""

    def __init__(self, flow: Flow, desk: CourierDesk, bug: Callable[[BaseException], None]) -> None:
        super().__init__(flow)
        self._flow, self._desk = flow, desk
        self._tasks = Tasks(bug, self)
        self._in: list[Plugged] = []  # as they came
        self._unmet: list[Plugged] = []  # those of them that nobody has looked at since the start is there
        self._here: Plugged | None = None  # the one that is looked at, or that the sheet is about
        self._looking = False
        self._sheet: CarrySheet | None = None
        self._stopped = Event()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._close)
        flow.entered.connect(self._entered)
        flow.shell.laid.connect(self._look)
        self._tasks.run("stick", lambda work: desk.watch(work.tell, work.cancel), failed=_nothing, news=self._on_stick)

    def close(self) -> None:
        """Stop watching; an export under way ends with the submission it is at."""
        self._stopped.set()
        self._tasks.close()

    @property
    def busy(self) -> bool:
        """Whether a stick is being written or read."""
        return self._tasks.busy("store")

    # --- sticks come and go ---------------------------------------------------------------------------------------

    def _on_stick(self, event: StickEvent) -> None:
        if event.arrived:
            self._in.append(event.stick)
            self._unmet.append(event.stick)
            self._look()
        elif self._forget(event.stick) and not isinstance(self._sheet, BusySheet):
            self._close()  # an export finds out by itself, and says so

    def _forget(self, stick: Plugged) -> bool:
        """It is out: whether it was the one at hand."""
        for sticks in (self._in, self._unmet):
            sticks[:] = [one for one in sticks if one.path != stick.path]
        at_hand = self._here is not None and self._here.path == stick.path
        if at_hand:
            self._here = None
        return at_hand

    def _entered(self, step: VisitStep) -> None:
        """What was put in during a visit is met when the start is there again."""
        if step is VisitStep.START:
            self._unmet = [one for one in self._in if not (self._looking and one is self._here)]
            self._look()
        else:
            self._sheet = None  # somebody touched the start beside it

    def _look(self) -> None:
        """At the next that waits, where nothing lies over the start: of several one after the other."""
        free = self._flow.visit.step is VisitStep.START and self._flow.shell.overlaid is None
        if self._looking or not self._unmet or not free:
            return
        self._here = stick = self._unmet.pop(0)
        self._looking = True
        self._tasks.run("store", lambda _: self._desk.arrive(stick), done=self._arrived, failed=self._not_read)

    # --- the sheet ------------------------------------------------------------------------------------------------

    def _not_read(self, _: KioskError) -> None:
        """A stick that fails before anybody asked for it is left alone."""
        self._arrived(None)

    def _arrived(self, arrived: Arrived | None) -> None:
        self._looking = False
        if arrived is None or self._here is None:
            self._look()  # at the next
            return
        if self._flow.visit.step is not VisitStep.START:
            return
        flow = self._flow
        if not arrived.waiting:
            self._show(EndSheet.nothing(flow.look, flow.strings, arrived))
            return
        ask = AskSheet(flow.look, flow.strings, arrived)
        ask.started.connect(partial(self._export, self._here))
        self._show(ask)

    def _export(self, plugged: Plugged) -> None:
        busy = BusySheet(self._flow.look, self._flow.strings)
        self._stopped = Event()
        busy.stopped.connect(self._stopped.set)
        self._show(busy, waits=False)
        stopped = self._stopped

        def work(work: Work) -> Exported:
            return self._desk.export(plugged, work.tell, lambda: stopped.is_set() or work.cancel.is_set())

        self._tasks.run("store", work, done=self._exported, failed=partial(self._failed, plugged), news=self._news)

    def _news(self, progress: ExportProgress) -> None:
        if isinstance(self._sheet, BusySheet):
            self._sheet.show_progress(progress)

    def _exported(self, report: Exported) -> None:
        self._show(EndSheet.exported(self._flow.look, self._flow.strings, report))

    def _failed(self, plugged: Plugged, error: KioskError) -> None:
        if isinstance(error, StickGone):
            self._forget(plugged)  # told here: the watch, which may see it later, does not close what is said
        self._show(EndSheet.failed(self._flow.look, self._flow.strings, error))

    def _show(self, sheet: CarrySheet, *, waits: bool = True) -> None:
        sheet.closed.connect(self._close)
        self._sheet = sheet
        self._flow.shell.overlay(sheet)
        if waits:
            self._patience.start()
        else:
            self._patience.stop()

    def _close(self) -> None:
        self._patience.stop()
        if self._sheet is not None and self._flow.shell.overlaid is self._sheet:
            self._flow.shell.overlay(None)
        self._sheet = None


def _nothing(_: KioskError) -> None:
    """Without a watch there are no sticks."""
