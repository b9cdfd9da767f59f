"""Headphones in a hand: plugged in and pulled out as a test or a demo wants it."""

from __future__ import annotations

from collections.abc import Callable


class SimulatedHeadphones:
    """``plugged`` is None until a hand is seen at the socket, as where it has no sensor."""

    def __init__(self) -> None:
        self.plugged: bool | None = None
        self._listeners: list[Callable[[bool], None]] = []

    def subscribe(self, listener: Callable[[bool], None]) -> None:
        self._listeners.append(listener)

    def plug(self) -> None:
        self._move(True)

    def pull(self) -> None:
        self._move(False)

    def _move(self, plugged: bool) -> None:
        before, self.plugged = self.plugged, plugged
        if before is not plugged:
            for listener in self._listeners:
                listener(plugged)

    def close(self) -> None:
        self._listeners.clear()
