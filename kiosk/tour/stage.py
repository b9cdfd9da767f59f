"""What every part of the tour stands on: one house, a finger in it, and what can be waited for and touched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kiosk.app.demo import code_of, laid
from kiosk.app.window import KioskApp
from kiosk.devices.ports import Preview
from kiosk.devices.simulated.person import Person
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.visit import VisitStep
from kiosk.tour.film import Film, TourScene
from kiosk.tour.finger import Finger, NotSeen, until
from kiosk.ui.resident import IdentifyScreen, ReviewScreen
from kiosk.ui.widgets import ChoicePair


class TourStage:
    """``report`` hears of each scene as it is done; its picture lies in ``folder``."""

    def __init__(self, house: KioskApp, folder: Path, report: Callable[[TourScene], None]) -> None:
        self.house, self.flow, self.folder = house, house.flow, folder
        self.bench = house.rooms.bench()
        self.finger = Finger(house.window, house.rooms.services.config.delays.debounce + 0.02)
        self.film = Film(folder, house.shell, lambda: house.shell.at_rest, report)
        self.last_preview: Preview | None = None  # what the camera saw last
        self.slow_cards = True  # as cards are on the air; where nobody looks on, they need not be
        self.flow.previewed.connect(self._see)

    def _see(self, preview: Preview) -> None:
        self.last_preview = preview

    def at(self, step: VisitStep) -> None:
        until(lambda: self.flow.visit.step is step, f"the step {step.value}")

    def showing(self, kind: type[QWidget]) -> None:
        until(lambda: isinstance(self.house.shell.screen_shown, kind), f"the {kind.__name__}")

    def press_main(self) -> None:
        """The one button of the screen that is shown."""
        screen = self.house.shell.screen_shown
        if screen is None or screen.footer.main is None:
            raise NotSeen("no main button")
        self.finger.touch(screen.footer.main)

    def say(self, key: str, **values: object) -> str:
        return self.house.strings.say(key, **values)

    def agree(self, pair: ChoicePair, *, yes: bool) -> None:
        self.finger.touch(pair.yes if yes else pair.no)
        until(lambda: pair.value is yes, "the word")

    def lay(self, person: Person) -> None:
        self.bench.lift_card()
        self.bench.camera.show_code(code_of(person))
        until(lambda: self.finger.named(IdentifyScreen).stage == 2, "the card's code")
        self.bench.camera.take_away()
        self._put_down(person)

    def _put_down(self, person: Person) -> None:
        """Where the screen takes it for the card before, it is lifted as asked, and laid again."""
        screen, step = self.finger.named(IdentifyScreen), self.flow.visit.step
        card = laid(person) if self.slow_cards else VirtualCard(person)
        self.bench.reader.lay(card)
        until(lambda: screen.asks_to_lift or self.flow.visit.step is not step, "the card is read")
        if screen.asks_to_lift and self.flow.visit.step is step:
            self.bench.lift_card()
            until(lambda: not screen.asks_to_lift, "the card was lifted")
            self.bench.reader.lay(card)

    def hand_in(self) -> None:
        """Large letters take more than one leaf: the one button turns them first."""
        review = self.finger.named(ReviewScreen)
        while not review.leaves.last:
            before = review.leaves.leaf
            self.press_main()
            until(partial(_turned, review, before), "the next leaf")
        self.press_main()


def _turned(review: ReviewScreen, leaf: int) -> bool:
    return review.leaves.leaf > leaf
