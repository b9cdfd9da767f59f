"""The presenter of starting anew: looked at, asked once more, looked at again, noted, and only then ended."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from kiosk.domain.restarting import RestartFacts, RestartKind, RestartObstacle
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.restart import RestartPage
from kiosk.ui.maintenance.restart_dialog import RestartDialog
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.starting_anew import StartingAnew

READ = 900  # ms for which "it ends now" stands before it does
LOOK = 1000  # ms between two looks at what stands in the way


class RestartPresenter:
    """Nothing ends while anything is written: that is asked on the thread that ends it, right before it does."""

    def __init__(self, stage: MaintenanceStage, anew: StartingAnew) -> None:
        self._stage, self._anew = stage, anew
        self.page = RestartPage(stage.kit)
        self.page.wanted.connect(self._ask)
        self._follow = QTimer(self.page, interval=LOOK)
        self._follow.timeout.connect(self._look_at_obstacle)
        self._kind = RestartKind.PROGRAM
        self._read = QTimer(self.page, singleShot=True, interval=READ)
        self._read.timeout.connect(self._end)

    def open(self) -> None:
        self._stage.show(self.page, "restart")
        self.look()

    def close(self) -> None:
        self._follow.stop()
        self._read.stop()

    def look(self) -> None:
        self._stage.act(lambda _: self._stage.desks.restarts.facts(), self._show, lane="reading")

    @property
    def _is_shown(self) -> bool:
        return self._stage.is_shown(self.page)

    def _show(self, facts: RestartFacts) -> None:
        if self._is_shown:
            self.page.show_facts(facts, self._anew.obstacle())
            self._follow.start()

    def _look_at_obstacle(self) -> None:
        facts, obstacle = self.page.facts, self._anew.obstacle()
        if facts is not None and obstacle is not self.page.obstacle:
            self.page.show_facts(facts, obstacle)

    def _ask(self, kind: RestartKind) -> None:
        dialog = RestartDialog(self._stage.kit, kind)
        dialog.dropped.connect(self._stage.frame.end_dialog)
        dialog.agreed.connect(lambda: self._begin(kind))
        self._stage.frame.show_dialog(dialog)
        dialog.drop.setFocus()

    def _begin(self, kind: RestartKind) -> None:
        self._stage.frame.end_dialog()
        if self._stands_in_the_way():
            return
        desks = self._stage.desks

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "restart", kind=kind.value)

        self._follow.stop()
        self.page.show_ending(kind)
        self._kind = kind
        self._stage.act(work, lambda _: self._noted(), self._refused)

    def _noted(self) -> None:
        if self._is_shown:  # who has gone on to something else wants to do that
            self._read.start()

    def _end(self) -> None:
        kind = self._kind
        if self._stage.session is None or self._stands_in_the_way():
            return
        if kind is RestartKind.PROGRAM:
            self._anew.begin("screen")
        else:
            self._stage.act(
                lambda _: self._stage.desks.restarts.restart_machine("screen"), lambda _: None, self._refused
            )

    def _refused(self, error: KioskError) -> None:
        self.look()
        self._stage.tell(error)

    def _stands_in_the_way(self) -> RestartObstacle | None:
        """What came up since it was looked at is shown in the place of the act."""
        obstacle = self._anew.obstacle()
        if obstacle is not None and self.page.facts is not None:
            self.page.show_facts(self.page.facts, obstacle)
            self._follow.start()
        return obstacle
