"""Start, and what a person allows the kiosk to do."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from kiosk.config import Office
from kiosk.domain.events import Kind
from kiosk.domain.visit import Move, Step
from kiosk.ui.flow import Flow
from kiosk.ui.resident import ConsentScreen, Screen, StartScreen


class Entering(QObject):
    """Steps START and CONSENT."""

    _line_changed = Signal()

    def __init__(self, flow: Flow, office: Office) -> None:
        super().__init__(flow)
        self._flow = flow
        self.start = StartScreen(flow.look, flow.strings, office)
        self.consent = ConsentScreen(flow.look, flow.strings)
        self.start.begin.connect(flow.begin_visit)
        self.start.languageChosen.connect(flow.set_language)
        self.start.textSizeAsked.connect(flow.shell.textSizeAsked)
        self.start.officerAsked.connect(flow.call_officer)
        self.consent.agreed.connect(self._agreed)
        self.consent.moved.connect(lambda _: flow.ask_to_leave())
        self._line_changed.connect(self._show_line)
        flow.services.line.subscribe(self._line_changed.emit)

    def enter(self, step: Step) -> Screen:
        if step is Step.START:
            self._show_line()
            return self.start
        return self.consent

    def _show_line(self) -> None:
        self.start.set_online(self._flow.services.line.up)

    def _agreed(self, consents: dict[str, bool]) -> None:
        visit = self._flow.visit
        visit.visitor = replace(visit.visitor, consents=consents, language=self._flow.strings.language)
        said = {purpose: "yes" if given else "no" for purpose, given in consents.items()}
        self._flow.note(Kind.CONSENT_GIVEN, **said)
        self._flow.move(Move.AGREE if consents.get("card", False) else Move.WITHOUT_CARD)

    def leave(self, step: Step) -> None:
        pass

    def wipe(self) -> None:
        self.consent.reset()
