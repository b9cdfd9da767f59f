"""Start, and what a person allows the kiosk to do."""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.config import Office
from kiosk.domain.disk_room import Room
from kiosk.domain.events import EventKind
from kiosk.domain.visit import Move, VisitStep
from kiosk.ui.flow import Flow
from kiosk.ui.line_sheet import LineLook
from kiosk.ui.resident import ConsentScreen, Screen, StartScreen

log = logging.getLogger(__name__)

LOOK_EVERY = 3.0  # seconds between two looks at the free space while nobody is here: a system call


class EnteringPresenter(QObject):
    """Steps START and CONSENT."""

    _line_changed = Signal()

    def __init__(self, flow: Flow, office: Office) -> None:
        super().__init__(flow)
        self._flow = flow
        self.start = StartScreen(flow.look, flow.strings, office, flow.services.packs)
        self.consent = ConsentScreen(flow.look, flow.strings)
        self.start.begin.connect(self._begin)
        self._room = Room.ENOUGH
        self._looks = QTimer(self, interval=round(LOOK_EVERY * 1000))
        self._looks.timeout.connect(self._look_for_room)
        self.start.languageChosen.connect(flow.set_language)
        self.start.languagesAsked.connect(flow.shell.languageAsked)
        self.start.textSizeAsked.connect(flow.shell.textSizeAsked)
        self.start.listenAsked.connect(flow.listening.toggle)
        self.start.offer_listening(flow.listening.mode is not None)
        self.start.officerAsked.connect(flow.call_officer)
        self.start.staffAsked.connect(flow.staff_came)
        self.consent.agreed.connect(self._agreed)
        self.consent.moved.connect(lambda _: flow.ask_to_leave())
        self._line_changed.connect(self._show_line)
        self._line = LineLook(flow, flow.services.way)
        self.start.lineAsked.connect(self._line.open)
        flow.services.line.subscribe(self._line_changed.emit)

    def enter(self, step: VisitStep) -> Screen:
        if step is VisitStep.START:
            self._show_line()
            self._look_for_room()
            self._looks.start()
            return self.start
        return self.consent

    def _show_line(self) -> None:
        self.start.set_online(self._flow.services.line.up)

    def _begin(self) -> None:
        """A visit begins only where it can also end: the disk is asked at the touch itself."""
        self._look_for_room()
        if self._room.takes_visits:
            self._flow.begin_visit()

    def _look_for_room(self) -> None:
        room = self._flow.services.records.room()
        if room is self._room:
            return
        self._room = room
        self.start.set_room(room)
        self._flow.note(EventKind.ROOM_CHANGED, room=room.value)
        log.warning("room on the disk: %s", room.value)

    def _agreed(self, consents: dict[str, bool]) -> None:
        visit = self._flow.visit
        visit.visitor = replace(visit.visitor, consents=consents, language=self._flow.strings.language)
        facts = {purpose: "yes" if given else "no" for purpose, given in consents.items()}
        self._flow.note(EventKind.CONSENT_GIVEN, **facts)
        self._flow.move(Move.AGREE if consents.get("card", False) else Move.WITHOUT_CARD)

    def leave(self, step: VisitStep) -> None:
        self._looks.stop()

    def wipe(self) -> None:
        self.consent.reset()
