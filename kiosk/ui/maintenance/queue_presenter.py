"""The presenter of the queue: read anew while it is looked at, each act in the journal; a stick may be pulled."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer

from kiosk.domain.courier import Arrived, Exported
from kiosk.domain.queue_item import QueueItem
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.queue import QueuePage
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.tasks import Work

LOOK_AGAIN = 3000  # ms, while the page is shown


class QueuePresenter:
    def __init__(self, stage: MaintenanceStage) -> None:
        self._stage = stage
        self.page = QueuePage(stage.kit)
        self._cancel: threading.Event | None = None
        self.page.acted.connect(self.act)
        self.page.papers.connect(self._send_papers)
        self.page.exported.connect(self._export)
        self.page.homed.connect(self._home)
        self.page.stopped.connect(self._stop)
        self._again = QTimer(self.page, interval=LOOK_AGAIN)
        self._again.timeout.connect(self.look)

    def open(self) -> None:
        self._stage.show(self.page, "queue")
        self.look()
        self._again.start()

    def close(self) -> None:
        """An export under way ends with the submission it is at."""
        self._again.stop()
        self._stop()

    def look(self) -> None:
        rounds = self._stage.desks.queue
        self._stage.tasks.run("store", lambda _: rounds.waiting(), done=self._show, failed=self._stage.tell)

    def _show(self, items: tuple[QueueItem, ...]) -> None:
        if self._stage.session is not None:
            self.page.show_items(items, self._stage.desks.clock())
            if self._stage.is_shown(self.page):
                self._stage.frame.command.setText(self.page.command)

    def act(self, what: str, code: str) -> None:
        desks = self._stage.desks
        acts = {"retry": desks.queue.retry, "park": desks.queue.park, "unpark": desks.queue.unpark}

        def work(session: StaffSession) -> None:
            desks.acts.note(session, f"queue-{what}", code=code)
            acts[what](code)

        self._stage.act(work, lambda _: self.look())

    def _send_papers(self) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "send-papers")
            desks.queue.send_papers()

        self._stage.act(work, lambda _: self.look())

    # --- the office's stick ---

    def _export(self) -> None:
        desks = self._stage.desks
        self.page.show_exporting(None)

        def work(session: StaffSession, under_way: Work) -> tuple[Exported, str]:
            stick = desks.sticks.first()
            desks.acts.note(session, "courier-export")
            return desks.queue.export(stick, under_way.tell, under_way.cancel), stick.label

        self._cancel = self._stage.watch(
            work, lambda known: self.page.show_exported(*known), self._failed, self.page.show_exporting, lane="stick"
        )

    def _home(self) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> Arrived | None:
            desks.acts.note(session, "courier-home")
            return desks.queue.bring_home(desks.sticks.first())

        self._stage.act(work, self._came, self._failed, lane="stick")

    def _came(self, arrived: Arrived | None) -> None:
        say = self._stage.kit.strings.say
        if arrived is None:
            self.page.show_home(self._stage.kit.say("stick_strange"))
            return
        home = arrived.home
        counts = {"settled": len(home.settled), "parked": len(home.parked), "told": len(home.changed)}
        self.page.show_home(say("courier.home", **counts))
        self.look()

    def _failed(self, error: KioskError) -> None:
        self.page.show_stick_failure(self._stage.sentence(error))

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.set()
