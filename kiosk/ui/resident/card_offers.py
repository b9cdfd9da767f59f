"""What stands around a question: whose card could answer it, and what has just happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from kiosk.domain.party_card import PartyOffer
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import live_text
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import ChipTone, Note, PressableBanner


class CardOffers(QObject):
    """Another's card may fill the page: said before anything is typed. ``asked(PartyOffer)``."""

    asked = Signal(object)

    def __init__(self, look: Look, strings: Strings, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._strings = look, strings
        self._offers: tuple[PartyOffer, ...] = ()
        self.remark: Text = ""

    def show_offers(self, offers: Sequence[PartyOffer], remark: Text = "") -> None:
        """For the page that is shown next; ``remark``: what has just happened."""
        self._offers, self.remark = tuple(offers), remark

    def rows(self, *, opened: bool = False) -> list[LeafRow]:
        """``opened``: a row of a group, over whose rows they stood already."""
        return [] if opened else [LeafRow((self._banner(one),)) for one in self._offers]

    def news(self, chosen: Text) -> list[LeafRow]:
        """What was chosen with the last touch, or what has just happened with a card."""
        news = chosen or self.remark
        return [LeafRow((Note(self._look, "check", news),), optional=True, low=True)] if news else []

    def _banner(self, offer: PartyOffer) -> PressableBanner:
        title = self._strings.phrase("form.card_here", party=live_text(self._strings, offer.name))
        line = self._strings.phrase("form.card_here_line") if self._look.text_percent <= 125 else ""
        banner = PressableBanner(self._look, ChipTone.ACTION, title, line, icon="id")
        banner.clicked.connect(lambda: self.asked.emit(offer))
        return banner

    def wipe(self) -> None:
        self._offers, self.remark = (), ""
