"""The counter's tour: an officer's day by keys and clicks on made-up people, with a picture of every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from kiosk.app.window import KioskApp
from kiosk.tour.counter_acts import DossierTourActs
from kiosk.tour.counter_evening import EveningTourActs
from kiosk.tour.counter_people import PEOPLE, PIN, move_in
from kiosk.tour.counter_stage import CounterTourStage
from kiosk.tour.film import Film, TourScene, WindowFilm
from kiosk.tour.finger import until

SCENES = (
    *("sign-in", "now", "on-the-way", "queue", "find", "dossier", "mend", "mended", "note", "exception"),
    *("cash", "paid", "refund", "refunded", "print", "printed", "ask", "paper", "cut", "paper-kept"),
    *("twice", "twice-settled", "hand-over", "handed-over", "correct", "corrected", "calls", "no-answer", "call-in"),
    *("filing-begin", "filing", "filing-list", "keys", "closing", "closed", "locked", "unlocked"),
    *("foreign-card", "review", "approved", "reviewed", "staff", "report"),
)
"""In their order."""


class CounterTour:
    """Plays in ``house``, whose store is the demo's own and thrown away."""

    def __init__(self, house: KioskApp, folder: Path, report: Callable[[TourScene], None]) -> None:
        self._looks = 0
        self.stage = CounterTourStage(house, WindowFilm(folder, house.window, self._settled, report))

    @property
    def film(self) -> Film:
        return self.stage.film

    def play(self) -> None:
        """From the sign-in to the report. NotSeen names what did not come."""
        self.stage.codes = move_in(self.stage.house)
        until(lambda: self.stage.house.rooms.sign.up, "the line")
        self._sign_in()
        self._find()
        DossierTourActs(self.stage).play()
        EveningTourActs(self.stage).play()

    def _settled(self) -> bool:
        """Some rounds of events after the last step: new rows are laid out by then."""
        self._looks = (self._looks + 1) % 25
        return self._looks == 0

    def _sign_in(self) -> None:
        stage = self.stage
        with stage.film.scene("sign-in"):
            stage.key(Qt.Key.Key_Q, ctrl=True, alt=True)
            until(lambda: stage.counter.entrance.sign_in.asks_pin, "the names")
        with stage.film.scene("now"):
            stage.hand.write(PIN)
            stage.key(Qt.Key.Key_Return)
            stage.showing(stage.counter.lists.page_now)
            until(lambda: bool(stage.counter.lists.page_now.queues), "the queues")
        with stage.film.scene("on-the-way"):
            stage.key(Qt.Key.Key_F4)
            until(lambda: stage.house.rooms.calls.open is None, "that somebody goes to the kiosk")

    def _find(self) -> None:
        stage, lists = self.stage, self.stage.counter.lists
        with stage.film.scene("queue"):
            stage.key(Qt.Key.Key_1)
            stage.showing(lists.page_find)
        with stage.film.scene("find"):
            stage.key(Qt.Key.Key_F3)
            stage.hand.write("vang thi my")
            until(lambda: len(lists.page_find.rows) == 3, "the three dossiers with such names in them")
        with stage.film.scene("dossier"):
            names = [one.applicant for one in lists.page_find.rows]
            stage.hand.row(lists.page_find.table, names.index(PEOPLE[0][0]))
            stage.key(Qt.Key.Key_Return)
            stage.showing(stage.counter.dossiers.page)
