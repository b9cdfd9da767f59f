"""The procedures that this kiosk offers today; taken up anew when another day has begun, without a new start."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, MutableMapping
from datetime import date

from kiosk import catalogue
from kiosk.domain.procedure import Procedure
from kiosk.store import Store
from kiosk.ui.tasks import Tasks

Offer = tuple[date, dict[str, Procedure], dict[str, Procedure]]
"""A day, what is in force on it by code, and what ended before it."""


class ReadProcedures(MutableMapping[str, Procedure]):
    """Procedures by code; ``ready`` is called before each look, and reads them where they were not read yet."""

    def __init__(self, ready: Callable[[], None]) -> None:
        self._ready = ready
        self.known: dict[str, Procedure] = {}

    def __getitem__(self, code: str) -> Procedure:
        self._ready()
        return self.known[code]

    def __setitem__(self, code: str, procedure: Procedure) -> None:
        self._ready()
        self.known[code] = procedure

    def __delitem__(self, code: str) -> None:
        self._ready()
        del self.known[code]

    def __iter__(self) -> Iterator[str]:
        self._ready()
        return iter(self.known)

    def __len__(self) -> int:
        self._ready()
        return len(self.known)


class OfferedProcedures:
    """``in_force`` and ``ended`` stay the same objects: whoever holds them sees the new day. They are read when first
    looked into, or by ``ready`` before: the first picture of a start shows nothing of them."""

    def __init__(self, store: Store) -> None:
        self._store, self._reading = store, threading.Lock()
        self._day: date | None = None
        self.in_force, self.ended = ReadProcedures(self.ready), ReadProcedures(self.ready)

    def ready(self) -> None:
        """From now on they are there. From any thread; some seconds of a slow machine, the first time."""
        if self._day is None:
            with self._reading:
                if self._day is None:
                    self.put(self._of(catalogue.today()))

    @property
    def is_new_day(self) -> bool:
        """Whether these are of another day than today: yesterday's, or of a clock that has been put right."""
        return self._day is not None and catalogue.today() != self._day

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
        day, in_force, ended = offer
        for here, new in ((self.in_force, in_force), (self.ended, ended)):
            here.known.clear()
            here.known.update(new)
        self._day = day


class OfferReading:
    """Beside a start that nobody has touched yet. What cannot be read is no start: the program ends, as it does where
    another part of it is missing, and whoever started it begins it or the one before it anew."""

    def __init__(
        self,
        offered: OfferedProcedures,
        tasks: Tasks,
        report: Callable[[BaseException], None],
        end: Callable[[int], object],
    ) -> None:
        self._offered, self._tasks, self._report, self._end = offered, tasks, report, end

    def begin(self) -> None:
        self._tasks.run("reading", lambda _: self._read(), done=self._failed)

    def _read(self) -> Exception | None:
        try:
            self._offered.ready()
        except Exception as error:  # of whatever kind: it is told on the painting thread
            return error
        return None

    def _failed(self, error: Exception | None) -> None:
        if error is not None:
            self._report(error)
            self._end(os.EX_SOFTWARE)
