"""Steps of a visit that are walked alike whatever is filed: papers under the camera, signatures on the glass."""

from __future__ import annotations

from kiosk.domain.visit import VisitStep
from kiosk.tour.finger import until
from kiosk.tour.stage import TourStage
from kiosk.ui.resident import ConfirmScreen, SignScreen
from kiosk.ui.resident.ways import WaysScreen


class VisitSteps(TourStage):
    """``pictures`` False: nobody looks on, and cards are as quick as they can be."""

    pictures = True

    def film_shot(self, name: str) -> None:
        with self.film.scene(name, picture=self.pictures):
            until(lambda: self.house.shell.at_rest, "the page at rest")

    def paper(self) -> None:
        if isinstance(ways := self.house.shell.screen_shown, WaysScreen):
            self._one_of_several(ways)
            return
        before = self.flow.visit.paper
        self.bench.put_paper("good")
        until(lambda: self.flow.visit.step is not VisitStep.CAPTURE or self._taken, "the picture")
        self.film_shot("paper")
        self.press_main()
        until(lambda: self.flow.visit.step is not VisitStep.CAPTURE or self.flow.visit.paper != before, "the next")
        self.bench.take_paper()

    def _one_of_several(self, ways: WaysScreen) -> None:
        """Of papers that stand for each other, the first."""
        self.film_shot("ways")
        self.finger.touch(next(iter(ways.tiles.values())))
        until(lambda: self.house.shell.screen_shown is not ways, "what the paper leads to")

    @property
    def _taken(self) -> bool:
        return isinstance(self.house.shell.screen_shown, ConfirmScreen)

    def sign(self) -> None:
        party = self.flow.visit.unsigned()[0]
        screen = self.finger.named(SignScreen)
        self.finger.drag(screen.pad, screen.again)
        until(lambda: not screen.pad.empty, "the signature")
        self.film_shot(f"sign-{party}")
        self.press_main()
        until(lambda: party in self.flow.visit.signatures or self.flow.visit.step is VisitStep.REVIEW, "the next")
