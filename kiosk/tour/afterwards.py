"""The tour's second half: what the office asks for is answered without a line, a fee is paid, the paper is ready."""

from __future__ import annotations

from functools import partial

from kiosk.domain.submission import Legal, Submission
from kiosk.domain.visit import VisitStep
from kiosk.tour.finger import until
from kiosk.tour.stage import TourStage
from kiosk.ui.resident import (
    CaptureScreen,
    ConfirmScreen,
    PrintState,
    ReceivedScreen,
    ReviewScreen,
    TrackScreen,
)
from kiosk.ui.widgets import QrView


class Afterwards:
    """Played on the screen of the dossier ``made``, with its resident still there."""

    def __init__(self, tour: TourStage, submission: Submission) -> None:
        self._tour, self._code, self._official = tour, submission.code, submission.official
        self._film, self._finger, self._bench = tour.film, tour.finger, tour.bench
        self._store = tour.house.rooms.store

    def play(self) -> None:
        self._asked()
        self._photograph()
        self._hand_in_without_a_line()
        self._arrives()
        self._pay()
        self._ready()

    def _asked(self) -> None:
        with self._film.scene("track-asked"):
            self._office("ask", Legal.SUPPLEMENT)
            self._open_again()
            until(lambda: self._reads("track.answer.papers"), "what the office asks for")

    def _photograph(self) -> None:
        self._bench.take_paper()
        with self._film.scene("supplement-capture"):
            self._tour.press_main()
            self._tour.showing(CaptureScreen)
        with self._film.scene("supplement-confirm"):
            self._bench.put_paper("good")
            self._tour.showing(ConfirmScreen)
        with self._film.scene("supplement-review"):
            self._tour.press_main()
            self._tour.showing(ReviewScreen)

    def _hand_in_without_a_line(self) -> None:
        self._bench.set_plugged(False)
        until(lambda: not self._tour.house.rooms.sign.up, "the plug is out")
        with self._film.scene("supplement-received"):
            self._tour.hand_in()
            self._tour.showing(ReceivedScreen)
        with self._film.scene("supplement-printed"):
            before = self._bench.printer.last
            self._tour.press_main()
            until(lambda: self._bench.printer.last != before, "the slip")
            printed = PrintState.PRINTED
            until(lambda: self._finger.named(ReceivedScreen).print_state is printed, "the words that it is out")
        with self._film.scene("track-answer-waiting"):
            self._finger.touch(self._finger.button(self._tour.say("received.mine")))
            self._tour.showing(TrackScreen)
            until(lambda: self._is_shown("track.answer.waiting"), "that it waits")

    def _arrives(self) -> None:
        with self._film.scene("track-answer-taken"):
            self._bench.set_plugged(True)
            until(lambda: self._store.cases.unsent() == (), "the answer at the office")
            self._until(Legal.ACCEPTED)
            self._open_again()
            until(lambda: self._is_shown("track.answer.taken"), "that the office has it")

    def _pay(self) -> None:
        with self._film.scene("track-fee"):
            self._office("fee", Legal.PAYMENT)
            self._open_again()
            until(lambda: bool(self._screen.findChildren(QrView)), "the code to pay with")

    def _ready(self) -> None:
        self._bench.officer("paid")
        self._until(Legal.ACCEPTED)
        with self._film.scene("track-ready"):
            self._office("finish", Legal.FINISHED)
            self._open_again()
        with self._film.scene("track-handed-over"):
            self._office("handover", Legal.HANDED_OVER)
            self._open_again()

    # --- what is seen and touched ---

    @property
    def _screen(self) -> TrackScreen:
        return self._finger.named(TrackScreen)

    def _office(self, action: str, becomes: Legal) -> None:
        self._bench.officer(action)
        self._until(becomes)

    def _until(self, legal: Legal) -> None:
        until(partial(self._is, legal), f"the office's word: {legal.name}")

    def _is(self, legal: Legal) -> bool:
        return self._store.outbox.get(self._code).legal is legal

    def _open_again(self) -> None:
        """Away from the dossiers and back: they are looked up anew."""
        self._tour.flow.go(VisitStep.CHOOSE, forward=False)
        until(lambda: self._tour.house.shell.at_rest, "the page at rest")
        self._finger.touch(self._finger.button(self._tour.say("choose.mine")))
        self._tour.showing(TrackScreen)
        until(lambda: self._screen.lists(self._code), "the list")
        self._finger.touch(self._finger.button(self._official))
        until(lambda: self._screen.footer.main is not None, "the dossier")

    def _reads(self, key: str) -> bool:
        main = self._screen.footer.main
        return main is not None and self._tour.say(key) in main.spoken()

    def _is_shown(self, key: str) -> bool:
        return self._screen.says(self._tour.say(key))
