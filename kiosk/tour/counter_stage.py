"""What every part of the counter's tour works with: one house, an officer's hands in it, and what is waited for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.app.window import KioskApp
from kiosk.devices.simulated import person
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.tour.desk_hand import DeskHand
from kiosk.tour.film import Film
from kiosk.tour.finger import until
from kiosk.ui.counter.card_pane import CardStage
from kiosk.ui.counter.presenter import CounterPresenter


class CounterTourStage:
    """What every part of the counter's tour works with. ``film`` may be another one before it begins."""

    def __init__(self, house: KioskApp, film: Film) -> None:
        self.house, self.film = house, film
        self.hand = DeskHand(house.window)
        self.codes: list[str] = []

    @property
    def counter(self) -> CounterPresenter:
        assert self.house.counter.presenter is not None
        return self.house.counter.presenter

    def showing(self, page: QWidget) -> None:
        until(lambda: self.counter.stage.frame.isVisible() and page.isVisible(), type(page).__name__)

    def say(self, key: str, **values: object) -> str:
        return self.house.strings.say(key, **values)

    def key(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False, shift: bool = False) -> None:
        self.hand.key(key, ctrl=ctrl, alt=alt, shift=shift)

    def do(self) -> None:
        """The page's primary act."""
        self.key(Qt.Key.Key_Return, ctrl=True)

    def lay_card(self, name: str) -> None:
        """Its code to the camera for as long as it takes, then onto the reader."""
        bench, card = self.house.rooms.bench(), self.counter.card
        assert card is not None
        bench.show_card(name)
        until(lambda: card.stage in (CardStage.SEEN, CardStage.READING), "that the code was seen")
        bench.camera.take_away()
        bench.reader.lay(VirtualCard(person.person(name)))

    def asked(self) -> None:
        until(lambda: self.counter.stage.frame.dialog is not None, "the dialog")

    def answered(self) -> None:
        until(lambda: self.counter.stage.frame.dialog is None, "the page beneath the dialog")

    def escape(self, page: QWidget) -> None:
        self.key(Qt.Key.Key_Escape)
        self.showing(page)

    def open_dossier(self, place: int) -> None:
        """By F3 and its code."""
        code, page, find = self.codes[place], self.counter.dossiers.page, self.counter.lists.page_find
        self.key(Qt.Key.Key_F3)
        self.hand.write(code)
        until(lambda: [one.code for one in find.rows] == [code], "the one dossier")
        self.key(Qt.Key.Key_Return)
        self.showing(page)
        until(lambda: page.sheet is not None and page.sheet.head.code == code, "the dossier")
