"""The portal's greeting: what its document door answers to OPTIONS, before anybody signs in."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.errors import NotThePortal
from kiosk.sync.transport.http import Reply

TUS = "1.0.0"
STORE = "Kiosk-Store"  # of which store it speaks
_LONGEST_WORD = 100
_NEEDED = {"creation", "checksum"}
_FORMS_FIRST, _CHANGES, _ARRIVALS = "form-first", "changes", "arrivals"


@dataclass(frozen=True)
class Greeting:
    """What it offers beyond tus (``Kiosk-Offers``)."""

    forms_first: bool  # a record may come before its documents
    changes: bool  # it has a down-stream
    arrivals: bool  # it signs that documents arrived


def greeting_in(reply: Reply) -> Greeting:
    """NotThePortal if it is none."""
    offered = set(reply.headers.get("tus-extension", "").split(","))
    if reply.headers.get("tus-resumable") != TUS or not offered >= _NEEDED:
        raise NotThePortal(f"{reply.status} without the portal's greeting")
    offers = {word.strip() for word in reply.headers.get("kiosk-offers", "").split(",")}
    return Greeting(_FORMS_FIRST in offers, _CHANGES in offers, _ARRIVALS in offers)


def store_word_in(reply: Reply) -> str:
    """ID.NUMBER.MARK of the store that the portal speaks from; empty where it says none."""
    return reply.headers.get(STORE.lower(), "")[:_LONGEST_WORD]
