"""A staff card at the sign-in: read, whose it is, and what is the matter with it. The PIN comes after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kiosk.domain.citizen import CardIdentity
from kiosk.errors import KioskError
from kiosk.services.counter.sessions import StaffName
from kiosk.ui.counter.card_pane import CardStage
from kiosk.ui.counter.sign_in import SignInPage
from kiosk.ui.counter.wide_label import chip_name
from kiosk.ui.strings import Strings

if TYPE_CHECKING:
    from kiosk.ui.counter.desk_card import DeskCard

Run = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[KioskError], None]], object]


class SignInCard(QObject):
    """``card`` is None without a reader: then the page has no pane for it. ``find`` says whose a card is; ``run`` works
    off the painting thread; ``is_inside``: somebody is signed in, and a card means nothing here; ``remedy``: what
    helps, for who signs in here.

    ``somebody``: a card comes or goes. ``stays``: what is to be said of one that still lies there; empty: none does.
    """

    somebody = Signal()
    stays = Signal(str)

    def __init__(
        self,
        card: DeskCard | None,
        page: SignInPage,
        strings: Strings,
        run: Run,
        find: Callable[[CardIdentity], StaffName],
        is_inside: Callable[[], bool],
        remedy: Callable[[KioskError], str],
    ) -> None:
        super().__init__()
        self._card, self._page, self._strings = card, page, strings
        self._run, self._find, self._is_inside, self._remedy = run, find, is_inside, remedy
        self.holder: StaffName | None = None  # whose card was read and still lies there
        self.number = ""
        if card is None:
            page.card.hide()
            return
        card.stage_changed.connect(self._moved)
        card.read.connect(self._read)
        card.lifted.connect(self._lifted)
        card.stays.connect(self._stays)
        card.failed.connect(self._failed)
        page.card.digits.connect(card.typed)

    def start(self) -> None:
        """Wait for a card."""
        if self._card is not None:
            self._card.start()

    def entered(self) -> None:
        """Somebody signed in: the number is forgotten; a card that lies there is watched until it is lifted."""
        self.number = ""
        if self._card is not None:
            self._card.rest()

    def stop(self) -> None:
        """Look at nothing; what was read is forgotten."""
        self.holder, self.number = None, ""
        if self._card is not None:
            self._card.stop()

    def _moved(self, stage: CardStage) -> None:
        if not self._is_inside():
            self.somebody.emit()
            if stage not in (CardStage.READ, CardStage.FAILED):
                self._page.card.show_stage(stage)

    def _read(self, identity: CardIdentity) -> None:
        if self._is_inside():
            return

        def known(holder: StaffName) -> None:
            if self._card is None or self._card.stage is not CardStage.READ:
                return  # lifted meanwhile
            self.holder, self.number = holder, identity.citizen.id_number
            self._page.card.show_stage(CardStage.READ, holder.person)
            self._page.show_fault("")
            self._page.show_card(holder)

        self._run(lambda: self._find(identity), known, self._failed)

    def _failed(self, error: KioskError) -> None:
        if not self._is_inside():
            self._page.card.show_stage(CardStage.FAILED)
            self._page.card.show_fault(self._strings.words.message(error), self._remedy(error))

    def _lifted(self) -> None:
        if not self._is_inside() and self._card is not None:
            self._page.show_card(None)
            self._card.start()

    def _stays(self, lies: bool) -> None:
        """A colleague's by name; of anybody else's it is said that it lies there, and not whose it is."""
        say, holder = self._strings.say, self.holder
        if not lies:
            self.holder, self.number = None, ""
        words = say("counter.card.left", person=chip_name(holder.person)) if holder else say("counter.card.stays")
        self.stays.emit(words if lies else "")
