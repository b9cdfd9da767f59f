"""A golden filing of a procedure, as a visit by touch: its people's cards, its answers, and where it comes to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.app.window import KioskApp
from kiosk.domain.submission import Submission, Sync
from kiosk.domain.visit import VisitStep
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.services.filing import Visitor
from kiosk.tour.film import TourScene
from kiosk.tour.finger import NotSeen, until
from kiosk.tour.sample_data import sample_visit
from kiosk.tour.sample_pages import SamplePages
from kiosk.tour.sample_papers import keep_papers
from kiosk.ui.resident import (
    ConsentScreen,
    IdentifyScreen,
    SeemsFiledOverlay,
    StartScreen,
)
from kiosk.ui.resident.parts import within
from kiosk.ui.widgets import ChoicePair

NO_SUCH_CARD = "card"  # what stops where another's card cannot be theirs
ARRIVES = 20.0  # seconds until what was handed in has its official number


class SampleTour(SamplePages):
    """Plays one; ends with the receipt and the official number, at the sentence of a rule that stops it, or with what
    is kept until another comes."""

    def __init__(
        self,
        house: KioskApp,
        folder: Path,
        code: str,
        key: str,
        report: Callable[[TourScene], None],
        *,
        pictures: bool = True,
    ) -> None:
        super().__init__(house, folder, report)
        self.pictures = self.slow_cards = pictures
        self.filed: Submission | None = None
        self.procedure = house.rooms.services.procedures[code]
        assert isinstance(self.procedure.engine, VersionEngine)
        self._code, self.visit = code, sample_visit(self.procedure.engine, key)
        self.waits = False  # until another comes
        self.visitor = Visitor()  # whose cards were read, at the end

    def play(self) -> tuple[TourScene, ...]:
        """NotSeen names the first thing that did not come. It takes place at the time that the filing says, and
        that time stays."""
        self.bench.set_clock(self.visit.received)
        self._come_in()
        self._choose()
        while not self.stopped and self.flow.visit.step not in (VisitStep.RECEIVED, VisitStep.KEPT):
            self._one_step()
        self.visitor = self.flow.visit.visitor
        if self.flow.visit.step is VisitStep.RECEIVED:
            self._received()
        self.flow.leave("finished")
        self.showing(StartScreen)
        return tuple(self.film.scenes)

    # --- the way in ---

    def _come_in(self) -> None:
        self.showing(StartScreen)
        self.finger.touch(self.finger.named(StartScreen).start_button)
        self.showing(ConsentScreen)
        person = next(iter(self.visit.people.values()), None)
        for purpose, pair in self.finger.named(ConsentScreen).pairs.items():
            self.agree(pair, yes=person is not None if purpose == "card" else self._wants_news)
        self.press_main()
        if person is not None:
            self.at(VisitStep.IDENTIFY)
            self.lay(person)
            self.at(VisitStep.HELLO)
            self.bench.lift_card()
            self.press_main()
        self.at(VisitStep.CHOOSE)

    @property
    def _wants_news(self) -> bool:
        return any(key.endswith(".phone") for key in self.visit.given)

    def _choose(self) -> None:
        from kiosk.ui.resident import ChooseScreen, EventScreen

        event = self.procedure.events[0]
        self.finger.touch(self.finger.named(ChooseScreen).tiles[event])
        until(lambda: self.flow.visit.step is not VisitStep.CHOOSE, "what the tile leads to")
        if self.flow.visit.step is VisitStep.EVENT:
            self.showing(EventScreen)
            self.finger.touch(self.finger.named(EventScreen).cards[self._code])
        shell = self.house.shell
        until(lambda: self.flow.visit.step is VisitStep.NEEDS or shell.overlaid is not None, "what is needed")
        if shell.overlaid is not None:  # in a data folder where a tour was broken off
            self.finger.touch(self.finger.button(self.say("resume.anew")))
        self.at(VisitStep.NEEDS)
        self.film_shot("needs")
        self.press_main()
        until(lambda: self.flow.visit.step is not VisitStep.NEEDS, "the first question")

    # --- one step after another ---

    def _one_step(self) -> None:
        step = self.flow.visit.step
        match step:
            case VisitStep.FORM:
                self.page()
            case VisitStep.PARTY:
                self._party()
            case VisitStep.CAPTURE:
                self.paper()
            case VisitStep.REVIEW:
                self._review()
            case VisitStep.SIGN:
                self.sign()
            case VisitStep.FEE:
                self.press_main()
            case VisitStep.LATER:
                self._keep_for_another()
            case VisitStep.ROUTE:
                self.film_shot("route")
                walk = self.flow.visit.walk
                self.stopped = tuple(one.key for one in walk.problems() if one.level.stops) if walk else ()
            case _:
                until(lambda: self.flow.visit.step is not step, f"the end of {step.value}")

    def _review(self) -> None:
        shell = self.house.shell
        if isinstance(shell.overlaid, SeemsFiledOverlay):  # in a data folder where it was filed before
            self.finger.touch(self.finger.button(self.say("seems_filed.anyway")))
        else:
            self.film_shot("review")
            self.hand_in()
        on = (VisitStep.REVIEW, VisitStep.FILING)
        until(lambda: self.flow.visit.step not in on or shell.overlaid is not None, "the receipt")

    # --- others, papers, the end ---

    def _party(self) -> None:
        offer = self.flow.visit.invited
        assert offer is not None
        self.film_shot(f"party-{offer.party}")
        person, cardless = self.visit.people.get(offer.party), offer.party in self.visit.cardless
        if person is None and not cardless and offer.party not in self.visit.unwilling:
            self.finger.touch(self.finger.button(self.say("party.later", party=within(self.house.strings, offer.name))))
            self.at(VisitStep.FORM)
            return
        pair = self.finger.on_leaf(ChoicePair)
        self.agree(pair, yes=person is not None or cardless)
        self.press_main()
        if cardless:
            self.at(VisitStep.PARTY_CARD)
            self.finger.touch(self.finger.named(IdentifyScreen).without)
        if person is None:
            self.at(VisitStep.FORM)
            return
        self.at(VisitStep.PARTY_CARD)
        self.lay(person)
        until(lambda: self.flow.visit.step in (VisitStep.PARTY_HELLO, VisitStep.PARTY_TROUBLE), "what the card says")
        if self.flow.visit.step is VisitStep.PARTY_TROUBLE:
            self.bench.lift_card()
            self.film_shot(f"party-{offer.party}-trouble")
            self.stopped = (NO_SUCH_CARD,)
            return
        self.bench.lift_card()
        self.film_shot(f"party-{offer.party}-hello")
        self.press_main()
        self.at(VisitStep.FORM)

    def _keep_for_another(self) -> None:
        """What one of two has said is kept until the other comes."""
        self.film_shot("later")
        self.press_main()
        self.at(VisitStep.KEPT)
        self.waits = True
        self.film_shot("kept")

    def _received(self) -> None:
        self.film_shot("received")
        if self.submission.sync is not Sync.COUNTER:
            until(lambda: self.submission.sync is Sync.DELIVERED, "the official number", ARRIVES)
        self.filed = self.submission
        self.film_shot("delivered")
        if self.pictures:
            keep_papers(self, self.filed)

    @property
    def submission(self) -> Submission:
        submission = self.flow.visit.submission
        if submission is None:
            raise NotSeen("a receipt")
        return submission
