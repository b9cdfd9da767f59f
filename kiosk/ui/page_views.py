"""A paper's pages as the screen shows them."""

from __future__ import annotations

from kiosk.ui.pages import as_sent, card_size
from kiosk.ui.resident import PagesView
from kiosk.ui.visiting import PaperInHand


def pages_view(paper: PaperInHand, *, from_stick: bool) -> PagesView:
    """The pages in hand; ``from_stick``: the stick they came from is still plugged in."""
    pages, document = paper.pages, paper.document
    shown = pages.pages[pages.at].shot if pages else None
    return PagesView(
        name=document.name,
        page=as_sent(shown) if shown else None,
        small=[page.thumb for page in pages.pages],
        at=pages.at,
        sides=document.sides,
        card_mm=card_size(shown) if shown else None,
        can_add=not pages.full,
        can_put_back=pages.can_put_back,
        from_stick=from_stick,
        blanks=pages.blanks,
    )
