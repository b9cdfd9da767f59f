"""A whole visit as quick as the kiosk allows, again and again in one window: card, form, a paper, filed, slip, end.

What is waited for is what a person would see; no pictures are taken, the hand needs no time of its own, and pages stand
at once. One hand serves all visits, so that nothing of the bench itself grows with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.app.window import KioskApp
from kiosk.config import Delays
from kiosk.devices.simulated import person as people
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.tour.film import Film
from kiosk.tour.finger import until
from kiosk.tour.script import PERSON, Tour
from kiosk.ui.resident import ChooseScreen, ConfirmScreen, FeeScreen, IdentifyScreen, ReceivedScreen, ReviewScreen

QUICK = Delays(debounce=0.02, changed_rest=0.05, steady=0.3)
ARRIVES = 30.0  # seconds until what was handed in has its official number


class NoFilm(Film):
    """Waits until nothing moves, and keeps nothing."""

    @contextmanager
    def scene(self, name: str, *, picture: bool = True) -> Iterator[None]:
        yield
        until(self.still, f"{name} at rest")


class ShortVisit(Tour):
    """``play`` as often as one likes."""

    def __init__(self, house: KioskApp, folder: Path, procedure: str) -> None:
        super().__init__(house, folder, procedure, lambda _: None)
        self.film = NoFilm(folder, house.shell, lambda: house.shell.at_rest, lambda _: None)
        self._card = VirtualCard(people.person(PERSON))

    def play_once(self) -> None:
        """NotSeen names the first thing that did not come."""
        self._come_in()
        self._identify()
        self._choose()
        self._fill()
        self._photograph()
        self._hand_in()
        self._take_slip()
        self.last_preview = None
        self._go_home()

    def _identify(self) -> None:
        self.bench.show_card(PERSON)
        until(lambda: self.finger.named(IdentifyScreen).stage == 2, "the card's code")
        self.bench.camera.take_away()
        self.bench.reader.lay(self._card)
        self.at(VisitStep.HELLO)
        self.press_main()
        self.showing(ChooseScreen)
        self.bench.lift_card()

    def _photograph(self) -> None:
        self.at(VisitStep.CAPTURE)
        self.bench.put_paper("good")
        self.showing(ConfirmScreen)
        self.bench.take_paper()
        self.press_main()
        self.showing(ReviewScreen)

    def _hand_in(self) -> None:
        self.hand_in()
        self._beside_an_earlier_one()
        self.showing(FeeScreen)
        self.press_main()
        self.showing(ReceivedScreen)
        until(lambda: self._submission.sync is Sync.DELIVERED, "the official number", ARRIVES)

    def _take_slip(self) -> None:
        before = self.bench.printer.last
        self.press_main()
        until(lambda: self.bench.printer.last is not before, "the slip")
