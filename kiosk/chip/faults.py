"""What may be a bad moment on the line, and what is an answer: a fault of the transport never becomes a verdict."""

from __future__ import annotations

from kiosk.errors import ChannelBroken

PASSING = (0x6F00, 0x6400, 0x6581, 0x6200, 0x6300)
"""Status words that name no reason, as a card gives them that lies badly in the field, or a reader of its own."""


def passing(sw: int) -> bool:
    """Is it worth asking again? Not a word about keys, files or lengths."""
    return sw in PASSING or sw >> 8 in (0x64, 0x6F)


class Faltered(ChannelBroken):
    """An exchange failed without a reason: open the card once anew and ask again before anything follows from it."""
