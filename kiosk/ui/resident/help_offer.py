"""An officer offers help from the counter: what they would see stands there, and either answer is a good one."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import ButtonKind


class HelpOfferOverlay(Overlay):
    """``touches``: the officer asks to touch in the person's stead, too."""

    agreed = Signal()
    declined = Signal()

    def __init__(self, look: Look, strings: Strings, person: str, *, touches: bool) -> None:
        super().__init__(look, strings)
        key = "officer.offer_touch" if touches else "officer.offer"
        self.fill(
            "users",
            self.say(f"{key}.title", person=person),
            self.say(f"{key}.line"),
            self.button(f"{key}.agree", ButtonKind.PRIMARY, self.agreed),
            self.button("officer.offer.decline", ButtonKind.SECONDARY, self.declined),
        )
