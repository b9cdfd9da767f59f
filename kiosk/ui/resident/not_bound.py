"""A paper's pages could not be put together: said over the page, with every way on."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import ButtonKind


class NotBoundOverlay(Overlay):
    """Try again, look at the pages, bring the paper to the counter, or call the officer. The pages are all there."""

    again = Signal()
    laterAsked = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815
    closed = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings)
        again = self.button("not_bound.again", ButtonKind.PRIMARY, self.again, "refresh")
        later = self.button("not_bound.later", ButtonKind.SECONDARY, self.laterAsked)
        pages = self.button("not_bound.pages", ButtonKind.SECONDARY, self.closed)
        self.call = self.button("officer.call", ButtonKind.SECONDARY, self.officerAsked, "bell")
        ways = LeafRow((later, pages), columns=2, wide=2)
        self.fill("file-text", self.say("not_bound.title"), self.say("not_bound.line"), again, ways, self.call)
