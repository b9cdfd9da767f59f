"""Calling an officer: the bell rings, an edge of light stays, and the words say no more than what was done.

It belongs to the kiosk and not to a visit: who called may have gone, and an officer still finds the light.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from kiosk.services.visit_services import VisitServices
from kiosk.ui.bell import Bell
from kiosk.ui.resident.overlays import OfficerCalledOverlay
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Look
from kiosk.ui.visiting import Visit

AGAIN = 20_000  # ms between two rings
RINGS = 9  # after three minutes the light alone goes on: who has not come by then does not hear it


class CallerVisit(Protocol):
    """The visit during which somebody calls."""

    services: VisitServices
    tasks: Tasks
    shell: Shell
    strings: Strings
    look: Look
    visit: Visit

    def note(self, kind: EventKind, about: str = "", **facts: str) -> None: ...

    def overlay(self, overlay: OfficerCalledOverlay) -> None: ...


class Calling(QObject):
    _changed = Signal()  # from any thread

    def __init__(self, flow: CallerVisit, bell: Bell) -> None:
        super().__init__(flow.shell)
        self._flow, self._calls, self._bell = flow, flow.services.calls, bell
        self._left = 0
        self._again = QTimer(self, interval=AGAIN)
        self._again.timeout.connect(self.ring_again)
        self._changed.connect(self._show)
        self._calls.subscribe(self._changed.emit)
        flow.shell.officerCame.connect(self.answer)
        self._show()

    def call(self) -> None:
        """Somebody touched the bell."""
        flow, step = self._flow, self._flow.visit.step.value
        flow.note(EventKind.OFFICER_CALLED, step=step)
        rang = self._bell.ring()
        self._left = RINGS - 1
        self._calls.call(step)
        if flow.visit.step is not VisitStep.START:
            flow.services.help.ask()
        self._keep()
        flow.shell.set_officer_called(True)
        overlay = OfficerCalledOverlay(flow.look, flow.strings, rang=rang)
        overlay.came.connect(self.answer)
        flow.overlay(overlay)

    def answer(self) -> None:
        """An officer is there, and said so with a long touch."""
        call = self._calls.open
        if call is None:
            return
        waited = max(0, round((self._flow.services.clock() - call.since).total_seconds() / 60))
        self._flow.note(EventKind.OFFICER_CAME, minutes=str(waited))
        self._calls.answer()
        self._keep()
        self._flow.shell.set_officer_called(False)
        if isinstance(self._flow.shell.overlaid, OfficerCalledOverlay):
            self._flow.shell.overlay(None)

    def ring_again(self) -> None:
        if self._left <= 0 or not self._bell.ring():
            self._again.stop()
        self._left = max(0, self._left - 1)

    def _show(self) -> None:
        """As the call stands now, whoever called or answered."""
        call = self._calls.open
        self._flow.shell.set_call(f"{call.since:%H:%M}" if call else None)
        if call is None:
            self._again.stop()
            self._answered_afar()
        elif self._left > 0:
            self._again.start()

    def _answered_afar(self) -> None:
        """An officer at a counter answered: what the glass says of the call is said no more, or says who comes."""
        shell, last = self._flow.shell, self._calls.answered
        shell.set_officer_called(False)
        if isinstance(shell.overlaid, OfficerCalledOverlay) and last is not None and last.person:
            shell.overlaid.show_coming(last.person)

    def _keep(self) -> None:
        self._flow.tasks.run("store", lambda _: self._calls.keep(), failed=lambda _: None)
