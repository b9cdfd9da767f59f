"""From a card in a hand to an identity: the key is seen or typed, the card lies on the reader, the read runs.

Two lanes work at once: the camera looks for the card's QR or the lines on its back, the reader watches whether a card
lies on it. Whichever comes first waits for the other; typed digits take the QR's place. A card that was laid first may
be lifted to be shown: that is no error, and it is waited for again.
"""

from __future__ import annotations

import enum

from PySide6.QtCore import QObject, Signal

from kiosk.devices.ports import Glimpse
from kiosk.domain.card_reading import CardKey, ReadPart, ReadProgress
from kiosk.domain.citizen import CardIdentity
from kiosk.errors import DeviceError, NoCard
from kiosk.scan.bitmap import Bitmap
from kiosk.services.visit_services import VisitServices
from kiosk.ui.tasks import Attempts, Tasks, Work

LOOK_EVERY = 0.12  # seconds between two looks for a QR: quick to the eye, light on a small machine

CAMERA_BACK = 1.0  # seconds between two tries to find a camera that is gone

GONE = 0.05  # seconds that a reader is given to say that nothing lies on it


class CardPlace(enum.Enum):
    """What the reader sees of cards."""

    LEFT = "left"  # one that was read before still lies there: it is taken away first
    LIES = "lies"
    LIFTED = "lifted"


BACK_EVERY = 4
"""Every so many looks the lines on the card's back are looked for as well: that takes ten times as long as a QR."""


class Identifying(QObject):
    """One attempt to identify a person. ``start`` may be called again for the next."""

    key_seen = Signal()  # the QR was read or the digits were typed: now the reader
    card_lies = Signal(bool)  # it was laid down, or lifted again
    card_left = Signal(bool)  # one that was read before still lies there; False: it is taken away
    reading = Signal()  # both are there
    progress = Signal(object)  # ReadProgress
    read = Signal(object)  # Identity
    failed = Signal(object)  # KioskError
    frame_shown = Signal(object)  # Bitmap, some eight a second while a code is looked for
    blind = Signal()  # the camera is gone: only typing is left, until the next frame is shown

    def __init__(self, services: VisitServices, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._key: CardKey | None = None
        self._card, self._fresh = False, False
        self._attempts = Attempts(tasks)
        self.reads = False  # a read is under way

    def start(self, *, fresh: bool = False) -> None:
        """Begin to look for a code and to wait for a card; ``fresh``: not for one that lies there already."""
        self.stop()
        self._key, self._card, self._fresh = None, False, fresh
        self._attempts.run("camera", self._look_for_code, self._code_seen, self.failed.emit, self._looked)
        self._attempts.run("card", self._watch_reader, lambda _: None, self.failed.emit, self._card_moved)

    def stop(self) -> None:
        """End whatever is under way; a read that runs is broken off. What was found too late is not told any more, and
        the card's key is forgotten."""
        self._attempts.stop()
        self._key, self.reads = None, False

    def typed(self, digits: str) -> None:
        """Six digits from the person. Raises BadCardKey."""
        self._code_seen(self._services.key_from_digits(digits))

    def _look_for_code(self, work: Work) -> CardKey | None:
        """A camera that is gone is looked for again and again."""
        while not work.cancel.is_set():
            try:
                return self._code_in_view(work)
            except DeviceError:
                work.tell(None)
            work.cancel.wait(CAMERA_BACK)
        return None

    def _code_in_view(self, work: Work) -> CardKey | None:
        station = self._services.station
        station.open()
        looks = 0
        while not work.cancel.wait(LOOK_EVERY):
            looks += 1
            glimpse = station.glimpse(back=looks % BACK_EVERY == 0)
            work.tell(glimpse.frame)
            if (key := self._key_in(glimpse)) is not None:
                return key
        return None

    def _key_in(self, glimpse: Glimpse) -> CardKey | None:
        """From the code on the card, or from the three lines on its back."""
        for text in glimpse.codes:
            if (key := self._services.key_from_code(text)) is not None:
                return key
        return glimpse.key

    def _watch_reader(self, work: Work) -> None:
        """Tell each time a card is laid down or lifted."""
        reader = self._services.reader
        if self._fresh and not reader.wait_for_removal(work.cancel, GONE):
            work.tell(CardPlace.LEFT)
            reader.wait_for_removal(work.cancel)
            work.tell(CardPlace.LIFTED)
        while not work.cancel.is_set() and reader.wait_for_card(work.cancel):
            work.tell(CardPlace.LIES)
            if reader.wait_for_removal(work.cancel):
                work.tell(CardPlace.LIFTED)

    def _read(self, key: CardKey, work: Work) -> CardIdentity:
        """A card that was moved just before has the same grace as one that is lifted in the midst."""
        reader, grace = self._services.reader, self._services.config.delays.relay
        while True:
            try:
                return reader.read(key, work.tell, work.cancel)
            except NoCard:
                work.tell(ReadProgress((), ReadPart.OPEN, 0.0, lifted=True))
                if not reader.wait_for_card(work.cancel, grace):
                    raise

    def _code_seen(self, key: CardKey | None) -> None:
        if key is None or self._key is not None or self.reads:
            return
        self._key = key
        self.key_seen.emit()
        self._read_when_ready()

    def _card_moved(self, place: CardPlace) -> None:
        self._card = place is CardPlace.LIES
        self.card_left.emit(place is CardPlace.LEFT)
        if place is not CardPlace.LEFT:
            self.card_lies.emit(self._card)
        self._read_when_ready()

    def _looked(self, frame: Bitmap | None) -> None:
        if frame is None:
            self.blind.emit()
        else:
            self.frame_shown.emit(frame)

    def _read_when_ready(self) -> None:
        if self._key is None or not self._card:
            return
        key = self._key
        self.stop()
        self.reads = True
        self.reading.emit()
        self._attempts.run(
            "card",
            lambda work: self._read(key, work),
            self.read.emit,
            self.failed.emit,
            self.progress.emit,
        )
