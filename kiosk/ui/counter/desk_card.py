"""A card at the counter: its code seen or its six digits typed, the read, and that it still lies there.

For signing in and for who fetches a result. What was read is forgotten as soon as the card is lifted.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.domain.citizen import CardIdentity
from kiosk.domain.device_health import State
from kiosk.errors import BadCardKey, KioskError, NoReader
from kiosk.services.visit_services import VisitServices
from kiosk.ui.counter.card_pane import CardStage
from kiosk.ui.identifying import Identifying
from kiosk.ui.tasks import Attempts, Tasks, Work

BACK_AFTER = 1.0
"""Seconds between two looks for a reader that was pulled."""


class DeskCard(QObject):
    """One card at a time. ``read``: a CardIdentity. ``lifted``: it is gone after it was read. ``stays``: whether one
    that nobody waits for any more still lies there; no key is tried on it before it is taken away. ``back``: a reader
    that was gone is there again."""

    stage_changed = Signal(object)
    read = Signal(object)
    lifted = Signal()
    stays = Signal(bool)
    back = Signal()
    failed = Signal(object)  # KioskError

    def __init__(self, services: VisitServices, tasks: Tasks) -> None:
        super().__init__()
        self._services = services
        self._hands = Identifying(services, tasks, self)
        self._watch = Attempts(tasks)
        self.stage = CardStage.WAITING
        self._lies = False  # the last one, which was read or would not do
        self.waits = False  # somebody's card is waited for
        self._hands.card_lies.connect(lambda lies: self._at(CardStage.LIES if lies else CardStage.WAITING))
        self._hands.card_left.connect(self._left)
        self._hands.key_seen.connect(lambda: self._at(CardStage.SEEN))
        self._hands.reading.connect(lambda: self._at(CardStage.READING))
        self._hands.read.connect(self._read)
        self._hands.failed.connect(self._failed)

    def start(self) -> None:
        """Wait for a card, whatever was before: the next person's is never the one that still lies there."""
        self._watch.stop()
        self.waits = True
        self._at(CardStage.WAITING)
        self._hands.start(fresh=self._lies)

    def rest(self) -> None:
        """Nobody waits for a card; what was read is forgotten. One that lies there is watched until it is lifted."""
        self.waits = False
        self._hands.stop()
        self._watch.stop()
        self._services.station.forget()
        if self._lies:
            self.stays.emit(True)
            self.watch_lifting()

    def stop(self) -> None:
        """Look at nothing; what was read is forgotten."""
        self._lies = False
        self.rest()

    def typed(self, digits: str) -> None:
        """The six digits on the card."""
        try:
            self._hands.typed(digits)
        except BadCardKey as error:
            self.failed.emit(error)

    def watch_lifting(self) -> None:
        """Say once when no card lies there."""
        reader = self._services.reader
        self._watch.run("card", lambda work: reader.wait_for_removal(work.cancel), self._gone, lambda _: None)

    def _read(self, identity: CardIdentity) -> None:
        self._at(CardStage.READ)
        self._lies = True
        self.watch_lifting()
        self.read.emit(identity)

    def _gone(self, lifted: bool) -> None:
        if lifted:
            self._left(False)
            self.lifted.emit()

    def _left(self, lies: bool) -> None:
        if lies or self._lies:
            self._lies = lies
            self.stays.emit(lies)

    def _failed(self, error: KioskError) -> None:
        """What is wrong with this one; the next card is waited for once it is lifted, or once there is a reader."""
        self._at(CardStage.FAILED)
        self.failed.emit(error)
        if isinstance(error, NoReader):
            self._watch.run("card", self._wait_for_reader, lambda there: self._returned() if there else None)
        else:
            self._lies = True
            self.watch_lifting()

    def _returned(self) -> None:
        self.start()
        self.back.emit()

    def _wait_for_reader(self, work: Work) -> bool:
        """Whether it was put back before anybody ended this."""
        while not work.cancel.wait(BACK_AFTER):
            if self._services.reader.health().state is State.READY:
                return True
        return False

    def _at(self, stage: CardStage) -> None:
        self.stage = stage
        self.stage_changed.emit(stage)
