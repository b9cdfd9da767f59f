"""A reason at the counter: it is read again by the chief, and by who comes after."""

from __future__ import annotations

from kiosk.domain.cleaning import cleaned
from kiosk.errors import ReasonMissing

SHORTEST_REASON = 3  # letters or digits


def worded(reason: str) -> str:
    """As it is kept. ReasonMissing where it says nothing."""
    text = cleaned(reason)
    if sum(mark.isalnum() for mark in text) < SHORTEST_REASON:
        raise ReasonMissing("no reason")
    return text
