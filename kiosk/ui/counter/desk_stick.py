"""A stick at the counter, to carry a report away."""

from __future__ import annotations

from kiosk.errors import StickGone
from kiosk.services.visit_services import VisitServices


class DeskStick:
    """``save`` blocks, on a worker."""

    def __init__(self, services: VisitServices) -> None:
        self._services = services

    def save(self, name: str, data: bytes) -> None:
        """On the first stick that is plugged in, durable and read back. StickGone where there is none; StickError."""
        sticks = self._services.sticks
        plugged = sticks.sticks() if sticks is not None else ()
        if sticks is None or not plugged:
            raise StickGone("no stick is plugged in")
        sticks.open(plugged[0]).write_file(name, data)
