"""Closing several things: each of them, although another one could not be closed."""

from __future__ import annotations

from collections.abc import Callable


def close_all(*closers: Callable[[], object]) -> None:
    """Call each in this order, as so many nested ``finally`` do: what one of them raises goes up after the last was
    called, and with several it is the last one's error, the others being its context."""
    if closers:
        try:
            closers[0]()
        finally:
            close_all(*closers[1:])
