"""The presenter of officers' computers: a code shown for as long as it is good, the list, a revocation."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.counters import CODE_LASTS, KnownCounter
from kiosk.ui.maintenance.counters import CountersPage
from kiosk.ui.maintenance.stage import MaintenanceStage

LOOK = 3000  # ms between two looks at who has come in


class CountersSection:
    def __init__(self, stage: MaintenanceStage) -> None:
        self._stage = stage
        self.page = CountersPage(stage.kit)
        self.page.asked.connect(self.invite)
        self.page.revoked.connect(self.revoke)
        self._looks, self._ends = QTimer(stage), QTimer(stage)
        self._looks.setInterval(LOOK)
        self._looks.timeout.connect(self.look)
        self._ends.setSingleShot(True)
        self._ends.setInterval(round(CODE_LASTS.total_seconds() * 1000))
        self._ends.timeout.connect(self._forget)
        self._invited = ""
        self._shown: tuple[KnownCounter, ...] | None = None

    def open(self) -> None:
        self._forget()
        self._stage.show(self.page, "counters")
        self.look()

    def close(self) -> None:
        """The code is shown on this page alone."""
        self._forget()

    def look(self) -> None:
        """Who has come in: a code that was used is shown no more."""
        self._stage.act(self._stage.desks.counters.list, self._show, begins=False)

    def _show(self, known: tuple[KnownCounter, ...]) -> None:
        if self._invited and not any(one.name == self._invited and one.state == "invited" for one in known):
            self._forget()
        if known != self._shown:
            self._shown = known
            self.page.show_counters(known)

    def invite(self, name: str, key_print: str) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> str:
            code = desks.counters.invite(session, name, key_print)
            desks.acts.note(session, "counter-invited", counter=name)
            return code

        def done(code: str) -> None:
            if not self._stage.is_shown(self.page):
                return  # left meanwhile: the code is shown on this page alone
            self._invited = name
            self.page.show_code(code, name, desks.clock() + CODE_LASTS)
            self._ends.start()
            self._looks.start()
            self.look()

        self._stage.act(work, done, self._stage.tell)

    def revoke(self, name: str) -> None:
        desks = self._stage.desks
        self._stage.act(lambda session: desks.counters.revoke(session, name), lambda _: self.look(), self._stage.tell)

    def _forget(self) -> None:
        self._invited, self._shown = "", None
        self._looks.stop()
        self._ends.stop()
        self.page.show_code("", "", None)
