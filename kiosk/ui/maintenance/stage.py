"""Maintenance's stage: desks, window and words that every section shares."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import CardTimeout, KioskError, ScannerGone
from kiosk.services.maintenance.desks import MaintenanceDesks
from kiosk.ui.maintenance.frame import MaintenanceFrame
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.staff.stage import StaffStage
from kiosk.ui.tasks import Tasks, Work


class MaintenanceStage(StaffStage):
    """Each act asks once more whether whoever is signed in may do it."""

    kit: MaintenanceKit

    def __init__(self, desks: MaintenanceDesks, tasks: Tasks, kit: MaintenanceKit, frame: MaintenanceFrame) -> None:
        super().__init__(tasks, kit, frame)
        self.desks, self.kit, self.frame = desks, kit, frame

    def show(self, page: MaintenancePage, section: str) -> None:
        if self.session is not None:
            self.frame.show_page(page, section)

    def remedy(self, error: KioskError) -> str:
        return self.kit.strings.words.technician_remedy(error)

    def act(
        self,
        work: Callable[[StaffSession], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
        *,
        lane: str = "store",
        begins: bool = True,
    ) -> threading.Event | None:
        """With whoever is signed in and may do it; nothing where nobody is. ``begins``: what went wrong before stands
        no more; not so where a timer looks."""
        return self.watch(lambda session, _: work(session), done, failed, lane=lane, begins=begins)

    def watch(
        self,
        work: Callable[[StaffSession, Work], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None] | None = None,
        news: Callable[[Any], None] | None = None,
        *,
        lane: str = "store",
        begins: bool = True,
    ) -> threading.Event | None:
        """The same for work that tells how far it is, and that is cancelled by what this returns. What was waited for
        until it was given up did not fail to come."""
        if (session := self.session) is None:
            return None
        if begins:
            self.frame.show_fault("")

        def whole(under_way: Work) -> Any:
            self.desks.acts.require(session)
            return work(session, under_way)

        fail = self.failing(failed)

        def unless_given_up(error: KioskError) -> None:
            if not (cancel.is_set() and isinstance(error, CardTimeout | ScannerGone)):
                fail(error)

        cancel = self.tasks.run(lane, whole, done=done, failed=unless_given_up, news=news)
        return cancel
