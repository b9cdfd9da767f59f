"""The procedures that this kiosk offers today; taken up anew when another day has begun, without a new start."""

from __future__ import annotations

from datetime import date

from kiosk import catalogue
from kiosk.domain.procedure import Procedure
from kiosk.store import Store

Offer = tuple[date, dict[str, Procedure], dict[str, Procedure]]
"""A day, what is in force on it by code, and what ended before it."""


class OfferedProcedures:
    """``in_force`` and ``ended`` stay the same objects: whoever holds them sees the new day."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.in_force: dict[str, Procedure] = {}
        self.ended: dict[str, Procedure] = {}
        self.put(self._of(catalogue.today()))

    @property
    def is_new_day(self) -> bool:
        """Whether these are of another day than today: yesterday's, or of a clock that has been put right."""
        return catalogue.today() != self._day

    def read(self) -> Offer:
        """Today's, from any thread: some hundred milliseconds. Nobody sees them before they are put."""
        return self._of(catalogue.begin_day())

    def _of(self, day: date) -> Offer:
        in_force = {code: catalogue.procedure(code) for code in catalogue.codes()}
        for one in in_force.values():
            self._store.editions.bind(one.code, one.version, one.source)
        return day, in_force, catalogue.ended()

    def put(self, offer: Offer) -> None:
        """On the thread of whoever shows them, with nobody in the middle of a visit."""
        self._day, in_force, ended = offer
        for here, new in ((self.in_force, in_force), (self.ended, ended)):
            here.clear()
            here.update(new)
