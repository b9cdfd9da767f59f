"""The counter's tour, the evening: the drawer is counted and closed, the desk locks, and the chief reviews the day."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.tour.counter_people import CHIEF, PIN, TAKER_CARD
from kiosk.tour.counter_stage import CounterTourStage
from kiosk.tour.finger import until
from kiosk.ui.counter.card_pane import CardStage

DRAWER = {500_000: 1, 5_000: 1, 2_000: 1, 1_000: 1}
"""Notes that make what lay there in the morning and what was taken, less what was given back."""


class EveningTourActs:
    def __init__(self, stage: CounterTourStage) -> None:
        self._stage = stage

    def play(self) -> None:
        self._keys()
        self._close()
        self._lock()
        self._chief()

    def _keys(self) -> None:
        stage = self._stage
        with stage.film.scene("keys"):
            stage.key(Qt.Key.Key_F1)
            stage.asked()
        stage.key(Qt.Key.Key_Escape)
        stage.answered()

    def _close(self) -> None:
        stage, page = self._stage, self._stage.counter.money.closing
        with stage.film.scene("closing"):
            stage.key(Qt.Key.Key_5, ctrl=True)
            stage.showing(page)
            until(lambda: page.day is not None, "the day")
            for note, count in DRAWER.items():
                stage.hand.click(page.counts[note])
                stage.key(Qt.Key.Key_A, ctrl=True)
                stage.hand.write(str(count))
        with stage.film.scene("closed"):
            stage.do()
            until(lambda: page.day is not None and page.day.closing is not None, "that it is closed")

    def _lock(self) -> None:
        stage, entrance = self._stage, self._stage.counter.entrance
        with stage.film.scene("locked"):
            stage.key(Qt.Key.Key_L, ctrl=True)
            until(entrance.lock.isVisible, "the lock")
        with stage.film.scene("unlocked"):
            stage.hand.write(PIN)
            stage.key(Qt.Key.Key_Return)
            until(stage.counter.stage.frame.isVisible, "the counter again")
        stage.key(Qt.Key.Key_L, ctrl=True)
        until(entrance.lock.isVisible, "the lock")
        before = entrance.sign_in.pin
        stage.hand.press(stage.say("counter.ui.sign_out"))
        until(lambda: entrance.sign_in.pin is not before and entrance.sign_in.asks_pin, "the names, anew")

    def _chief(self) -> None:
        stage, review, entrance = self._stage, self._stage.counter.review.page, self._stage.counter.entrance
        bench, card = stage.house.rooms.bench(), stage.counter.card
        with stage.film.scene("foreign-card"):
            until(lambda: card is not None and card.stage is CardStage.WAITING, "that nothing lies on the reader")
            stage.lay_card(TAKER_CARD)
            state, refused = entrance.sign_in.card.state, stage.say("counter.card.failed_state")
            until(lambda: state.text() == refused, "that it is nobody's here")
        bench.lift_card()
        until(lambda: card is not None and card.stage is CardStage.WAITING, "that it was lifted")
        with stage.film.scene("review"):
            for _ in range(self._place_of("hien")):
                stage.key(Qt.Key.Key_Down)
            stage.hand.write(CHIEF)
            stage.key(Qt.Key.Key_Return)
            stage.showing(stage.counter.lists.page_now)
            stage.key(Qt.Key.Key_6, ctrl=True)
            stage.showing(review)
            until(lambda: bool(review.items), "what is to be reviewed")
        self._approve()
        with stage.film.scene("staff"):
            stage.hand.press(stage.say("counter.review.staff"))
            stage.asked()
        stage.key(Qt.Key.Key_Escape)
        stage.answered()
        with stage.film.scene("report"):
            stage.key(Qt.Key.Key_7, ctrl=True)
            stage.showing(stage.counter.reports.page)
            until(lambda: stage.counter.reports.page.figures is not None, "the figures")

    def _approve(self) -> None:
        """All that may be marked together; what has legal effect is opened first."""
        stage, review = self._stage, self._stage.counter.review.page
        alone = [at for at, one in enumerate(review.rows) if one.alone]
        for at in alone:
            stage.hand.row(review.table, at)
            stage.key(Qt.Key.Key_Return)
            stage.showing(stage.counter.dossiers.page)
            stage.key(Qt.Key.Key_6, ctrl=True)
            stage.showing(review)
        stage.key(Qt.Key.Key_A, ctrl=True)
        stage.hand.click(review.pin)
        stage.hand.write(CHIEF)
        with stage.film.scene("approved"):
            stage.do()
            until(lambda: not review.items, "that all is reviewed")
        with stage.film.scene("reviewed"):
            stage.hand.click(review.pin)
            stage.hand.write(CHIEF)
            stage.do()
            until(lambda: review.day is not None and not review.day.unsigned, "that the day is signed")

    def _place_of(self, name: str) -> int:
        return self._stage.counter.entrance.sign_in.names.index(name)
