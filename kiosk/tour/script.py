"""The tour: card, consent, form, papers, review, no line, line again, slip, what the office says and asks, goodbye.

Each step touches what a person would touch and waits for what a person would see; a step that does not come to that is
a failure of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kiosk.app.window import KioskApp
from kiosk.domain.submission import Legal, Submission, Sync
from kiosk.domain.visit import VisitStep
from kiosk.tour.afterwards import Afterwards
from kiosk.tour.answers import FORMS
from kiosk.tour.film import TourScene
from kiosk.tour.finger import NotSeen, until
from kiosk.tour.hand import Hand
from kiosk.tour.stage import TourStage
from kiosk.ui.resident import (
    CaptureScreen,
    ChooseScreen,
    ConfirmScreen,
    ConsentScreen,
    EventScreen,
    FeeScreen,
    FilesScreen,
    FormScreen,
    IdentifyScreen,
    NeedsScreen,
    PrintState,
    ReceivedScreen,
    RetakeScreen,
    ReviewScreen,
    SeemsFiledOverlay,
    StartScreen,
    TrackScreen,
)
from kiosk.ui.shell import Shell
from kiosk.ui.widgets import ChoicePair

PERSON = "vang-thi-my"
BACK_ON_LINE = 10.0  # seconds: what is promised for a plug that is put back


class Tour(TourStage):
    """One visit in one house."""

    def __init__(self, house: KioskApp, folder: Path, procedure: str, report: Callable[[TourScene], None]) -> None:
        super().__init__(house, folder, report)
        self._procedure = procedure
        self._life_event = house.rooms.services.procedures[procedure].life_event

    def play(self) -> tuple[TourScene, ...]:
        """The whole visit. NotSeen names the first thing that did not come."""
        self._come_in()
        self._identify()
        self._choose()
        self._fill()
        self._photograph()
        self._hand_in_without_a_line()
        self._line_comes_back()
        self._take_the_slip()
        self._hear_from_the_office()
        Afterwards(self, self._submission).play()
        self._go_home()
        return tuple(self.film.scenes)

    # --- the visit ---

    def _come_in(self) -> None:
        with self.film.scene("start"):
            self.showing(StartScreen)
            until(lambda: self.house.rooms.sign.up, "the line")
        with self.film.scene("consent"):
            self.finger.touch(self.finger.named(StartScreen).start_button)
            self.showing(ConsentScreen)
        with self.film.scene("consent-given"):
            for pair in self.finger.named(ConsentScreen).findChildren(ChoicePair):
                self.finger.touch(pair.yes)
                until(partial(_agreed, pair), "the answer")
        with self.film.scene("identify"):
            self.press_main()
            self.at(VisitStep.IDENTIFY)

    def _identify(self) -> None:
        with self.film.scene("identify-key-seen"):
            self.bench.show_card(PERSON)
            until(lambda: self.finger.named(IdentifyScreen).stage == 2, "the card's code")
        with self.film.scene("reading"):
            self.bench.place_card(PERSON)
            self.at(VisitStep.READING)
        with self.film.scene("hello"):
            self.at(VisitStep.HELLO)
        with self.film.scene("choose"):
            self.press_main()
            self.showing(ChooseScreen)
        self.bench.lift_card()

    def _choose(self) -> None:
        with self.film.scene("needs"):
            self.finger.touch(self.finger.named(ChooseScreen).tiles[self._life_event])
            until(lambda: self.flow.visit.step in (VisitStep.NEEDS, VisitStep.EVENT), "what was chosen")
            if self.flow.visit.step is VisitStep.EVENT:
                self.finger.touch(self.finger.named(EventScreen).cards[self._procedure])
            self.showing(NeedsScreen)
        with self.film.scene("form-begins", picture=False):
            self.press_main()
            self.showing(FormScreen)

    def _fill(self) -> None:
        answers = FORMS[self._procedure]
        form = self.finger.named(FormScreen)
        hand = Hand(self.finger, form)
        while (page := self._page) is not None:
            with self.film.scene(f"form-{page}"):
                for answer in answers[page]:
                    hand.fill(answer)
            if not form.going_on and self._page == page:
                self.press_main()
            until(partial(self._off, page), "the next page")

    def _off(self, page: str) -> bool:
        return self._page != page

    @property
    def _page(self) -> str | None:
        """The form's page that is shown; None away from the form."""
        visit = self.flow.visit
        return visit.walk.page.key if visit.step is VisitStep.FORM and visit.walk is not None else None

    def _photograph(self) -> None:
        with self.film.scene("capture-empty"):
            self.at(VisitStep.CAPTURE)
            until(lambda: self.last_preview is not None, "the live picture")
        with self.film.scene("retake"):
            self.bench.put_paper("blurred")
            self._press_shoot()
            self.showing(RetakeScreen)
        with self.film.scene("capture"):
            self.press_main()
            self.showing(CaptureScreen)
            self.bench.put_paper("good")
            until(lambda: self.last_preview is not None and self.last_preview.steady > 0, "the outline of the paper")
        with self.film.scene("confirm"):
            self.showing(ConfirmScreen)
        self._add_from_stick()
        with self.film.scene("review"):
            self.press_main()
            self.showing(ReviewScreen)

    def _add_from_stick(self) -> None:
        """A second page, from a USB stick."""
        self.bench.take_paper()
        with self.film.scene("capture-with-stick"):
            self.bench.set_stick(plugged=True)
            self.finger.touch(self.finger.button(self.say("confirm.add")))
            self.showing(CaptureScreen)
            until(lambda: self.finger.button(self.say("capture.stick")).isVisible(), "the stick")
        with self.film.scene("stick"):
            self.finger.touch(self.finger.button(self.say("capture.stick")))
            self.showing(FilesScreen)
            until(lambda: [tile.shown for tile in self.finger.named(FilesScreen).tiles] == [True, True], "its pictures")
        with self.film.scene("pages"):
            sharp = next(t for t in self.finger.named(FilesScreen).tiles if "blurred" not in t.spoken())
            self.finger.touch(sharp)
            self.showing(ConfirmScreen)

    def _press_shoot(self) -> None:
        """ "Chụp ngay": a blurred paper never takes itself."""
        until(lambda: self.last_preview is not None and self.last_preview.corners is not None, "the paper")
        self.press_main()

    def _hand_in_without_a_line(self) -> None:
        self.bench.set_plugged(False)
        until(lambda: not self.house.rooms.sign.up, "the plug is out")
        with self.film.scene("fee"):
            self.hand_in()
            self._beside_an_earlier_one()
            self.showing(FeeScreen)
        with self.film.scene("received-offline"):
            self.press_main()
            self.showing(ReceivedScreen)
            self._expect(self._submission.sync is not Sync.DELIVERED, "nothing can have been sent")
            submission = self.house.rooms.store.outbox.get(self._submission.code)
            self._expect(submission.filing.documents != (), "the papers are kept")

    def _beside_an_earlier_one(self) -> None:
        """In a data folder where a tour was played before, the same child is there already."""
        shell = self.house.shell
        asked = partial(_lies_over, shell, SeemsFiledOverlay)
        until(lambda: isinstance(shell.screen_shown, FeeScreen) or asked(), "what it costs")
        if asked():
            self.finger.touch(self.finger.button(self.say("seems_filed.anyway")))

    def _line_comes_back(self) -> None:
        with self.film.scene("received-delivered"):
            self.bench.set_plugged(True)
            until(lambda: self._submission.sync is Sync.DELIVERED, "the official number", BACK_ON_LINE)

    def _take_the_slip(self) -> None:
        with self.film.scene("slip-printed"):
            self.press_main()
            until(lambda: self.bench.printer.last is not None, "the slip")
            until(
                lambda: self.finger.named(ReceivedScreen).print_state is PrintState.PRINTED, "the words that it is out"
            )
        self._keep_slip()

    def _keep_slip(self) -> None:
        last = self.bench.printer.last
        assert last is not None
        (self.folder / "slip.pdf").write_bytes(last.read_bytes())

    def _hear_from_the_office(self) -> None:
        self.bench.officer("accept")
        code = self._submission.code
        outbox = self.house.rooms.store.outbox
        with self.film.scene("track-list"):
            until(lambda: outbox.get(code).legal is Legal.ACCEPTED, "the office's word")
            self.finger.touch(self.finger.button(self.say("received.mine")))
            self.showing(TrackScreen)
        with self.film.scene("track"):
            self.finger.touch(self.finger.button(self._submission.official))
            until(lambda: self.finger.named(TrackScreen).footer.main is not None, "the dossier")

    def _go_home(self) -> None:
        with self.film.scene("goodbye"):
            self.flow.leave("finished")
            self.showing(StartScreen)
            self._expect(self.flow.visit.visitor.identity is None, "the visit is forgotten")

    @property
    def _submission(self) -> Submission:
        submission = self.flow.visit.submission
        assert submission is not None
        return submission

    @staticmethod
    def _expect(holds: bool, what: str) -> None:
        if not holds:
            raise NotSeen(what)


def _lies_over(shell: Shell, kind: type[QWidget]) -> bool:
    return isinstance(shell.overlaid, kind)


def _agreed(pair: ChoicePair) -> bool:
    return pair.value is True
