"""The presenter of the jobs: read anew while they are looked at; one is had run at a time, beside the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from kiosk.domain.jobs import JobRecord, JobRow
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.jobs import JobsPage
from kiosk.ui.maintenance.stage import MaintenanceStage

LOOK_AGAIN = 5000  # ms, while the page is shown


class JobsPresenter:
    def __init__(self, stage: MaintenanceStage) -> None:
        self._stage = stage
        self.page = JobsPage(stage.kit)
        self.page.wanted.connect(self.run)
        self._again = QTimer(self.page, interval=LOOK_AGAIN)
        self._again.timeout.connect(self.look)

    def open(self) -> None:
        self._stage.show(self.page, "jobs")
        self.look()
        self._again.start()

    def close(self) -> None:
        self._again.stop()

    def look(self) -> None:
        jobs = self._stage.desks.jobs
        self._stage.tasks.run("store", lambda _: jobs.rows(), done=self._show, failed=self._stage.tell)

    def _show(self, rows: Sequence[JobRow]) -> None:
        if self._stage.session is not None:
            self.page.show_rows(rows, self._stage.desks.clock())

    def run(self, key: str) -> None:
        desks = self._stage.desks
        self.page.running = key
        self.page.show_rows(self.page.rows, desks.clock())

        def work(session: StaffSession) -> JobRecord:
            desks.acts.note(session, "job", job=key)
            return desks.jobs.run(key)

        self._stage.act(work, lambda _: self._ran(), self._failed, lane="reading")

    def _ran(self) -> None:
        self.page.running = ""
        self.look()

    def _failed(self, error: KioskError) -> None:
        self._ran()
        self._stage.tell(error)
