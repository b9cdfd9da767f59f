"""The presenter of the line: its history read anew while it is looked at, and a pass at once when it is asked for."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer

from kiosk.domain.line_history import LineReport
from kiosk.domain.line_speed import LineSpeed
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.line import LinePage
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.tasks import Work

LOOK_AGAIN = 4000  # ms, while the page is shown


class LinePresenter:
    def __init__(self, stage: MaintenanceStage) -> None:
        self._stage, self._days = stage, 30
        self.page = LinePage(stage.kit)
        self.page.spanned.connect(self._span)
        self.page.tried.connect(self._try)
        self.page.measured.connect(self._measure)
        self._trial: threading.Event | None = None
        self._again = QTimer(self.page, interval=LOOK_AGAIN)
        self._again.timeout.connect(self.look)

    def open(self) -> None:
        self._stage.show(self.page, "line")
        self.look()
        self._again.start()
        self._stage.run(self._stage.desks.line.trial_bytes, self.page.show_cost)

    def close(self) -> None:
        self._again.stop()
        if self._trial is not None:
            self._trial.set()

    def look(self) -> None:
        days, line = self._days, self._stage.desks.line
        self._stage.tasks.run("store", lambda _: line.report(days), done=self._show, failed=self._stage.tell)

    def _show(self, report: LineReport) -> None:
        if self._stage.session is not None:
            self.page.show_report(report, self._days)

    def _span(self, days: int) -> None:
        self._days = days
        self.look()

    def _measure(self, most: int) -> None:
        """Said before, and ended when the page is left."""
        desks = self._stage.desks

        def work(session: StaffSession, under_way: Work) -> LineSpeed:
            desks.acts.note(session, "measure-line", bytes=str(most))
            return desks.line.measure(most, under_way.cancel)

        def failed(error: KioskError) -> None:
            self.page.show_trial_end(self._stage.sentence(error))

        self.page.show_measuring()
        self._trial = self._stage.watch(work, self.page.show_speed, failed, lane="line")

    def _try(self) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "try-line")
            desks.line.try_now()

        self._stage.act(work, lambda _: self.look())
