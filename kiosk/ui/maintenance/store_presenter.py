"""The presenter of the store: its jobs are those of the jobs' page; a backup's bar follows what lies on the stick."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer

from kiosk.domain.jobs import JobRecord, JobRow
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.store_facts import StoreFacts
from kiosk.errors import KioskError
from kiosk.ui.maintenance.restore_presenter import RestorePresenter
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.store import JOBS, StorePage

FOLLOW = 300  # ms between two looks at how far a backup is


class StorePresenter:
    """``result``: how a job's last run ended, in words."""

    def __init__(self, stage: MaintenanceStage, result: Callable[[JobRow], str], restore: RestorePresenter) -> None:
        self._stage, self._result, self.restore = stage, result, restore
        self.page = StorePage(stage.kit)
        self._running = ""
        self.page.wanted.connect(self.run)
        self.page.exported.connect(self._export)
        self.page.restored.connect(self.restore.open)
        self.restore.page.dropped.connect(self._left_restore)
        self._follow = QTimer(self.page, interval=FOLLOW)
        self._follow.timeout.connect(self._look_at_backup)

    def open(self) -> None:
        self._stage.show(self.page, "store")
        self.page.note.setText("")
        self.look()

    def close(self) -> None:
        self._follow.stop()
        self.restore.close()

    def _left_restore(self) -> None:
        self.restore.close()
        self.open()

    def look(self) -> None:
        desks = self._stage.desks
        self._stage.act(lambda _: (desks.stored.facts(), desks.jobs.rows()), lambda known: self._show(*known))

    def _show(self, facts: StoreFacts, rows: Sequence[JobRow]) -> None:
        self.page.show_facts(facts)
        known = {one.key: one for one in rows if one.key in JOBS}
        self.page.show_results(known, {key: self._result(row) for key, row in known.items()}, self._running)

    def run(self, key: str) -> None:
        desks = self._stage.desks
        self._running = key
        self.look()
        if key == "backup":
            self.page.show_backup(0.0)
            self._follow.start()

        def work(session: StaffSession) -> JobRecord:
            desks.acts.note(session, "job", job=key)
            return desks.jobs.run(key)

        self._stage.act(work, lambda _: self._ran(), self._failed, lane="reading")

    def _ran(self) -> None:
        self._running = ""
        self._follow.stop()
        self.look()

    def _failed(self, error: KioskError) -> None:
        self._ran()
        self._stage.tell(error)

    def _look_at_backup(self) -> None:
        self._stage.tasks.run("stick", lambda _: self._stage.desks.stored.backup_done(), done=self.page.show_backup)

    def _export(self) -> None:
        desks, say = self._stage.desks, self._stage.kit.say

        def work(session: StaffSession) -> tuple[str, int]:
            desks.acts.note(session, "journal-export")
            return desks.stored.export_journal()

        def shown(known: tuple[str, int]) -> None:
            self.page.note.setText(say("store_exported", name=known[0], count=known[1]))

        self._stage.act(work, shown, lane="stick")
