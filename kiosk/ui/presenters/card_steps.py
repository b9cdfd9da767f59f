"""A card, step by step: shown, laid down, read, and who it says this is. Whose it is, the presenters over it know."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer

from kiosk.domain import citizen
from kiosk.domain.card_reading import ReadProgress
from kiosk.domain.events import EventKind
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import BadCardKey, KioskError
from kiosk.scan.bitmap import Bitmap
from kiosk.ui.flow import Flow
from kiosk.ui.identifying import Identifying
from kiosk.ui.resident import HelloScreen, IdentifyScreen, ReadingScreen, Screen, TroubleScreen
from kiosk.ui.tasks import Attempts
from kiosk.ui.widgets import image_of


@dataclass(frozen=True)
class CardScreens:
    identify: IdentifyScreen
    reading: ReadingScreen
    trouble: TroubleScreen
    hello: HelloScreen


class CardSteps:
    """Wires the four screens of a card to one reader; subclasses say what becomes of a card that was read."""

    FRESH = False  # True: a card that lies there already is another's, and is taken away first

    def __init__(self, flow: Flow, screens: CardScreens) -> None:
        self._flow = flow
        self._hands = Identifying(flow.services, flow.tasks, flow)
        self._faces = Attempts(flow.tasks)
        self._patience = QTimer(flow, singleShot=True, interval=round(flow.services.config.delays.card_wait * 1000))
        self.identify, self.reading = screens.identify, screens.reading
        self.trouble, self.hello = screens.trouble, screens.hello
        of_card: tuple[Screen, ...] = (self.identify, self.reading, self.trouble, self.hello)
        self._screens: dict[VisitStep, Screen] = {screen.step: screen for screen in of_card}
        self._connect_hands()
        self._connect_screens()

    def _connect_hands(self) -> None:
        self._hands.key_seen.connect(self._key_seen)
        self._hands.card_lies.connect(self.identify.set_card)
        self._hands.card_left.connect(self.identify.set_left)
        self._hands.frame_shown.connect(self._on_frame)
        self._hands.blind.connect(self._blind)
        self._hands.reading.connect(lambda: self._flow.move(Move.KEY_SEEN))
        self._hands.progress.connect(self._progress)
        self._hands.read.connect(self._read)
        self._hands.failed.connect(self._failed)

    def _connect_screens(self) -> None:
        move = self._flow.move
        self._patience.timeout.connect(self.identify.offer_help)
        self.identify.officerAsked.connect(self._flow.call_officer)
        self.identify.canTyped.connect(self._typed)
        self.identify.withoutCard.connect(self._without_card)
        self.identify.moved.connect(move)
        self.reading.stopAsked.connect(lambda: move(Move.BACK))
        self.reading.moved.connect(move)
        self.trouble.again.connect(lambda: move(Move.AGAIN))
        self.trouble.typeDigits.connect(self._type_digits)
        self.trouble.withoutCard.connect(self._without_card)
        self.trouble.officerAsked.connect(self._flow.call_officer)
        self.trouble.moved.connect(move)
        self.hello.confirmed.connect(self._confirmed)
        self.hello.notMe.connect(self._not_me)
        self.hello.moved.connect(lambda _: self._not_me())

    # --- for subclasses ---

    def _take(self, identity: citizen.CardIdentity) -> None:
        """A card was read. A CardError raised here is said as one of the read itself."""
        raise NotImplementedError

    def _forget_person(self) -> None:
        """Another card may come."""
        self._faces.stop()
        self.hello.wipe()

    def _confirmed(self) -> None:
        self._flow.move(Move.CONFIRM)

    def _without_card(self) -> None:
        self._flow.move(Move.WITHOUT_CARD)

    # --- the steps ---

    def enter(self, step: VisitStep) -> Screen:
        screen = self._screens[step]
        if screen is self.identify:
            self._forget_person()
            self.identify.set_camera(True)
            self.identify.wipe()  # digits that opened nothing are not left for the next try
            self._hands.start(fresh=self.FRESH)
            self._patience.start()
        elif screen is self.reading:
            self.reading.begin()
        return screen

    def leave(self, step: VisitStep) -> None:
        """From showing the card to reading it the work goes on; any other way out of the two ends it."""
        self._patience.stop()
        screen = self._screens.get(step)
        if screen is self.reading or (screen is self.identify and not self._hands.reads):
            self._hands.stop()

    def _on_frame(self, frame: Bitmap) -> None:
        self.identify.set_camera(True)
        if self.identify.stage == 1:
            self.identify.set_frame(image_of(frame))

    def _blind(self) -> None:
        self.identify.set_frame(None)
        self.identify.set_camera(False)

    def _key_seen(self) -> None:
        """The card stays on no picture longer than it takes to read its code."""
        self.identify.set_frame(None)
        self.identify.set_stage(2)

    def _typed(self, digits: str) -> None:
        try:
            self._hands.typed(digits)
        except BadCardKey as error:
            self._failed(error)

    def _type_digits(self) -> None:
        self._flow.move(Move.AGAIN)
        self.identify.ask_digits()

    def _progress(self, progress: ReadProgress) -> None:
        self.reading.set_progress(progress)

    def _read(self, identity: citizen.CardIdentity) -> None:
        self._flow.note(EventKind.CARD_READ, access=identity.access, standing=identity.standing.value)
        try:
            self._take(identity)
        except KioskError as error:
            self._failed(error)
            return
        self.hello.show_identity(identity)
        self._show_face(identity.photo)
        self._flow.move(Move.CARD_READ)

    def _speak_to(self, citizen_: citizen.Citizen) -> None:
        self._flow.strings.set_address(citizen.address_for(citizen_, self._flow.services.clock().date()))

    def _show_face(self, photo: citizen.ChipPhoto | None) -> None:
        """The face follows the verdict: whoever wrote the chip wrote the picture, and it is decoded in a cell."""
        self._faces.stop()
        if photo is None:
            return
        face, data = self._flow.services.station.face, photo.data
        self._faces.run(
            "card", lambda _: face(data), lambda picture: self.hello.show_photo(image_of(picture)), _no_face
        )

    def _failed(self, error: KioskError) -> None:
        self._hands.stop()
        self._flow.note(EventKind.CARD_FAILED, code=error.code)
        self.trouble.show_error(*self._flow.error_words(error))
        self._flow.move(Move.CARD_FAILED)

    def _not_me(self) -> None:
        self._flow.move(Move.NOT_ME)

    def wipe(self) -> None:
        self._hands.stop()
        self._faces.stop()
        for screen in self._screens.values():
            screen.wipe()


def _no_face(_: KioskError) -> None:
    """A picture that cannot be shown leaves the frame as it is; the verdict stands beside it."""
